import { describe, expect, it } from 'vitest';
import type { Watched } from '../state';
import { combine } from './combine';

const film = (row: number, more: Pick<Watched, 'at' | 'rating' | 'low'> = {}): Watched => ({ kind: 'film', row, ...more });
const rows = (history: Watched[]) => history.map((item) => (item.kind === 'film' ? item.row : -1));

describe('a history and a file', () => {
  it('lose no film, and have each once', () => {
    expect(rows(combine([film(1), film(2)], [film(2), film(3)]))).toEqual([1, 2, 3]);
    expect(rows(combine([], [film(3), film(1)]))).toEqual([3, 1]);
  });
  it('of two services stand in the order of watching', () => {
    expect(rows(combine([film(1, { at: 10 }), film(2, { at: 30 })], [film(3, { at: 20 }), film(4, { at: 40 })]))).toEqual([1, 3, 2, 4]);
  });
  it('a film without a date stays behind the one it follows; before all dates when it follows none', () => {
    expect(rows(combine([film(9), film(1, { at: 10 }), film(2)], [film(3, { at: 20 })]))).toEqual([9, 1, 2, 3]);
    expect(rows(combine([film(1, { at: 10 }), film(2)], [film(3, { at: 5 })]))).toEqual([3, 1, 2]);
  });
  it('a file without dates comes last', () => expect(rows(combine([film(1, { at: 10 })], [film(3), film(4)]))).toEqual([1, 3, 4]));
  it('keep what only one of them says of a film', () => {
    expect(combine([film(1, { at: 10, rating: 2, low: true })], [film(1, { at: 20 })])).toEqual([film(1, { at: 20, rating: 2, low: true })]);
    expect(combine([film(1, { rating: 2, low: true })], [film(1, { rating: 4 })])).toEqual([film(1, { rating: 4 })]);
  });
});
