/** Which candidates the model chooses among, films of the visitor's own included. */
import type { LoadProgress } from '../worker/protocol';
import type { Actions } from './actions';
import type { Browsing } from './catalogue';
import type { Context } from './context';
import type { ModelRunner } from './model';
import { rememberAddress } from './remember';

export function createChoosing(
  context: Context,
  { drawCandidates }: Pick<Browsing, 'drawCandidates'>,
  { run }: Pick<ModelRunner, 'run'>,
): Pick<Actions, 'addOwn' | 'forgetOwn' | 'chooseCandidateKind' | 'reshuffle'> {
  const { client, set, get, notify } = context;
  return {
    async addOwn(film, to) {
      const onProgress = (progress: LoadProgress) => set(({ model }) => (model.kind === 'running' ? { model: { ...model, progress } } : {}));
      const own = await run('embed', (signal) => client.request('embed', film, { signal, onProgress }), (error) => error.code !== 'stopped' && notify(`${error.message} ${error.nextStep}`));
      if (!own) return false;
      set((state) => ({ ownFilms: [...state.ownFilms, own] }));
      if (to === 'history') get().add({ kind: 'own', film: own });
      else drawCandidates();
      return true;
    },
    forgetOwn(film) {
      set((state) => ({ ownFilms: state.ownFilms.filter((other) => other !== film) }));
      drawCandidates();
    },
    chooseCandidateKind(candidateKind) {
      set({ candidateKind });
      drawCandidates();
      rememberAddress(context);
    },
    reshuffle() {
      set((state) => ({ seed: state.seed + 1 }));
      drawCandidates();
      rememberAddress(context);
    },
  };
}
