import { describe, expect, it } from 'vitest';
import { seededRandom, seedOf } from '../../random';
import { drawCandidates } from './drawCandidates';

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
    expect(seedOf(1, 'a')).not.toBe(seedOf(1, 'b'));
    expect(seedOf(1, 'a')).not.toBe(seedOf(2, 'a'));
  });

  it('draws uniformly, with the target anywhere', () => {
    const counts = new Array<number>(100).fill(0);
    const places = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 5000; seed++) {
      const candidates = draw(seedOf(1, String(seed)));
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
