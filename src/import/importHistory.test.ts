import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Film } from '../engine/types';
import { imdbWatchlist, letterboxdZip, style, type Viewing } from './fixtures/styles';
import { importHistory, requireHistory } from './importHistory';
import { FilmIndex } from './matching/filmIndex';

const TITLES = ['Heat', 'Ran', 'Alien', 'Brazil', 'Clue'];
const FILMS = TITLES.map((title, row): Film => ({ row, id: 10 * (row + 1), title, year: 1990 + row, genres: [], popularity: 1, cold: false }));
const index = new FilmIndex(FILMS);
const seen = (row: number, day: string, rest: Partial<Viewing> = {}): Viewing => ({ title: TITLES[row]!, year: 1990 + row, day, ...rest });
const ofText = (text: string) => importHistory(strToU8(text), '', index);
const order = ({ history }: { history: { film: number }[] }) => history.map(({ film }) => TITLES[film]);

describe('the order of a history', () => {
  it('is when the films were watched, oldest first', async () => {
    const bytes = style('Letterboxd ratings').write([seen(0, '2024-03-01'), seen(1, '2024-01-01'), seen(2, '2024-02-01')]);
    expect(order(await importHistory(bytes, '', index))).toEqual(['Ran', 'Alien', 'Heat']);
  });
  it('takes the watched date before the date of logging', async () => {
    expect(
      order(
        await ofText(
          'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n2024-05-01,Heat,1990,u,,,,2023-01-01\n2024-01-01,Ran,1991,u,,,,2023-06-01\n2023-03-01,Alien,1992,u,,,,\n',
        ),
      ),
    ).toEqual(['Heat', 'Alien', 'Ran']);
  });
  it('is the file’s where nothing is dated', async () =>
    expect(order(await ofText('Alien (1992)\nHeat (1990)\nRan (1991)\n'))).toEqual(['Alien', 'Heat', 'Ran']));
  it('within a day is the file’s, turned round where the newest is first', async () => {
    expect(order(await ofText('Title,Date\nHeat,1/31/24\nRan,1/30/24\nAlien,1/30/24\nBrazil,1/29/24\n'))).toEqual(['Brazil', 'Alien', 'Ran', 'Heat']);
  });
  it('has a film that was watched again once, where it was last watched', async () => {
    const result = await ofText('Title,Date\nHeat,1/31/24\nRan,1/30/24\nHeat,1/29/24\n');
    expect(result.history).toMatchObject([
      { film: 1, times: 1 },
      { film: 0, times: 2, at: Date.UTC(2024, 0, 31) },
    ]);
    expect(result.counts).toMatchObject({ rows: 3, matched: 3, films: 2 });
  });
});

describe('ratings', () => {
  it('below the person’s own middle do not steer', async () => {
    const bytes = style('IMDb ratings').write([2, 3, 4, 5].map((rating, i) => seen(i, `2024-01-0${i + 1}`, { rating })));
    const { history, middle } = await importHistory(bytes, '', index);
    expect(middle).toBe(3.5);
    expect(history.map(({ steers }) => steers)).toEqual([false, false, true, true]);
  });
  it('that are missing say nothing against a film', async () =>
    expect((await ofText('Heat (1990)\n')).history[0]).toMatchObject({ rating: null, steers: true }));
});

describe('several people in a file', () => {
  const bytes = style('Netflix viewing activity').write([seen(0, '2024-01-01'), seen(1, '2024-01-02', { profile: 'Bo' }), seen(2, '2024-01-03')]);
  it('are named, and one is asked for', async () => {
    await expect(importHistory(bytes, '', index)).rejects.toMatchObject({ code: 'import-profile', nextStep: expect.stringMatching(/“Ada”, “Bo”/) });
    await expect(importHistory(bytes, '', index, { profile: 'Cy' })).rejects.toMatchObject({ code: 'import-profile' });
    const result = await importHistory(bytes, '', index, { profile: 'bo' });
    expect(order(result)).toEqual(['Ran']);
    expect(result.counts).toMatchObject({ rows: 3, skipped: 2, why: { profile: 2 } });
  });
});

describe('watchlists', () => {
  it('are no history, but candidates', async () => {
    const result = await importHistory(imdbWatchlist([seen(0, '2024-01-01'), seen(1, '2024-01-01')]), '', index);
    expect(result.history).toEqual([]);
    expect(result.wanted.map(({ verdict }) => verdict)).toEqual([
      { status: 'matched', film: 0, by: 'title' },
      { status: 'matched', film: 1, by: 'title' },
    ]);
    expect(() => requireHistory(result)).toThrow(/watchlist/);
  });
  it('in a history’s zip stand beside it', async () => {
    const result = await importHistory(letterboxdZip([seen(0, '2024-01-01'), seen(1, '2024-01-02')], [seen(2, '2024-01-01')]), '', index);
    expect(order(result)).toEqual(['Heat', 'Ran']);
    expect(result.rows.at(-1)!.verdict).toEqual({ status: 'skipped', why: 'wanted' });
    expect(result.wanted).toMatchObject([{ title: 'Alien', verdict: { film: 2 } }]);
  });
});

it('a file of series only is refused, with counts', async () => {
  const result = await importHistory(
    style('Trakt JSON').write([seen(0, '2024-01-01', { type: 'series' }), seen(1, '2024-01-01', { type: 'series' })]),
    '',
    index,
  );
  expect(() => requireHistory(result)).toThrow(/2 rows are series/);
});

it('lets messages through, reports and stops', async () => {
  const bytes = style('Text').write(Array.from({ length: 3000 }, (_, i) => seen(i % 5, '2024-01-01')));
  const stop = new AbortController();
  const told: number[] = [];
  const running = importHistory(bytes, '', index, { signal: stop.signal, onProgress: (rows) => told.push(rows) });
  setTimeout(() => stop.abort());
  await expect(running).rejects.toMatchObject({ code: 'stopped' });
  expect(told.length).toBeLessThan(6);
});
