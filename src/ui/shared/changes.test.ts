import { expect, it } from 'vitest';
import { film, films, manifest } from '../../testing/page';
import { initialState, type State } from '../../store/state';
import { describeChange } from './changes';

const rowOf = new Map(films.map(({ id, row }) => [id, row]));
const open: State = { ...initialState, catalogue: { kind: 'open', source: 'MovieLens', manifest, films, rowOf } };
const said = (before: number[], after: number[]) => describeChange({ ...open, history: before.map(film) }, { ...open, history: after.map(film) });
const own = (title: string) => ({ kind: 'own' as const, film: { title, year: 0, description: '', embedding: new Float32Array() } });

it.each([
  [[], [1], '“Film 1” added. Watch history: 1 movie.'],
  [[1, 2], [2], '“Film 1” removed. Watch history: 1 movie.'],
  [[1, 2], [], 'Watch history is empty.'],
  [[1, 2, 3], [4, 5], 'Changed. Watch history: 2 movies.'],
  [[1, 2, 3], [2, 1, 3], '“Film 1” is now 2 of 3.'],
  [[1, 2, 3], [3, 1, 2], '“Film 3” is now 1 of 3.'],
  [[1, 2, 3], [2, 3, 1], '“Film 1” is now 3 of 3.'],
  [[1, 2], [1, 2], ''],
])('a history of %j that becomes %j: %s', (before, after, sentence) => {
  expect(said(before, after)).toBe(sentence);
});

it('says what becomes of the candidates', () => {
  const state = { ...open, candidates: [film(1)] };
  expect(describeChange(state, { ...state, seed: 2, candidates: [film(2)] })).toBe('1 candidate movies drawn anew.');
  expect(describeChange(state, { ...state, candidates: [own('Mine')] })).toBe('“Mine” is among the candidates.');
  expect(describeChange({ ...state, candidates: [own('Mine')] }, state)).toBe('“Mine” is no longer among the candidates.');
});

it('says nothing of the history that a visit begins with', () => {
  expect(describeChange(initialState, { ...open, history: [film(1)] })).toBe('');
});
