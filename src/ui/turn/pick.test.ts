import { expect, test } from 'vitest';
import { films } from '../../testing/page';
import { pickCards } from './pick';

test('cards are known films, the same for the same seed, first one of each genre', () => {
  const known = films.map((one) => ({ ...one, genres: [['Drama', 'Comedy', 'Horror'][one.row % 3]!] }));
  const rows = pickCards(known, 7, 8);
  expect(rows).toEqual(pickCards(known, 7, 8));
  expect(rows).not.toEqual(pickCards(known, 8, 8));
  expect(new Set(rows).size).toBe(8);
  expect(rows.every((row) => !known[row]!.cold)).toBe(true);
  expect(new Set(rows.slice(0, 3).map((row) => known[row]!.genres[0])).size).toBe(3);
});
