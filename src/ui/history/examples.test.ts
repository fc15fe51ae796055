import { expect, test } from 'vitest';
import { PRESETS } from '../../content/presets';
import type { Film } from '../../engine/types';
import { examplesOf } from './examples';

const title = (row: number, text: string, more: Partial<Film> = {}): Film => ({
  row,
  id: row,
  title: text,
  year: 0,
  genres: [],
  popularity: row,
  cold: false,
  ...more,
});

test("examples of films are chosen by hand; another domain's come from its titles", () => {
  expect(examplesOf(null)).toBe(PRESETS);
  expect(examplesOf([title(0, 'Heat', { year: 1995 })])).toBe(PRESETS);
  const catalogue = [
    ...Array.from({ length: 8 }, (_, row) => title(row, `Game ${row} - Nintendo DS`)),
    title(8, 'Rare - PC'),
    title(9, 'Cold - Nintendo DS', { cold: true, popularity: 99 }),
    title(10, 'No dash'),
  ];
  expect(examplesOf(catalogue)).toEqual([{ name: 'Nintendo DS', ids: [7, 6, 5, 4, 3, 2], genres: [] }]);
  expect(examplesOf([title(0, 'Alone')])).toEqual([]);
});
