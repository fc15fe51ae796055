import { describe, expect, it } from 'vitest';
import { films } from '../../testing/page';
import { Finder } from './finder';
import { middle, pointOf, toMap, toScreen, viewOf } from './geometry';
import { groupsOf } from './groups';

const at = (u: number, v: number) => ({ u, v });

describe('the middle of films', () => {
  it('stands among most of them, not between two groups', () => {
    const here = middle([at(0.1, 0.1), at(0.11, 0.1), at(0.1, 0.11), at(0.9, 0.9)])!;
    expect(here.u).toBeLessThan(0.15);
    expect(here.v).toBeLessThan(0.15);
  });
  it('follows the weights, and there is none of no films', () => {
    expect(middle([at(0, 0), at(1, 1)], [9, 1])!.u).toBeCloseTo(0, 3);
    expect(middle([])).toBeNull();
    expect(middle([at(0.2, 0.2), at(0.2, 0.2)])).toEqual(at(0.2, 0.2));
  });
});

describe('a view', () => {
  it('shows the whole map in the middle, and leads from the screen back to the map', () => {
    const view = viewOf({ k: 1, x: 0, y: 0 }, 400, 200);
    expect(toScreen(view, at(0.5, 0.5))).toEqual([200, 100]);
    const closer = viewOf({ k: 8, x: -500, y: 90 }, 400, 200);
    const back = toMap(closer, toScreen(closer, at(0.3, 0.7)));
    expect(back.u).toBeCloseTo(0.3);
    expect(back.v).toBeCloseTo(0.7);
  });
});

describe('genres on the map', () => {
  const of = (...lists: string[][]) => groupsOf(lists.map((genres, row) => ({ ...films[row]!, genres })));
  it('of several, the rarest counts; what is not among the commonest, or has none, is of the others', () => {
    const { names, of: group, counts } = of(['Drama'], ['Drama', 'Horror'], ['Drama', 'Horror'], [], ...[...'abcdef'].map((genre) => [genre, 'Drama']));
    expect(names.slice(0, 2)).toEqual(['Drama', 'Horror']);
    expect([...group].slice(0, 4)).toEqual([0, 1, 1, 7]);
    expect(group[9]).toBe(0); // 'f' is one too many, its Drama is not
    expect(names.at(-1)).toBe('');
    expect(counts.reduce((sum, count) => sum + count)).toBe(10);
  });
  it('games have none: one group', () => {
    expect(of([], [], []).names).toEqual(['']);
  });
});

describe('films near a place', () => {
  // On a line, from left to right.
  const positions = Uint16Array.from({ length: 120 }, (_, i) => (i % 2 ? 0 : (i / 2) * 1000));
  const groups = groupsOf(films.map((film) => ({ ...film, genres: film.row % 2 ? ['Drama'] : [] })));
  const finder = new Finder(positions, groups);
  it('are the nearest first, of the genres that are shown, and within reach', () => {
    expect(finder.nearest(pointOf(positions, 20), 3, [true, true])).toEqual([20, 19, 21]);
    expect(finder.nearest(pointOf(positions, 20), 2, [true, false])).toEqual([19, 21]);
    expect(finder.nearest(pointOf(positions, 20), 3, [false, false])).toEqual([]);
    expect(finder.nearest(at(0.5, 0.2), 1, [true, true], 0.01)).toEqual([]);
    expect(finder.nearest(at(0, 1), 100, [true, true])).toHaveLength(60);
  });
});
