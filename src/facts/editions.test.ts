import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Film } from '../engine/types';
import { editionsOf, gameKey } from './editions';
import { excludedRows } from './excluded';
import { madeOf } from './madeOf';
import { parseFacts } from './facts';

const listed = (titles: [title: string, year: number][]): Film[] =>
  titles.map(([title, year], row) => ({ row, id: row, title, year, genres: [], popularity: 0, cold: false }));

describe('editions of a game', () => {
  it.each([
    ['FIFA 14 - PlayStation 4', 'FIFA 14 (Ultimate Edition) - Xbox One'],
    ['Bloodborne', 'Bloodborne Collectors Edition - PlayStation 4'],
    ['Dark Souls II: Scholar of the First Sin [Online Game Code]', 'Dark Souls II: Scholar of the First Sin - Xbox 360'],
    ['Diablo III', 'Diablo 3 - PC/Mac'],
    ['Guitar Hero III: Legends of Rock Wireless Bundle - PlayStation 2', 'Guitar Hero 3: Legends of Rock'],
    ["Assassin's Creed", 'Assassin’s Creed - Xbox 360'],
    ['Call of Duty: Black Ops II - Hardened Edition - Xbox 360', 'Call of Duty: Black Ops 2'],
  ])('"%s" is "%s"', (one, other) => expect(gameKey(one)).toBe(gameKey(other)));

  it.each([
    ['FIFA 13', 'FIFA 14'],
    ['Halo 3', 'Halo 3: ODST'],
    ['Mario Kart Wii', 'Mario Kart DS'],
    ['Super Mario 64', 'Super Mario'],
    ['Rock Band', 'Rock Band Wireless Guitar Controller'],
    ['Mega Man 10', 'Mega Man X'],
  ])('"%s" is not "%s"', (one, other) => expect(gameKey(one)).not.toBe(gameKey(other)));

  it('of the shipped catalogue are as training/facts/editions.py has them', () => {
    const { titles } = JSON.parse(readFileSync(new URL('../../public/models/video-games/catalogue.json', import.meta.url), 'utf8')) as { titles: string[] };
    const some = titles.filter((title) => title.startsWith('Dark Souls II: Scholar'));
    expect(some.length).toBeGreaterThan(2);
    expect(new Set(some.map(gameKey)).size).toBe(1);
  });
});

describe('what is never proposed', async () => {
  const games = await editionsOf(
    listed([
      ['FIFA 14 - PlayStation 4', 0],
      ['FIFA 13', 0],
      ['FIFA 14 (Ultimate Edition) - Xbox One', 0],
    ]),
  );
  it('is a game that one has, on any platform', () => {
    expect(excludedRows({ rows: [2] }, games)).toEqual([0, 2]);
    expect(excludedRows({ rows: [], own: [{ title: 'FIFA 14', year: 0 }] }, games)).toEqual([0, 2]);
  });

  const films = listed([
    ['Superman II', 1980],
    ['Superman II: The Richard Donner Cut', 2006],
    ['Oldboy', 2003],
    ['Oldboy', 2013],
    ['The Final Cut', 2004],
    ['War of the Worlds', 2005],
    ['War of the Worlds', 2005],
    ['Blade Runner', 1982],
    ["Blade Runner (Director's Cut)", 1992],
  ]);
  it.each([
    ['a cut of a film', [0], [0, 1]],
    ['the film that a cut was made from', [1], [0, 1]],
    ['no remake', [2], [2]],
    ['no film whose title is a cut', [4], [4]],
    ['a film that stands in the catalogue twice', [5], [5, 6]],
    ["a director's cut of another year", [7], [7, 8]],
  ])('is %s', async (_, rows, left) => expect(excludedRows({ rows }, await editionsOf(films))).toEqual(left));
  it('is no namesake that is known to be another film', async () => expect(excludedRows({ rows: [5] }, await editionsOf(films, () => true))).toEqual([5]));
  it("is a film of the visitor's own that the catalogue has, and pornography", async () =>
    expect(excludedRows({ rows: [], own: [{ title: 'Oldboy', year: 2003 }, { title: 'Mine', year: 2024 }] }, await editionsOf(films), new Set([4]))).toEqual([2, 4])); // prettier-ignore
});

it('what a history is made of is counted', () => {
  const films = listed([['A', 1995], ['B', 1999], ['C', 0], ['D', 2001]]); // prettier-ignore
  const names = { countries: ['South Korea', 'France'], languages: [], subgenres: ['noir', 'heist'], directors: ['Someone'], franchises: [], kinds: [] };
  const none = [[], [], [], []];
  const table = { names, countries: [[0], [0, 1], [0], []], languages: none, subgenres: [[0], [0, 1], [], []], directors: [[0], [], [], []], franchises: none, kinds: none, others: {}, adult: [], imdb: {}, tmdb: {} }; // prettier-ignore
  const facts = parseFacts(new TextEncoder().encode(JSON.stringify(table)), 4);
  expect(madeOf([0, 1, 2, 3], films, facts)).toMatchObject({
    films: 4,
    subgenres: [{ name: 'noir', films: 2 }],
    countries: [{ name: 'South Korea', films: 3 }],
    decades: [{ name: '1990s', films: 2 }],
    directors: [],
  });
});
