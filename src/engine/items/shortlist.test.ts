import { expect, it } from 'vitest';
import { SafeTensors } from '../../bundle/safetensors';
import { safetensors } from '../../testing/engine';
import { Shortlist } from './shortlist';

const file = (coordinates: number[]) =>
  new SafeTensors(
    safetensors({
      retrieval_basis: { shape: [2, 3], values: [1, 0, 0, 0, 1, 0] },
      item_coordinates: { shape: [coordinates.length / 2, 2], values: coordinates },
    }),
    'aligner.safetensors',
  );

it('gives the films nearest to the user, in the compared subspace alone, nearest first', () => {
  const shortlist = Shortlist.of(file([1, 0, 0, 1, 0.8, 0.6, -1, 0]), 4, 3, 2)!;
  expect(shortlist.nearest(Float32Array.of(3, 2, 99), 3, new Set())).toEqual([2, 0, 1]);
});

it('leaves out what it is told to, and gives fewer where there are no more', () => {
  const shortlist = Shortlist.of(file([1, 0, 0, 1, 0.8, 0.6, -1, 0]), 4, 3, 2)!;
  expect(shortlist.nearest(Float32Array.of(1, 0, 0), 10, new Set([0, 2]))).toEqual([1, 3]);
});

it('is not there where the bundle has no coordinates, and refuses those that are no numbers', () => {
  expect(Shortlist.of(file([1, 0]), 1, 3, undefined)).toBeUndefined();
  expect(() => Shortlist.of(file([NaN, 0]), 1, 3, 2)).toThrow(/finite/);
});
