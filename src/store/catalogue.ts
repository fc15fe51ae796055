/** The catalogue, its search and SASRec's list: what the browse worker answers. Crashed, it is opened again without being asked. */
import { sayError, translate } from '../content/language';
import { MatineeError } from '../errors';
import type { RequestOptions } from '../engine/types';
import type { Facts } from '../facts/facts';
import type { Requests } from '../worker/protocol';
import { toWireError } from '../worker/wireError';
import { candidatesOf } from './candidates';
import { ATTEMPTS, backoffMs, nextTask } from './model';
import { followChoice } from './recommender/follow';
import { filmRows, steering, type Actions, type Context, type State } from './state';

/** Of the catalogue that the page shows. */
const versionOf = ({ catalogue }: Pick<State, 'catalogue'>) => (catalogue.kind === 'open' ? catalogue.version : undefined);

export interface Browsing extends Pick<Actions, 'search' | 'find'> {
  /** A request to the browse worker, which is opened again first where it has crashed. @param args made anew for each try */
  browse<K extends 'search' | 'sasrec' | 'recommender' | 'crowd' | 'import' | 'facts' | 'deal' | 'map'>(
    name: K,
    args: () => Promise<Requests[K]['args']> | Requests[K]['args'],
    options?: RequestOptions<Requests[K]['progress']>,
  ): Promise<Requests[K]['result']>;
  /** @param version of the model that is loaded, where one is. @returns whether the catalogue is open. */
  open(version?: string): Promise<boolean>;
  /** SASRec's list for the present history, and the candidates that come from it. */
  askSasRec(): Promise<void>;
  /** Resolves when no list is on its way: the candidates are then the present history's. */
  settled(): Promise<void>;
  /** The open catalogue's, when they have arrived; null for a bundle without facts, and where they cannot be had. */
  factsArrived(): Promise<Facts | null>;
}

const SASREC_LIST = 20;
const SUGGESTIONS = 8;
const MAX_QUERY = 200;
/** A worker that crashes again so soon after it was opened waits for the next request. */
const REOPEN_MS = 10_000;

export function createBrowsing(context: Context): Browsing {
  const { client, settings, set, get, notify } = context;
  let opening = 0;
  /** Of the model that was loaded: the catalogue is to be of the same one. */
  let modelVersion: string | undefined;
  let reopening: Promise<unknown> | null = null;
  let reopenings = 0;
  let reopenedAt = -Infinity;
  /** The latest request for SASRec's list. */
  let list = Promise.resolve();
  let facts = Promise.resolve();
  /** Resolves when the search knows all titles. */
  let learnt = Promise.resolve();

  const follow = () => followChoice(context, (name) => client.request('recommender', { name }));

  /** For a worker that has just opened. One that never learns more is whole, too: the visitor is told what it finds. */
  const learn = () => {
    set({ isSearchWhole: false });
    const mine: Promise<void> = client
      .request('learnt', {})
      .catch(() => undefined)
      .then(() => {
        if (learnt === mine) set({ isSearchWhole: true });
      });
    learnt = mine;
  };

  /** One for all who ask: a crash opens the catalogue once. */
  const reopen = (): Promise<unknown> => {
    if (reopening) return reopening;
    reopenings++;
    reopenedAt = performance.now();
    return (reopening = client
      .request('open', { bundle: settings.bundle, version: versionOf(get()) })
      .then(async () => {
        await follow();
        learn();
      })
      .finally(() => (reopening = null)));
  };
  client.onEvent((event) => {
    if (event.type !== 'worker-crashed' || event.worker !== 'browse') return;
    // A failure shows in the request that follows, which tries again.
    if (get().catalogue.kind === 'open' && !reopening && performance.now() - reopenedAt > REOPEN_MS) reopen().catch(() => undefined);
  });

  const browse: Browsing['browse'] = async (name, args, options) => {
    const before = reopenings;
    try {
      return await client.request(name, await args(), options);
    } catch (error) {
      if (!(error instanceof MatineeError) || (error.code !== 'not-loaded' && error.code !== 'worker-failed')) throw error;
      await (reopenings > before ? reopening : reopen());
      return client.request(name, await args(), options);
    }
  };

  const listFor = async (isLatest: () => boolean) => {
    try {
      const sasrec = await browse('sasrec', () => {
        const { history } = get();
        const own = history.flatMap((item) => (item.kind === 'own' ? [{ title: item.film.title, year: item.film.year }] : []));
        return { rows: filmRows(steering(get())), watched: filmRows(history), own, limit: SASREC_LIST };
      });
      if (isLatest()) set((state) => ({ sasrec, candidates: candidatesOf({ ...state, sasrec }) }));
    } catch (error) {
      if (isLatest()) notify(toWireError(error).message);
    }
  };

  const openOnce = async () => {
    const { manifest, films, source, version } = await client.request('open', { bundle: settings.bundle, version: modelVersion });
    // Each of these takes tens of milliseconds for 20,000 films: a task for each, so that the page stays quick to answer.
    await nextTask();
    const rowOf = new Map(films.map((film) => [film.id, film.row]));
    await follow();
    await nextTask();
    set({ catalogue: { kind: 'open', manifest, films, rowOf, source, version }, facts: null });
  };

  /** After the first paint: the page does without them until they are there, and after a failure. */
  const loadFacts = async (isLatest: () => boolean) => {
    const { catalogue } = get();
    if (catalogue.kind !== 'open' || !catalogue.manifest.files.facts) return;
    try {
      const read = await browse('facts', () => ({}));
      await nextTask();
      if (isLatest()) set(read);
    } catch (error) {
      if (isLatest()) notify(translate()('notice.without', { why: sayError(toWireError(error))[0] }));
    }
  };

  const find: Browsing['find'] = async (query) => {
    if (get().catalogue.kind !== 'open') return [];
    const { rows, others } = await browse('search', () => ({ query: query.slice(0, MAX_QUERY), limit: SUGGESTIONS }));
    return rows.map((row, i) => ({ row, other: others?.[i] ?? '' }));
  };

  return {
    browse,

    async open(version) {
      modelVersion = version;
      const mine = ++opening;
      set({ catalogue: { kind: 'opening' } });
      for (let failures = 1; ; failures++) {
        try {
          await openOnce();
          facts = loadFacts(() => mine === opening);
          learn();
          return true;
        } catch (cause) {
          if (mine !== opening) return false; // the visitor has tried again
          const error = toWireError(cause);
          const crashed = error.code === 'worker-failed';
          if (crashed && failures === 1) continue;
          set({ catalogue: { kind: 'failed', error } });
          if (!settings.kiosk && !(crashed && failures < ATTEMPTS)) return false;
          await nextTask(backoffMs(failures));
          if (mine !== opening) return false;
        }
      }
    },

    askSasRec() {
      const mine: Promise<void> = listFor(() => list === mine);
      return (list = mine);
    },

    async settled() {
      for (let waited; waited !== list;) await (waited = list);
    },

    async factsArrived() {
      for (let waited; waited !== facts;) await (waited = facts);
      return get().facts;
    },

    async search(query) {
      const found = await find(query);
      if (found.length === 0 && !get().isSearchWhole) {
        await learnt;
        found.push(...(await find(query)));
      }
      return found.map(({ row }) => row);
    },
    find,
  };
}
