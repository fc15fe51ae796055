import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { historyKey, localKeeper, restoreOwn, storeOwn } from './storage';

test('each bundle but the default keeps a history of its own', () => {
  const movies = 'http://localhost/models/movies/';
  expect(historyKey(movies, movies)).toBe('matinee.history.1');
  expect(historyKey('http://localhost/models/video-games/', movies)).toBe('matinee.history.1 /models/video-games/');
});

describe('what the browser kept', () => {
  const film = { title: 'Mine', year: 2024, description: 'Quiet.', sbert: 'a', embedding: [1, 2] };
  const readBack = (stored: string) => {
    vi.stubGlobal('localStorage', { getItem: () => stored });
    return localKeeper('key').read();
  };
  afterEach(() => void vi.unstubAllGlobals());

  it('comes back as it was, with and without the hash of SBERT', () => {
    const { sbert: _, ...old } = film;
    expect(readBack(JSON.stringify([1, film, old]))).toEqual([1, film, old]);
  });

  it.each([
    ['no number of an item', -1],
    ['no whole number', 1.5],
    ['null', null],
    ['a list', [1]],
    ['no title', { ...film, title: ' ' }],
    ['a title that no form lets through', { ...film, title: 'x'.repeat(201) }],
    ['no text', { ...film, description: 7 }],
    ['a description that no form lets through', { ...film, description: 'x'.repeat(5001) }],
    ['no year', { ...film, year: 'then' }],
    ['a year out of time', { ...film, year: 12_345 }],
    ['a hash that is none', { ...film, sbert: 7 }],
    ['no embedding', { ...film, embedding: null }],
    ['an embedding of words', { ...film, embedding: ['1'] }],
  ])('is left out where it is damaged: %s', (_, item) => expect(readBack(JSON.stringify([1, item]))).toEqual([1]));

  it.each(['', '{', '{"a":1}', '7'])('is nothing where it is no list: %s', (stored) => expect(readBack(stored)).toEqual([]));

  it('of an own film is used only where the same SBERT of the same width read it', () => {
    const own = { title: 'Mine', year: 2024, description: 'Quiet.' };
    const stored = storeOwn({ ...own, embedding: Float32Array.of(0.5, 0.25) }, 'a');
    expect(restoreOwn(stored, 'a', 2)).toEqual({ ...own, embedding: Float32Array.of(0.5, 0.25) });
    expect(restoreOwn(stored, 'b', 2)).toEqual({ ...own, embedding: new Float32Array() });
    expect(restoreOwn(stored, 'a', 3)).toEqual({ ...own, embedding: new Float32Array() });
  });
});
