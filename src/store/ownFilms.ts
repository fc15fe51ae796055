/** Films of the visitor's own: described, read by SBERT, taken out again. */
import { throwIfStopped } from '../errors';
import type { Item, OwnFilm } from '../engine/types';
import { candidatesOf } from './candidates';
import { rememberHistory } from './history';
import { pacedLoading, type ModelRunner } from './model';
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
    const film = await pacedLoading(context, (onProgress) => client.request('embed', { title, year, description }, { signal, onProgress }));
    // Its last step may have ended before the stop was heard.
    throwIfStopped(signal);
    return film;
  };

  /** Takes the place of `before` wherever that stands, and stands once there: cleaned, two texts may have become one. */
  const put = (film: OwnFilm, before: OwnFilm = film) => {
    const keys = [ownKey(before), ownKey(film)];
    const isIt = (item: Item) => item.kind === 'own' && keys.includes(ownKey(item.film));
    /** A list that stands in two places, as the history does in an import, stays one list. */
    const done = new Map<readonly Item[], Item[]>();
    const replaced = <T extends Item>(items: T[]): T[] => {
      const first = items.findIndex(isIt);
      if (first < 0) return items;
      if (!done.has(items))
        done.set(
          items,
          items.flatMap((item, i): Item[] => (i === first ? [{ ...item, kind: 'own', film }] : isIt(item) ? [] : [item])),
        );
      return done.get(items) as T[];
    };
    set((state) => ({
      ownFilms: [...state.ownFilms.filter((other) => !keys.includes(ownKey(other))), film],
      history: replaced(state.history),
      past: state.past.map(replaced),
      candidates: replaced(state.candidates),
      importing:
        state.importing.kind === 'whole'
          ? { ...state.importing, before: replaced(state.importing.before), after: replaced(state.importing.after) }
          : state.importing,
    }));
  };
  const redraw = () => set((state) => ({ candidates: candidatesOf(state) }));

  return {
    async addOwn(film, to) {
      const own = await run(
        'embed',
        (signal) => read(film, signal),
        (error) => error.code !== 'stopped' && notify(`${error.message} ${error.nextStep}`),
      );
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
