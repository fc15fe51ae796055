/** The page's state and what a visitor can do. It reaches the models through the worker client alone and knows no React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OwnFilm } from '../engine/types';
import { MatineeError } from '../runtime/errors';
import type { Client } from '../worker/client';
import type { ItemRef, LoadProgress, Requests, TokenProgress, WireError } from '../worker/protocol';
import { chooseCandidates, type CandidateKind } from './candidates';
import { MAX_HISTORY, readLink, writeLink } from './link';
import { restoreOwn, storeOwn, type Keeper, type StoredItem } from './persistence';
import { describe, filmRows, initialState, sameItem, statusOf, type Answer, type State, type Task } from './state';

export interface Settings {
  /** Absolute URL of the bundle's folder. */
  bundle: string;
  device: State['deviceChoice'];
  kiosk: boolean;
  /** `location.hash` of the visit. */
  hash: string;
  notices: string[];
  keeper: Keeper;
  /** Writes the history into the address. */
  writeHash(hash: string): void;
}

export interface Actions {
  start(): Promise<void>;
  /** Loads the language model again: after a failure, a lost device or another choice of device. */
  load(): Promise<void>;
  search(query: string): Promise<number[]>;
  add(item: ItemRef): void;
  remove(index: number): void;
  move(from: number, to: number): void;
  clear(): void;
  undo(): void;
  usePreset(ids: readonly number[]): void;
  /** Takes the history of a link that was opened while the page was there. */
  openLink(hash: string): void;
  /** For the next visitor of a booth: nothing of the last one is left, Undo included. */
  startOver(ids: readonly number[]): void;
  addOwn(film: { title: string; year: number; description: string }, to: 'history' | 'candidates'): Promise<boolean>;
  /** Takes a film of the visitor's own out of the candidates. */
  forgetOwn(film: OwnFilm): void;
  chooseCandidateKind(kind: CandidateKind): void;
  reshuffle(): void;
  setFreeGeneration(on: boolean): void;
  setDevice(device: State['deviceChoice']): Promise<void>;
  recommend(): Promise<void>;
  favouriteGenre(): Promise<void>;
  stop(): void;
  notify(text: string): void;
  dismiss(id: number): void;
}

export type Store = StoreApi<State & Actions>;

const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));

const SASREC_LIST = 20;
const UNDO_STEPS = 50;

export const wireError = (error: unknown): WireError =>
  error instanceof MatineeError
    ? { code: error.code, message: error.message, nextStep: error.nextStep }
    : { code: 'unexpected', message: `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}.`, nextStep: 'Try again; your history is kept.' };

