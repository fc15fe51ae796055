import { expect, test } from 'vitest';
import { historyKey } from './storage';

test('each bundle but the default keeps a history of its own', () => {
  const movies = 'http://localhost/models/movies/';
  expect(historyKey(movies, movies)).toBe('matinee.history.1');
  expect(historyKey('http://localhost/models/video-games/', movies)).toBe('matinee.history.1 /models/video-games/');
});
