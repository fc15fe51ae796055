/** How a ranking is judged (paper, section 4.1): Hit@1 and NDCG@10 of the one relevant item, with bootstrap intervals over users. */
import { seededRandom } from '../../random';

/**
 * Place of the target when candidates are ordered by score, from 1. Among equals it is the expected one of a random order, so that a system which
 * cannot tell two candidates apart has no certain hit: with one equal at the top, 1.5.
 */
export function rankOf(target: number, scores: readonly number[]): number {
  const own = scores[target];
  // No comparison with NaN is true, so that it would put the target first.
  if (own === undefined || scores.some(Number.isNaN)) throw new RangeError('The candidates cannot be ranked: a score is no number.');
  const higher = scores.filter((score) => score > own).length;
  const equal = scores.filter((score) => score === own).length - 1; // without itself
  return 1 + higher + equal / 2;
}

export interface RankingMetrics {
  users: number;
  hit1: number;
  ndcg10: number;
  /** 95% bootstrap interval of hit1 over users. */
  interval: [number, number];
}

/** NDCG@10 of one user: there is one relevant item, so that the ideal gain is 1. @param rank from 1; Infinity where the target is not listed */
export function gainAt10(rank: number): number {
  return rank <= 10 ? 1 / Math.log2(rank + 1) : 0;
}

/** @param ranks the target's rank for each user, from 1. @throws RangeError for no users, whose share of hits is no number. */
export function rankingMetrics(ranks: readonly number[], seed: number, resamples = 2000): RankingMetrics {
  const users = ranks.length;
  if (users === 0) throw new RangeError('Nobody was evaluated.');
  const hits = ranks.map(hit);
  return { users, hit1: mean(hits), ndcg10: mean(ranks.map(gainAt10)), interval: bootstrap(hits, seed, resamples) };
}

export interface Difference {
  value: number;
  /** 95% bootstrap interval. */
  interval: [number, number];
}

/** The mean of what one system has for each user less that of another's on the same users: users are resampled in pairs. */
export function pairedDifference(values: readonly number[], others: readonly number[], seed: number, resamples = 2000): Difference {
  const differences = values.map((value, i) => value - others[i]!);
  return { value: mean(differences), interval: bootstrap(differences, seed, resamples) };
}

/** 1 where the target stands first, from 1. */
export const hit = (rank: number): number => Number(rank === 1);

/** Hit@1 of one system less that of another on the same users. */
export const hitDifference = (ranks: readonly number[], others: readonly number[], seed: number, resamples = 2000): Difference =>
  pairedDifference(ranks.map(hit), others.map(hit), seed, resamples);

/** 95% bootstrap interval of the mean. */
export function bootstrap(values: readonly number[], seed: number, resamples = 2000): [number, number] {
  const random = seededRandom(seed);
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (const _ of values) sum += values[Math.floor(random() * values.length)]!;
    return sum / values.length;
  }).sort((a, b) => a - b);
  const at = (share: number) => means[Math.round(share * (resamples - 1))]!;
  return [at(0.025), at(0.975)];
}

export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
