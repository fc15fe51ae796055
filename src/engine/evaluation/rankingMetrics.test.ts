import { describe, expect, it } from 'vitest';
import { hitDifference, rankingMetrics, rankOf } from './rankingMetrics';

describe('the metrics', () => {
  it('rank the target among the scores, the target among equals in the middle of them, wherever it stands', () => {
    expect(rankOf(1, [0.1, 0.5, 0.4])).toBe(1);
    expect(rankOf(2, [0.1, 0.5, 0.4])).toBe(2);
    expect(rankOf(1, [0.3, 0.3, 0.3])).toBe(2);
    expect(rankOf(0, [0.3, 0.3, 0.3])).toBe(2);
    expect(rankOf(0, [0.3, 0.3, 0.1])).toBe(1.5);
    expect(rankOf(0, [-Infinity, 1, -Infinity])).toBe(2.5);
    expect(
      rankingMetrics(
        [
          rankOf(
            0,
            Array.from({ length: 20 }, () => 0.05),
          ),
        ],
        1,
      ).hit1,
    ).toBe(0);
  });

  it('are Hit@1 and NDCG@10 with one relevant item', () => {
    const { users, hit1, ndcg10, interval } = rankingMetrics([1, 2, 11, 1], 1);
    expect(users).toBe(4);
    expect(hit1).toBe(0.5);
    expect(ndcg10).toBeCloseTo((1 + 1 / Math.log2(3) + 0 + 1) / 4, 10);
    expect(interval[0]).toBeLessThan(0.5);
    expect(interval[1]).toBeGreaterThan(0.5);
  });

  it('compare two systems on the same users', () => {
    const ranks = Array.from({ length: 100 }, (_, i) => (i < 60 ? 1 : 2));
    expect(hitDifference(ranks, ranks, 1)).toEqual({ value: 0, interval: [0, 0] });
    const { value, interval } = hitDifference(
      ranks,
      Array.from({ length: 100 }, (_, i) => (i < 40 ? 1 : 5)),
      1,
    );
    expect(value).toBeCloseTo(0.2, 10);
    // 20 of 100 users differ: a standard error of 0.04.
    expect(interval[0]).toBeGreaterThan(0.1);
    expect(interval[1]).toBeLessThan(0.3);
  });

  it('are not made of no users or of scores that are no numbers: NaN would be shown, or put the target first', () => {
    expect(() => rankingMetrics([], 1)).toThrow(RangeError);
    expect(() => rankOf(0, [NaN, 0.5])).toThrow(RangeError);
    expect(() => rankOf(0, [0.5, NaN])).toThrow(RangeError);
  });
});
