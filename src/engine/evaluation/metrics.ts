/** The paper's evaluation (section 4.1): the target among uniformly drawn items that the user has not met; Hit@1 and NDCG@10. */
import { seededRandom, shuffled } from '../../random';

/** One seed out of a run's seed and a user's name (FNV-1a), so that a user's draw does not depend on the other users. */
export function userSeed(seed: number, user: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const byte of new TextEncoder().encode(user)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * The target and `count - 1` warm films that the user has not met, uniformly and without repetition, in random order.
 * @param met rows of the user's whole sequence.
 */
export function drawCandidates(target: number, met: ReadonlySet<number>, warm: number, count: number, random: () => number): number[] {
  const available = warm - [...met].filter((row) => row < warm).length;
  if (available < count - 1) throw new RangeError(`There are ${available} films that the user has not met, too few for ${count} candidates.`);
  const chosen = new Set<number>();
  while (chosen.size < count - 1) {
    const row = Math.floor(random() * warm);
    if (row !== target && !met.has(row)) chosen.add(row);
  }
  return shuffled([target, ...chosen], random);
}

/** Place of the target when candidates are ordered by score, from 1. Ties keep the candidates' order, which is random. */
export function rankOf(target: number, scores: readonly number[]): number {
  const own = scores[target]!;
  return 1 + scores.filter((score, i) => score > own || (score === own && i < target)).length;
}

export interface Metrics {
  users: number;
  hit1: number;
  ndcg10: number;
  /** 95% bootstrap interval of hit1 over users. */
  interval: [number, number];
}

/** @param ranks the target's rank for each user, from 1. */
export function metrics(ranks: readonly number[], seed: number, resamples = 2000): Metrics {
  const users = ranks.length;
  if (users === 0) return { users, hit1: NaN, ndcg10: NaN, interval: [NaN, NaN] };
  const hits = ranks.map((rank) => (rank === 1 ? 1 : 0));
  // One relevant item: the ideal gain is 1.
  const gains = ranks.map((rank) => (rank <= 10 ? 1 / Math.log2(rank + 1) : 0));
  return { users, hit1: mean(hits), ndcg10: mean(gains), interval: bootstrap(hits, seed, resamples) };
}

/** Hit@1 of one system less that of another on the same users, with its 95% bootstrap interval: users are resampled in pairs. */
export function hitDifference(ranks: readonly number[], others: readonly number[], seed: number, resamples = 2000): { value: number; interval: [number, number] } {
  const differences = ranks.map((rank, i) => Number(rank === 1) - Number(others[i] === 1));
  return { value: mean(differences), interval: bootstrap(differences, seed, resamples) };
}

/** 95% bootstrap interval of the mean. */
export function bootstrap(values: readonly number[], seed: number, resamples = 2000): [number, number] {
  const random = seededRandom(seed);
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)]!;
    return sum / values.length;
  }).sort((a, b) => a - b);
  const at = (share: number) => means[Math.round(share * (resamples - 1))]!;
  return [at(0.025), at(0.975)];
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
