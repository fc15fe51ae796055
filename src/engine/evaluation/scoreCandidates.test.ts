import { expect, it } from 'vitest';
import { placesOf } from './scoreCandidates';

it('a place is that in the list, which need not be the order of the probabilities', () => {
  const ranking = [
    { candidate: 2, probability: 0.6 },
    { candidate: 0, probability: 0.1 },
    { candidate: 1, probability: 0.3 },
  ];
  expect(placesOf(ranking)).toEqual([2, 3, 1]);
});

it('candidates that the model cannot tell apart share the mean of their places: none is a certain hit', () => {
  const ranking = [
    { candidate: 1, probability: 0.3 },
    { candidate: 0, probability: 0.4 },
    { candidate: 2, probability: 0.3 },
  ];
  expect(placesOf(ranking)).toEqual([2, 2, 2]);
});
