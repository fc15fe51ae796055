/** The list "What to watch": made when its region is open and the history, a filter or a choice has changed, and never twice for the same. */
import { translate } from '../../content/language';
import { throwIfStopped } from '../../errors';
import type { WatchProgress, WatchRequest } from '../../engine/whatToWatch';
import type { Browsing } from '../catalogue';
import type { ModelRunner } from '../model';
import type { OwnFilms } from '../ownFilms';
import { paced } from '../pacing/latest';
import { filmRows, isFree, steering, type Context, type Item, type State, type Watched } from '../state';
import { passing } from './filters';
import { besideOf } from './beside';
import { createOther } from './other';
import { notWatching, type Watching, type WatchActions, type WatchChoices, type WatchState } from './watching';

/** Films in the list. */
export const LISTED = 50;
const UNDO_STEPS = 50;

/** All that a list depends on, by identity. */
type Inputs = readonly unknown[];
const inputsOf = (state: State): Inputs => {
  const { source, filters, choices, other } = state.watching;
  return [
    state.catalogue,
    state.history,
    state.lowSteer,
    source,
    source === 'watchlist' ? state.watchlist : null,
    filters,
    choices,
    other.kind === 'whole' ? other.history : null,
    besideOf(state),
  ];
};
const same = (a: Inputs | null, b: Inputs): boolean => a?.every((value, i) => value === b[i]) ?? false;

/** Whether the page is about to answer the history by itself, or at it. */
const isDue = (state: State): boolean => {
  const { answersItself, automatic, recommendation } = state;
  return (
    automatic.kind === 'asking' ||
    (answersItself &&
      steering(state).length > 0 &&
      automatic.kind !== 'stopped' &&
      (recommendation.kind === 'none' || (recommendation.kind === 'whole' && recommendation.stale)))
  );
};

const asFilms = (rows: readonly number[]): Item[] => rows.map((row) => ({ kind: 'film', row }));

/** What the worker is asked. What either has seen is left out; what was asked for more of counts as the latest of one's own history. */
export function requestOf(state: State): WatchRequest | null {
  const { catalogue, history, watchlist, watching } = state;
  if (catalogue.kind !== 'open') return null;
  const { source, filters, choices, other } = watching;
  const own = [...steering(state), ...asFilms(choices.liked)];
  const theirs = other.kind === 'whole' ? other.history : [];
  if (own.length === 0) return null;
  return {
    viewers: [{ history: own, away: choices.away }, ...(other.kind === 'whole' ? [{ history: steering({ history: theirs, lowSteer: false }), away: [] }] : [])],
    among: Int32Array.from(passing(catalogue.films, filters, source === 'watchlist' ? watchlist : null, besideOf(state))),
    leftOut: [...filmRows(history), ...filmRows(theirs), ...choices.liked, ...choices.away, ...(source === 'watchlist' ? [] : (state.sasrec?.excluded ?? []))],
    count: LISTED,
  };
}

export interface WatchParts extends WatchActions {
  /** The choices as the browser keeps them; when the catalogue is open. */
  restoreWatch(): void;
  /** For the next visitor of a booth. */
  leaveWatch(): void;
}

