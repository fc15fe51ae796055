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

  /** Takes the place of `before` wherever that stands, and stands once there: cleaned, two texts may have become one. */
  const put = (film: OwnFilm, before: OwnFilm = film) => {
    const keys = [ownKey(before), ownKey(film)];
    const isIt = (item: Item) => item.kind === 'own' && keys.includes(ownKey(item.film));
    const replaced = (items: Item[]): Item[] => {
      const first = items.findIndex(isIt);
      return first < 0 ? items : items.flatMap((item, i): Item[] => (i === first ? [{ kind: 'own', film }] : isIt(item) ? [] : [item]));
    };
    set((state) => ({
      ownFilms: [...state.ownFilms.filter((other) => !keys.includes(ownKey(other))), film],
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
      for (const film of unread) put(await read(film, signal), film);
      if (unread.length) rememberHistory(context);
      return unread.length > 0;
    },
  };
}
