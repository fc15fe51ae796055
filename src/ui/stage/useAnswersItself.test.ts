import { expect, it } from 'vitest';
import { isVisitors } from './useAnswersItself';

const state = { past: [], candidates: [], sasrec: null, shortlist: null };
const film = { kind: 'film' as const, row: 1 };
const list = { films: [], excluded: [], milliseconds: 1 };

it('what a visitor changes waits for more of it; what arrives by itself does not', () => {
  expect(isVisitors({ ...state, past: [[]] }, state)).toBe(true);
  expect(isVisitors({ ...state, candidates: [film] }, state)).toBe(true);
  expect(isVisitors({ ...state, candidates: [film], sasrec: list }, state)).toBe(false);
  expect(isVisitors({ ...state, candidates: [film], shortlist: { of: [], rows: [1] } }, state)).toBe(false);
  expect(isVisitors({ ...state }, state)).toBe(false);
});