export function createWatch(
  context: Context,
  browsing: Pick<Browsing, 'browse' | 'settled'>,
  { readUnread }: Pick<OwnFilms, 'readUnread'>,
  { run }: Pick<ModelRunner, 'run'>,
): WatchParts {
  const { client, settings, set, get, notify } = context;
  /** Since the last list: what a visitor pressed goes before what the page does by itself, another history behind its answer. */
  let pressed = false;
  let making: { inputs: Inputs | null; controller: AbortController; byVisitor: boolean } | null = null;
  /** What the list that stands there, or its failure, was made for. */
  let madeFor: Inputs | null = null;

  const put = (change: Partial<Watching>) => set(({ watching }) => ({ watching: { ...watching, ...change } }));
  const putPressed = (change: Partial<Watching>) => {
    pressed = true;
    put(change);
  };
  const putState = (state: WatchState) => put({ state });
  const shown = () => {
    const { state } = get().watching;
    return state.kind === 'whole' ? state.list : state.kind === 'making' ? state.before : null;
  };

  const make = async () => {
    const mine = (making = { inputs: inputsOf(get()), controller: new AbortController(), byVisitor: false } as NonNullable<typeof making>);
    const before = shown();
    putState({ kind: 'making', progress: null, before });
    pressed = false;
    await run(
      'watch',
      async (signal, device) => {
        const either = AbortSignal.any([signal, mine.controller.signal]);
        while (!either.aborted && (await readUnread(either)));
        await browsing.settled(); // with it comes what is never to be proposed for this history
        throwIfStopped(either);
        const state = get();
        const request = requestOf(state);
        mine.inputs = inputsOf(state);
        if (!request) return;
        const started = performance.now();
        const result = await paced(
          (progress: WatchProgress) => making === mine && putState({ kind: 'making', progress, before }),
          (onProgress) => client.request('watch', request, { signal: either, onProgress }),
        );
        if (making !== mine) return;
        const list = { ...result, device, milliseconds: performance.now() - started, forTwo: request.viewers.length > 1 };
        putState({ kind: 'whole', list });
        madeFor = mine.inputs;
      },
      (error) => {
        if (making !== mine) return;
        if (error.code === 'busy') return putState(before ? { kind: 'whole', list: before } : { kind: 'none' });
        // Stopped by a change of the history, another list follows at once.
        if (error.code === 'stopped' && mine.controller.signal.aborted && !mine.byVisitor) return;
        madeFor = mine.inputs;
        putState(error.code === 'stopped' ? { kind: 'stopped' } : { kind: 'failed', error });
      },
    );
    if (making !== mine) return;
    making = null;
    follow();
  };

  const follow = () => {
    const state = get();
    if (!state.watching.isOpen || state.catalogue.kind !== 'open') return;
    const wanted = inputsOf(state);
    if (making) {
      if (!same(making.inputs, wanted)) making.controller.abort();
      return;
    }
    if (same(madeFor, wanted)) return;
    if (!requestOf(state)) {
      madeFor = wanted;
      return putState({ kind: 'none' });
    }
    // Asked again when the model is ready, and the history answered: the page follows both.
    if (pressed ? isFree(state) : state.model.kind === 'ready' && !isDue(state)) void make();
  };

  /** Kept with the history. A booth keeps nothing. */
  const remember = () => {
    const { catalogue, kiosk, watching } = get();
    if (catalogue.kind !== 'open' || kiosk || !settings.choicesKeeper) return;
    const ids = (rows: readonly number[]) => rows.map((row) => catalogue.films[row]!.id);
    const { liked, away } = watching.choices;
    if (!settings.choicesKeeper.liked.write(ids(liked)) || !settings.choicesKeeper.away.write(ids(away))) notify(translate()('notice.choicesNotKept'));
  };

  const choose = (choices: WatchChoices, seen?: number) => {
    const { watching } = get();
    const step = { choices: watching.choices, ...(seen === undefined ? {} : { seen }) };
    putPressed({ choices, past: [...watching.past.slice(1 - UNDO_STEPS), step] });
    remember();
  };
  const without = (rows: readonly number[], row: number) => rows.filter((other) => other !== row);
  /** On, or off where it is on. */
  const toggled = (rows: readonly number[], row: number) => (rows.includes(row) ? without(rows, row) : [...rows, row]);

  return {
    ...createOther(context, browsing, putPressed),

    openWatch(isOpen) {
      pressed ||= isOpen;
      put({ isOpen });
      follow();
    },
    followWatch: follow,
    makeWatch() {
      madeFor = null;
      pressed = true;
      follow();
    },
    stopWatch() {
      if (!making) return;
      making.byVisitor = true;
      making.controller.abort();
    },
    setWatchSource(source) {
      putPressed({ source });
    },
    filterWatch(filters) {
      putPressed({ filters: { ...get().watching.filters, ...filters } });
    },

    seenIt(row) {
      const { liked, away } = get().watching.choices;
      const item: Watched = { kind: 'film', row, at: Date.now() };
      if (get().add(item)) choose({ liked: without(liked, row), away: without(away, row) }, row);
    },
    moreLike(row) {
      const { liked, away } = get().watching.choices;
      choose({ liked: toggled(liked, row), away: without(away, row) });
    },
    notForMe(row) {
      const { liked, away } = get().watching.choices;
      choose({ liked: without(liked, row), away: toggled(away, row) });
    },
    undoWatch() {
      const { watching, history, remove } = get();
      const step = watching.past.at(-1);
      if (!step) return;
      putPressed({ choices: step.choices, past: watching.past.slice(0, -1) });
      remember();
      const index = step.seen === undefined ? -1 : history.findIndex((item) => item.kind === 'film' && item.row === step.seen);
      if (index >= 0) remove(index);
    },
    forgetWatch: () => choose(notWatching.choices),

    restoreWatch() {
      const { catalogue, kiosk, watching } = get();
      if (catalogue.kind !== 'open') return;
      const kept = kiosk ? undefined : settings.choicesKeeper;
      const rows = (items: readonly unknown[] = []) => [
        ...new Set(items.flatMap((item) => (typeof item === 'number' ? (catalogue.rowOf.get(item) ?? []) : []))),
      ];
      madeFor = null;
      set({ watching: { ...notWatching, isOpen: watching.isOpen, choices: { liked: rows(kept?.liked.read()), away: rows(kept?.away.read()) } } });
    },
    leaveWatch() {
      making?.controller.abort();
      making = null;
      madeFor = null;
      pressed = false;
    },
  };
}
