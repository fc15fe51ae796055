/** What a system says of the candidates of one user to evaluate. */
import type { Recommender } from '../items/recommenders/recommender';
import type { Models } from '../models';
import { recommend } from '../recommend';
import { rankOf } from './rankingMetrics';
import type { Case } from './sequences';
import type { RankedCandidate, SoftPart, System } from '../types';

export interface Scored {
  /** Of each candidate: its probability, or the score of a collaborative filter, to which a cold film is unknown. */
  scores: number[];
  /** Of each candidate: its place in the system's list, from 1, which need not be the order of the scores; the mean place of those that it cannot tell apart. */
  places: number[];
  passes: number;
}

/** A collaborative filter alone. */
export function scoreByFilter(filter: Recommender, { history, candidates }: Pick<Case, 'history' | 'candidates'>): Scored {
  const all = filter.scores(filter.represent(history));
  const scores = candidates.map((row) => all[row] ?? -Infinity);
  return { scores, places: scores.map((_, candidate) => rankOf(candidate, scores)), passes: 0 };
}

/**
 * @param system 'sasrec' is the collaborative filter of the backbone at work.
 * @param options without: of the soft tokens, as `recommend` takes it
 * @throws as `recommend`
 */
export async function scoreCandidates(
  models: Models,
  system: System,
  { history, candidates }: Pick<Case, 'history' | 'candidates'>,
  { signal, without }: { signal?: AbortSignal | undefined; without?: SoftPart } = {},
): Promise<Scored> {
  if (system === 'sasrec') return scoreByFilter(models.sasrec, { history, candidates });
  const item = (row: number) => ({ kind: 'film', row }) as const;
  const request = { history: history.map(item), candidates: candidates.map(item), decoding: 'constrained', system, ...(without ? { without } : {}) } as const;
  const { ranking, timings } = await recommend(models, request, { signal });
  const scores = new Array<number>(candidates.length);
  for (const { candidate, probability } of ranking) scores[candidate] = probability;
  return { scores, places: placesOf(ranking), passes: timings.forwardPasses };
}

/** By candidate. Those of one and the same probability have one and the same title for the model: which of them came first says nothing. */
export function placesOf(ranking: readonly RankedCandidate[]): number[] {
  const alike = new Map<number, number[]>();
  ranking.forEach(({ probability }, place) => alike.set(probability, [...(alike.get(probability) ?? []), place + 1]));
  const places = new Array<number>(ranking.length);
  for (const { candidate, probability } of ranking) {
    const group = alike.get(probability)!;
    places[candidate] = group.reduce((sum, place) => sum + place, 0) / group.length;
  }
  return places;
}
