/** The catalogue, its search, SASRec's list and the candidates that come from it: what the browse worker answers. */
import { MatineeError } from '../errors';
import type { Requests } from '../worker/protocol';
import type { Actions } from './actions';
import { chooseCandidates } from './candidates';
import { nextTask, type Context } from './context';
import { toWireError } from '../worker/wireError';
import { filmRows } from './state';

export interface Browsing extends Pick<Actions, 'search'> {
  /** @returns whether the catalogue is open. */
  open(): Promise<boolean>;
  askSasRec(): Promise<void>;
  drawCandidates(): void;
}

const SASREC_LIST = 20;
const SUGGESTIONS = 8;
const MAX_QUERY = 200;

export function createBrowsing({ client, settings, set, get, notify }: Context): Browsing {
  let latestList = 0;

  /** A request of the browse worker; one that crashed has been replaced and opens the catalogue anew first. */
  const browse = async <K extends 'search' | 'sasrec'>(name: K, args: Requests[K]['args']): Promise<Requests[K]['result']> => {
    try {
      return await client.request(name, args);
    } catch (error) {
      if (!(error instanceof MatineeError) || (error.code !== 'not-loaded' && error.code !== 'worker-failed')) throw error;
      await client.request('open', { bundle: settings.bundle });
      return client.request(name, args);
    }
  };

  const drawCandidates = () =>
    set(({ catalogue, candidateKind, history, sasrec, ownFilms, seed }) =>
      catalogue.kind === 'open' && sasrec
        ? { candidates: chooseCandidates(candidateKind, catalogue.films, history, sasrec.films.map((film) => film.row), ownFilms, seed) }
        : {},
    );

  return {
    drawCandidates,

    async open() {
      set({ catalogue: { kind: 'opening' } });
      try {
        const { manifest, films } = await client.request('open', { bundle: settings.bundle });
        // Each of these takes tens of milliseconds for 20,000 films: a task for each, so that the page stays quick to answer.
        await nextTask();
        const rowOf = new Map(films.map((film) => [film.id, film.row]));
        await nextTask();
        set({ catalogue: { kind: 'open', manifest, films, rowOf } });
        return true;
      } catch (error) {
        set({ catalogue: { kind: 'failed', error: toWireError(error) } });
        return false;
      }
    },

    async askSasRec() {
      const list = ++latestList;
      try {
        const sasrec = await browse('sasrec', { rows: filmRows(get().history), limit: SASREC_LIST });
        if (list !== latestList) return; // the history has changed meanwhile
        set({ sasrec });
        drawCandidates();
      } catch (error) {
        if (list === latestList) notify(toWireError(error).message);
      }
    },

    async search(query) {
      if (get().catalogue.kind !== 'open') return [];
      return (await browse('search', { query: query.slice(0, MAX_QUERY), limit: SUGGESTIONS })).rows;
    },
  };
}
