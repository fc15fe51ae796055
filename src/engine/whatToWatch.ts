/**
 * What to watch: a list of films for one history, or for two people's. The soft tokens choose what the language model reads, and it ranks that for
 * each of the two; a list for both is the one that lets the less lucky of them down least.
 */
import { MatineeError } from '../errors';
import type { Models } from './models';
import { recommend, userSoftToken, type RecommendProgress } from './recommend';
import type { Item, RequestOptions } from './types';

/** Somebody who will watch. */
export interface Viewer {
  /** What steers, oldest first; what they asked for more of comes last. */
  history: readonly Item[];
  /** Rows of films that they want nothing like. */
  away: readonly number[];
}

export interface WatchRequest {
  /** One, or two who watch together. */
  viewers: readonly Viewer[];
  /** Rows that the list may have: those that pass the visitor's filters, or a watchlist. */
  among: readonly number[] | Int32Array;
  /** Rows that it may not have: what either has seen, say. */
  leftOut: readonly number[];
  /** Films in the list, at most. */
  count: number;
}

export type WatchProgress = Extract<RecommendProgress, { kind: 'prefill' }> & {
  /** Whose list is being ranked, from 0. */
  viewer: number;
};

export interface WatchEntry {
  row: number;
  /** By the language model, among what it has read and with what is unwanted further down: one for each viewer, from 1. */
  places: number[];
  /**
   * The film of each viewer's history that this one is more like than the list is on the whole, by the cosine of their soft tokens: a row, or null where the
   * history has fewer than two of the catalogue, so that there is nothing to tell apart.
   */
  likest: (number | null)[];
}

export interface WatchList {
  entries: WatchEntry[];
  /** Films that could be in the list. */
  considered: number;
  /** Those that the language model has read and ranked. */
  ranked: number;
}

/** So many films are read whole; of more, the soft tokens choose. */
export const READ_WHOLE = 200;
/** So many are chosen. */
export const CHOSEN = 100;
/** Of a prompt in plain causal order, whose films stand one behind the other. */
const CHOSEN_IN_ORDER = 20;

/**
 * The list, best first.
 * @throws MatineeError 'history-empty', 'no-shortlist' of a bundle that cannot choose from many films, and what `recommend` throws.
 */
export async function whatToWatch(
  models: Models,
  { viewers, among, leftOut, count }: WatchRequest,
  { signal, onProgress }: RequestOptions<WatchProgress> = {},
): Promise<WatchList> {
  const free = available(models, viewers, among, leftOut);
  const rows = free.length > READ_WHOLE || !isInBlocks(models) ? choose(models, viewers, free) : free;
  if (rows.length === 0) return { entries: [], considered: 0, ranked: 0 };

  const orders: number[][] = [];
  for (const [viewer, { history, away }] of viewers.entries()) {
    const { ranking } = await recommend(
      models,
      { history, candidates: rows.map((row) => ({ kind: 'film', row })), decoding: 'constrained' },
      { signal, onProgress: (progress) => progress.kind === 'prefill' && onProgress?.({ ...progress, viewer }) },
    );
    const order = ranking.map(({ candidate }) => rows[candidate]!);
    orders.push(steerAway(order, likenessTo(models, away)));
  }
  const places = orders.map(placesIn);
  const listed = leastMisery(orders).slice(0, count);
  const likest = viewers.map(({ history }) => likestIn(models, history, listed));
  const entries = listed.map((row) => ({ row, places: places.map((of) => of.get(row)!), likest: likest.map((of) => of(row)) }));
  return { entries, considered: free.length, ranked: rows.length };
}

/**
 * One order for all: a film is worth the worst place that anybody gives it ("least misery"); of two that are worth the same, the better sum of
 * places is first, and then the smaller row, so that it makes no difference who is named first.
 * @param orders the same rows, best first
 */
