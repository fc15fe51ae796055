import { describe, expect, it } from 'vitest';
import { films } from '../../testing/page';
import { Finder } from './finder';
import { middle, pointOf, toMap, toScreen, viewOf } from './geometry';
import { groupsOf, pressGroup } from './groups';
import { placeLabels, type Box, type Label } from './labels';

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

describe('the legend', () => {
  const all = [true, true, true];
  it('shows the group that is pressed first alone, and others with it', () => {
    const one = pressGroup(all, 1);
    expect(one).toEqual([false, true, false]);
    expect(pressGroup(one, 2)).toEqual([false, true, true]);
  });
  it('hides one of several again, and shows all when the last is pressed', () => {
    expect(pressGroup([false, true, true], 1)).toEqual([false, false, true]);
    expect(pressGroup([false, false, true], 2)).toEqual(all);
  });
});

describe('names on the map', () => {
  const plane = { width: 300, height: 200 };
  const name = (x: number, y: number, more: Partial<Label> = {}): Label => ({
    x, y, radius: 10, width: 100, height: 20, side: 'right', optional: false, ...more,
  }); // prettier-ignore
  const place = (labels: Label[], most = 6) => placeLabels(labels, plane, most);
  const apart = (a: Box, b: Box) => a.left >= b.left + b.width || b.left >= a.left + a.width || a.top >= b.top + b.height || b.top >= a.top + a.height;

  it('stand on the side that they like, on the other at the edge', () => {
    expect(place([name(150, 100)])[0]).toMatchObject({ left: 164, top: 90 });
    expect(place([name(150, 100, { side: 'left' })])[0]).toMatchObject({ left: 36 });
    expect(place([name(290, 100)])[0]).toMatchObject({ left: 176 });
    expect(place([name(10, 100, { side: 'left' })])[0]).toMatchObject({ left: 24 });
  });
  it('are whole wherever the mark is, and do not cover it', () => {
    for (const side of ['left', 'right'] as const)
      for (const width of [40, 100, 224])
        for (let x = 0; x <= 300; x += 10)
          for (let y = 0; y <= 200; y += 10) {
            const [box] = place([name(x, y, { side, width })]);
            expect(box!.left >= 0 && box!.top >= 0 && box!.left + width <= 300 && box!.top + 20 <= 200).toBe(true);
            expect(apart(box!, { left: x - 10, top: y - 10, width: 20, height: 20 })).toBe(true);
          }
  });
  it('keep off each other, and off the marks of those that are needed', () => {
    const boxes = place([name(150, 100), name(160, 104), name(150, 100, { side: 'left' })]);
    expect(apart(boxes[0]!, boxes[1]!) && apart(boxes[1]!, boxes[2]!) && apart(boxes[0]!, boxes[2]!)).toBe(true);
    expect(apart(boxes[0]!, { left: 150, top: 94, width: 20, height: 20 })).toBe(true);
  });
  it('stand apart where two marks are one, however crowded it is', () => {
    const crowd = Array.from({ length: 60 }, (_, i) => ({ x: 110 + (i % 10) * 10, y: 70 + Math.floor(i / 10) * 12, radius: 9 }));
    const [answer, you] = placeLabels([name(152, 101), name(150, 100)], plane, 0, crowd);
    expect(apart(you!, answer!)).toBe(true);
  });
  it('go with their marks out of view; of the optional ones only those with room stand, and not too many', () => {
    expect(place([name(-1, 100)])).toEqual([null]);
    const titles = Array.from({ length: 8 }, () => name(150, 100, { optional: true, radius: 3 }));
    expect(place(titles).map(Boolean)).toEqual([true, true, false, false, false, false, false, false]);
    expect(place(titles, 1).filter(Boolean)).toHaveLength(1);
    expect(place(titles, 0).filter(Boolean)).toHaveLength(0);
    expect(place(titles.map((title) => ({ ...title, optional: false }))).every(Boolean)).toBe(true);
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