export function createMatinee(client: Client, settings: Settings): Store {
  let running: AbortController | null = null;
  let loading: AbortController | null = null;
  let noticeId = 0;
  let latestList = 0;
  /** Counts the visitors of a booth: an answer to the last one is not shown to the next. */
  let visitor = 0;

  return createStore<State & Actions>()((set, get) => {
    const notify = (text: string) =>
      set((state) => (state.notices.some((notice) => notice.text === text) ? {} : { notices: [...state.notices.slice(-3), { id: ++noticeId, text }] }));

    const rememberAddress = () => {
      const { history, catalogue, kiosk, candidateKind, seed } = get();
      if (catalogue.kind !== 'open' || kiosk) return;
      settings.writeHash(writeLink(filmRows(history).map((row) => catalogue.films[row]!.id), candidateKind, seed));
    };

    const rememberHistory = () => {
      const { history, catalogue, kiosk } = get();
      if (catalogue.kind !== 'open') return;
      if (kiosk) return;
      rememberAddress();
      const items = history.map((item) => (item.kind === 'own' ? storeOwn(item.film) : catalogue.films[item.row]!.id));
      if (!settings.keeper.write(items)) notify('This browser keeps no data for the page: the history will be gone when you close the tab. Copy the link to keep it.');
    };

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

    const askSasRec = async () => {
      const list = ++latestList;
      try {
        const sasrec = await browse('sasrec', { rows: filmRows(get().history), limit: SASREC_LIST });
        if (list !== latestList) return; // the history has changed meanwhile
        set({ sasrec });
        drawCandidates();
      } catch (error) {
        if (list === latestList) notify(wireError(error).message);
      }
    };

    const markStale = <T>(answer: Answer<T>): Answer<T> => (answer.kind === 'whole' ? { ...answer, stale: true } : answer);

    const setHistory = (history: ItemRef[]) => {
      set((state) => ({ history, past: [...state.past.slice(1 - UNDO_STEPS), state.history], recommendation: markStale(state.recommendation), genre: markStale(state.genre) }));
      rememberHistory();
      void askSasRec();
    };

    /** Rows of ids, in their order; what the catalogue does not know is left out and said. */
    const find = (items: readonly StoredItem[]): ItemRef[] => {
      const { catalogue } = get();
      if (catalogue.kind !== 'open') return [];
      const { rowOf } = catalogue;
      const found = items.slice(0, MAX_HISTORY).flatMap((item): ItemRef[] => {
        if (typeof item !== 'number') return [{ kind: 'own', film: restoreOwn(item) }];
        const row = rowOf.get(item);
        return row === undefined ? [] : [{ kind: 'film', row }];
      });
      const unknown = Math.min(items.length, MAX_HISTORY) - found.length;
      if (unknown) notify(`${unknown} of ${items.length} films were ignored: this bundle's catalogue does not know them.`);
      return found;
    };

    const restoreHistory = () => {
      const own = settings.kiosk ? [] : find(settings.keeper.read());
      const link = readLink(settings.hash);
      if (link?.notice) notify(link.notice);
      const linked = link ? find(link.ids) : [];
      if (link && linked.length) {
        const differs = own.length > 0 && !(own.length === linked.length && own.every((item, i) => sameItem(item, linked[i]!)));
        if (differs) notify('This history came with the link. Undo brings back your own.');
        set({ history: linked, past: differs ? [own] : [], candidateKind: link.candidateKind, seed: link.seed });
      } else set({ history: own });
      set({ ownFilms: own.flatMap((item) => (item.kind === 'own' ? [item.film] : [])) });
    };

    const openCatalogue = async () => {
      set({ catalogue: { kind: 'opening' } });
      try {
        const { manifest, films } = await client.request('open', { bundle: settings.bundle });
        // Each of these takes tens of milliseconds for 20,000 films: a task for each, so that the page stays quick to answer.
        await nextTask();
        const rowOf = new Map(films.map((film) => [film.id, film.row]));
        await nextTask();
        set({ catalogue: { kind: 'open', manifest, films, rowOf } });
      } catch (error) {
        set({ catalogue: { kind: 'failed', error: wireError(error) } });
        return;
      }
      restoreHistory();
      await askSasRec();
    };

    const load = async () => {
      running?.abort();
      loading?.abort();
      const attempt = (loading = new AbortController());
      if (get().catalogue.kind === 'failed') void openCatalogue();
      set({ model: { kind: 'checking' } });
      try {
        const { device, loadMs, ...rest } = await client.request(
          'load',
          { bundle: settings.bundle, device: get().deviceChoice },
          { signal: attempt.signal, onProgress: (progress) => attempt === loading && set({ model: statusOf(progress) }) },
        );
        if (attempt !== loading) return;
        set({ model: { kind: 'ready', device, loadMs } });
        for (const notice of (rest as { notices?: string[] }).notices ?? []) notify(notice);
      } catch (error) {
        if (attempt === loading) set({ model: { kind: 'failed', error: wireError(error) } });
      }
    };

    /** Runs one request of the model worker: status, Stop, and the state of the model afterwards. */
    const run = async <T>(task: Task, work: (signal: AbortSignal) => Promise<T>, failed: (error: WireError) => unknown): Promise<T | null> => {
      const { model } = get();
      if (model.kind !== 'ready') {
        failed({ code: model.kind === 'running' ? 'busy' : 'not-loaded', message: model.kind === 'running' ? 'The model is still answering.' : 'The language model is not ready yet.', nextStep: model.kind === 'running' ? 'Wait for it or press Stop.' : 'See the model status at the top of the page.' });
        return null;
      }
      const { device, loadMs } = model;
      const controller = (running = new AbortController());
      set({ model: { kind: 'running', device, loadMs, task, progress: null } });
      try {
        return await work(controller.signal);
      } catch (error) {
        failed(wireError(error));
        return null;
      } finally {
        if (running === controller) running = null;
        // A lost device has changed the status already.
        if (get().model.kind === 'running') set({ model: { kind: 'ready', device, loadMs } });
      }
    };

    const answer = async <K extends 'recommendation' | 'genre'>(key: K, task: 'recommend' | 'genre') => {
      const { history, candidates, freeGeneration } = get();
      const asked = visitor;
      const put = (value: Answer<unknown>) => asked === visitor && set({ [key]: value } as Partial<State>);
      let writing = { kind: 'writing' as const, text: '', readTokens: 0, promptTokens: 0, ranking: [], candidates } as Extract<Answer<unknown>, { kind: 'writing' }>;
      const onProgress = (progress: TokenProgress) => {
        if (progress.kind === 'prefill') writing = { ...writing, readTokens: progress.doneTokens, promptTokens: progress.totalTokens };
        if (progress.kind === 'token') writing = { ...writing, text: writing.text + progress.text };
        if (progress.kind === 'ranking') writing = { ...writing, ranking: progress.ranking };
        put(writing);
      };
      const before = get()[key];
      const result = await run(
        task,
        (signal) => {
          put(writing);
          return task === 'recommend'
            ? client.request('recommend', { history, candidates, decoding: freeGeneration ? 'free' : 'constrained' }, { signal, onProgress })
            : client.request('genre', { history }, { signal, onProgress });
        },
        (error) => {
          if (error.code === 'busy') put(before as Answer<unknown>);
          else put(error.code === 'stopped' ? { kind: 'stopped', text: writing.text } : { kind: 'failed', error });
          if (error.code === 'device-lost') set({ model: { kind: 'lost', error } });
        },
      );
      const { model } = get();
      if (result && (model.kind === 'ready' || model.kind === 'running')) put({ kind: 'whole', result, candidates, device: model.device, stale: get().history !== history });
    };

    client.onEvent((event) => {
      if (event.type !== 'device-lost') return;
      running?.abort();
      set({ model: { kind: 'lost', error: { code: 'device-lost', message: event.message, nextStep: 'Press Try again to load the model anew; your history is kept.' } } });
    });

    return {
      ...initialState,
      deviceChoice: settings.device,
      kiosk: settings.kiosk,

      async start() {
        settings.notices.forEach(notify);
        await Promise.all([openCatalogue(), load()]);
      },
      load,

      async search(query) {
        if (get().catalogue.kind !== 'open') return [];
        return (await browse('search', { query: query.slice(0, 200), limit: 8 })).rows;
      },

      add(item) {
        const { history } = get();
        const name = describe(get(), item)?.title ?? 'This film';
        if (history.some((other) => sameItem(other, item))) notify(`“${name}” is in the history already.`);
        else if (history.length >= MAX_HISTORY) notify(`A history holds ${MAX_HISTORY} films at most. Remove one first.`);
        else setHistory([...history, item]);
      },
      remove: (index) => setHistory(get().history.filter((_, i) => i !== index)),
      move(from, to) {
        const history = [...get().history];
        const [item] = history.splice(from, 1);
        if (!item || to < 0 || to > history.length) return;
        history.splice(to, 0, item);
        setHistory(history);
      },
      clear: () => get().history.length && setHistory([]),
      undo() {
        const history = get().past.at(-1);
        if (!history) return;
        set((state) => ({ history, past: state.past.slice(0, -1), recommendation: markStale(state.recommendation), genre: markStale(state.genre) }));
        rememberHistory();
        void askSasRec();
      },
      usePreset(ids) {
        const { catalogue } = get();
        if (catalogue.kind !== 'open') return;
        const rows = ids.flatMap((id) => catalogue.rowOf.get(id) ?? []);
        if (rows.length) setHistory(rows.map((row) => ({ kind: 'film', row })));
        else notify("This bundle's catalogue knows none of the films of this example.");
      },
      openLink(hash) {
        const link = readLink(hash);
        if (link?.notice) notify(link.notice);
        const history = link ? find(link.ids) : [];
        if (!link || history.length === 0) return;
        set({ candidateKind: link.candidateKind, seed: link.seed });
        setHistory(history);
      },
      startOver(ids) {
        visitor++;
        running?.abort();
        const { catalogue, model, deviceChoice } = get();
        set({ ...initialState, catalogue, model, deviceChoice, kiosk: settings.kiosk });
        get().usePreset(ids);
        set({ past: [] });
      },
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
        rememberAddress();
      },
      reshuffle() {
        set((state) => ({ seed: state.seed + 1 }));
        drawCandidates();
        rememberAddress();
      },
      setFreeGeneration: (freeGeneration) => set({ freeGeneration }),
      async setDevice(deviceChoice) {
        set({ deviceChoice });
        await load();
      },
      recommend: () => answer('recommendation', 'recommend'),
      favouriteGenre: () => answer('genre', 'genre'),
      stop: () => running?.abort(),
      notify,
      dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    };
  });
}
