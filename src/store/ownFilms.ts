/** Films of the visitor's own: described, read by SBERT, taken out again. */
import { throwIfStopped } from '../errors';
import type { Item, OwnFilm } from '../engine/types';
import type { LoadProgress } from '../worker/protocol';
import { candidatesOf } from './candidates';
import { rememberHistory } from './history';
import type { ModelRunner } from './model';
import { isUnread, ownKey, type Actions, type Context } from './state';

export interface OwnFilms extends Pick<Actions, 'addOwn' | 'forgetOwn'> {
  /**
   * SBERT reads what it has not read yet of the history and the candidates: films kept from a visit with another SBERT.
   * @returns whether there was any.
   */
  readUnread(signal: AbortSignal): Promise<boolean>;
}

export function createOwnFilms(context: Context, { run }: Pick<ModelRunner, 'run'>): OwnFilms {
  const { client, set, get, notify } = context;

  const read = async ({ title, year, description }: Omit<OwnFilm, 'embedding'>, signal: AbortSignal): Promise<OwnFilm> => {
    const onProgress = (progress: LoadProgress) => set(({ model }) => (model.kind === 'running' ? { model: { ...model, progress } } : {}));
    const film = await client.request('embed', { title, year, description }, { signal, onProgress });
    // Its last step may have ended before the stop was heard.
    throwIfStopped(signal);
    return film;
  };

  /** Takes the place of the same film wherever it stands. */
  const put = (film: OwnFilm) => {
    const key = ownKey(film);
    const replaced = (items: Item[]): Item[] =>
      items.some((item) => item.kind === 'own' && ownKey(item.film) === key) ? items.map((item) => (item.kind === 'own' && ownKey(item.film) === key ? { kind: 'own', film } : item)) : items;
    set((state) => ({
      ownFilms: [...state.ownFilms.filter((other) => ownKey(other) !== key), film],
      history: replaced(state.history),
      past: state.past.map(replaced),
      candidates: replaced(state.candidates),
    }));
  };
  const redraw = () => set((state) => ({ candidates: candidatesOf(state) }));

  return {
    async addOwn(film, to) {
      const own = await run('embed', (signal) => read(film, signal), (error) => error.code !== 'stopped' && notify(`${error.message} ${error.nextStep}`));
      if (!own) return false;
      put(own);
      if (to === 'history') return get().add({ kind: 'own', film: own });
      redraw();
      return true;
    },

    forgetOwn(film) {
      set((state) => ({ ownFilms: state.ownFilms.filter((other) => ownKey(other) !== ownKey(film)) }));
      redraw();
    },

    async readUnread(signal) {
      const { history, candidates } = get();
      const unread = [...history, ...candidates].flatMap((item) => (item.kind === 'own' && isUnread(item.film) ? [item.film] : []));
      for (const film of unread) put(await read(film, signal));
      if (unread.length) rememberHistory(context);
      return unread.length > 0;
    },
  };
}
