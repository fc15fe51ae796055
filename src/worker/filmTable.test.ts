import { expect, it } from 'vitest';
import type { Film } from '../engine/types';
import { packFilms, unpackFilms } from './filmTable';

const film = (row: number, cold: boolean, genres: string[]): Film => ({
  row,
  id: 1000 + row,
  title: `Film ${row}`,
  year: 1990 + row,
  genres,
  popularity: 10 - row,
  cold,
});

it.each([
  ['warm and cold films', [film(0, false, ['Comedy', 'Drama']), film(1, false, []), film(2, true, ['Comedy', 'Drama'])]],
  ['warm ones only', [film(0, false, ['Western'])]],
  ['cold ones only', [film(0, true, ['Western'])]],
  ['none', []],
])('%s arrive as they were sent', (_, films) => {
  expect(unpackFilms(structuredClone(packFilms(films)))).toEqual(films);
});
