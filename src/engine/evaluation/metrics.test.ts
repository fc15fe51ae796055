import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../random';
import { drawCandidates, hitDifference, metrics, rankOf, userSeed } from './metrics';

describe('the draw of candidates', () => {
  const met = new Set([1, 2, 3, 150]);
  const draw = (seed: number) => drawCandidates(150, met, 100, 20, seededRandom(seed));

  it('holds the target once and no other film that the user has met', () => {
    for (let seed = 0; seed < 200; seed++) {
      const candidates = draw(seed);
      expect(new Set(candidates).size).toBe(20);
      expect(candidates.filter((row) => met.has(row))).toEqual([150]);
      expect(candidates.every((row) => row === 150 || row < 100)).toBe(true);
    }
  });

  it('is the same for the same seed and user, and another for others', () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(userSeed(1, 'a')).not.toBe(userSeed(1, 'b'));
    expect(userSeed(1, 'a')).not.toBe(userSeed(2, 'a'));
  });

  it('draws uniformly, with the target anywhere', () => {
    const counts = new Array<number>(100).fill(0);
    const places = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 5000; seed++) {
      const candidates = draw(userSeed(1, String(seed)));
      places[candidates.indexOf(150)]!++;
      for (const row of candidates) if (row < 100) counts[row]!++;
    }
    // 5000 * 19 / 97 = 979 of each film with a standard deviation of 28; 250 of each place, 15: five of them are allowed.
    expect(counts.filter((n, row) => !met.has(row) && Math.abs(n - 979) > 140)).toEqual([]);
    expect(places.filter((n) => Math.abs(n - 250) > 77)).toEqual([]);
  });

  it('says when there are too few films', () => {
    expect(() => drawCandidates(1, met, 10, 20, seededRandom(1))).toThrow(RangeError);
  });
});

describe('the metrics', () => {
  it('rank the target among the scores, ties in the order of the candidates', () => {
    expect(rankOf(1, [0.1, 0.5, 0.4])).toBe(1);
    expect(rankOf(2, [0.1, 0.5, 0.4])).toBe(2);
    expect(rankOf(1, [0.3, 0.3, 0.3])).toBe(2);
    expect(rankOf(0, [-Infinity, 1, -Infinity])).toBe(2);
  });

  it('are Hit@1 and NDCG@10 with one relevant item', () => {
    const { users, hit1, ndcg10, interval } = metrics([1, 2, 11, 1], 1);
    expect(users).toBe(4);
    expect(hit1).toBe(0.5);
    expect(ndcg10).toBeCloseTo((1 + 1 / Math.log2(3) + 0 + 1) / 4, 10);
    expect(interval[0]).toBeLessThan(0.5);
    expect(interval[1]).toBeGreaterThan(0.5);
  });

  it('compare two systems on the same users', () => {
    const ranks = Array.from({ length: 100 }, (_, i) => (i < 60 ? 1 : 2));
    expect(hitDifference(ranks, ranks, 1)).toEqual({ value: 0, interval: [0, 0] });
    const { value, interval } = hitDifference(ranks, Array.from({ length: 100 }, (_, i) => (i < 40 ? 1 : 5)), 1);
    expect(value).toBeCloseTo(0.2, 10);
    // 20 of 100 users differ: a standard error of 0.04.
    expect(interval[0]).toBeGreaterThan(0.1);
    expect(interval[1]).toBeLessThan(0.3);
  });

  it('do not fail on no users', () => {
    expect(metrics([], 1).users).toBe(0);
  });
});