export function leastMisery(orders: readonly (readonly number[])[]): number[] {
  const [only, ...others] = orders;
  if (others.length === 0) return [...(only ?? [])];
  const places = orders.map(placesIn);
  const worth = new Map(only!.map((row) => [row, places.map((of) => of.get(row)!)]));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return [...only!].sort((a, b) => {
    const [ofA, ofB] = [worth.get(a)!, worth.get(b)!];
    return Math.max(...ofA) - Math.max(...ofB) || sum(ofA) - sum(ofB) || a - b;
  });
}

/**
 * The order with what is like an unwanted film further down: a place counts 1 / (1 - likeness), so that a film that is unlike all of them keeps its
 * own, and the third place of one whose cosine is 0.8 is worth a fifteenth.
 * @param likeness of a row, 0 to 1
 */
export function steerAway(order: readonly number[], likeness: ((row: number) => number) | null): number[] {
  if (!likeness) return [...order];
  const worth = new Map(order.map((row, i) => [row, (i + 1) / (1 - Math.min(likeness(row), 0.99))]));
  return [...order].sort((a, b) => worth.get(a)! - worth.get(b)!);
}

/** How like a film is to the likest of some, by the cosine of their soft tokens; null where there are none, or the bundle cannot compare them. */
function likenessTo({ aligner: { shortlist } }: Models, rows: readonly number[]): ((row: number) => number) | null {
  if (!shortlist || rows.length === 0) return null;
  const cosines = rows.map((row) => shortlist.cosinesOfFilm(row));
  return (row) => Math.max(0, ...cosines.map((of) => of[row]!));
}

const placesIn = (order: readonly number[]): Map<number, number> => new Map(order.map((row, i) => [row, i + 1]));

const isInBlocks = ({ manifest }: Models): boolean => manifest.prompt.structure === 'blocks';

/** What nobody has seen, by row or by title. */
function available({ films }: Models, viewers: readonly Viewer[], among: WatchRequest['among'], leftOut: readonly number[]): number[] {
  const watched = viewers.flatMap(({ history }) => history);
  const titles = new Set(watched.map((item) => (item.kind === 'own' ? item.film : films[item.row]!).title));
  const out = new Set([...leftOut, ...viewers.flatMap(({ away }) => away)]);
  for (const row of out) if (films[row]) titles.add(films[row].title);
  return Array.from(among).filter((row) => films[row] && !out.has(row) && !titles.has(films[row].title));
}

/** The nearest to the viewers' soft tokens, away from what each of them does not want. */
function choose(models: Models, viewers: readonly Viewer[], rows: readonly number[]): number[] {
  const { shortlist } = models.aligner;
  const most = isInBlocks(models) ? CHOSEN : CHOSEN_IN_ORDER;
  if (!shortlist) {
    if (rows.length <= most) return [...rows];
    throw new MatineeError(
      'no-shortlist',
      `The bundle “${models.manifest.title}” cannot choose from its whole catalogue.`,
      `Narrow the list down to ${most} or fewer, or press “Recommend” for a choice among SASRec's list.`,
    );
  }
  const orders = viewers.map(({ history, away }) => {
    const cosines = shortlist.cosines(userSoftToken(models, history));
    const nearest = [...rows].sort((a, b) => cosines[b]! - cosines[a]! || a - b);
    return steerAway(nearest, likenessTo(models, away));
  });
  return leastMisery(orders).slice(0, most);
}

/**
 * Of the films in the prompt's history, the one that a film of the list is more like than the list is on the whole. A film that everything is near to would
 * otherwise be named at every entry.
 */
function likestIn({ aligner: { shortlist }, manifest }: Models, history: readonly Item[], listed: readonly number[]): (row: number) => number | null {
  const watched = history.slice(-manifest.prompt.maxHistory).flatMap((item) => (item.kind === 'film' ? [item.row] : []));
  if (!shortlist || watched.length < 2) return () => null;
  const likeness = watched.map((row) => {
    const cosines = shortlist.cosinesOfFilm(row);
    const mean = listed.reduce((sum, other) => sum + cosines[other]!, 0) / listed.length;
    return cosines.map((cosine) => cosine - mean);
  });
  return (row) => watched[likeness.reduce((best, of, i) => (of[row]! > likeness[best]![row]! ? i : best), 0)]!;
}
