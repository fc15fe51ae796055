import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Film } from '../engine/types';
import { toLetterboxdCsv, toMatineeJson, type ExportedFilm } from './exportHistory';
import { importHistory } from './importHistory';
import { FilmIndex } from './matching/filmIndex';

const FILMS = ['Heat', 'Ran', 'Alien'].map((title, row): Film => ({
  row,
  id: 10 * (row + 1),
  title,
  year: 1990 + row,
  genres: [],
  popularity: 1,
  cold: false,
}));
const ofText = (text: string) => importHistory(strToU8(text), '', new FilmIndex(FILMS));

describe('what is exported', () => {
  const films: ExportedFilm[] = [
    { title: 'Heat', year: 1990, id: 10, rating: 4.5, at: Date.UTC(2024, 0, 31, 20), imdb: 'tt0113277' },
    { title: 'Ran, "Chaos"', year: 0, id: 20 },
    { title: 'My own', year: 2020, id: null, description: 'Two friends walk.' },
  ];
  it('as Matinee’s file comes back', async () => {
    const result = await ofText(toMatineeJson('MovieLens', films, [{ title: 'Alien', year: 1992, id: 30 }]));
    expect(result.service).toBe('matinee');
    expect(result.history).toMatchObject([
      { film: 1, at: null },
      { film: 0, rating: 4.5, at: Date.UTC(2024, 0, 31, 20) },
    ]);
    expect(result.rows[2]).toMatchObject({ title: 'My own', description: 'Two friends walk.', verdict: { status: 'unknown' } });
    expect(result.wanted).toMatchObject([{ verdict: { status: 'matched', film: 2, by: 'id' } }]);
  });
  it('for Letterboxd has ids and ratings where they are known, and none invented', () => {
    expect(toLetterboxdCsv(films)).toBe(
      'Title,Year,imdbID,Rating,WatchedDate\r\nHeat,1990,tt0113277,4.5,2024-01-31\r\n"Ran, ""Chaos""",,,,\r\nMy own,2020,,,\r\n',
    );
    expect(toLetterboxdCsv([films[1]!])).toBe('Title,Year\r\n"Ran, ""Chaos""",\r\n');
  });
});
