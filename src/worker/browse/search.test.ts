import { describe, expect, it } from 'vitest';
import type { Film } from '../../engine/types';
import type { Facts } from '../../facts/facts';
import { fold, TitleSearch } from './search';

const titles: [string, number, number][] = [
  ['The Matrix', 1999, 40_000],
  ['The Matrix Reloaded', 2003, 12_000],
  ['The Matrix Revolutions', 2003, 10_000],
  ['Armitage III: Poly Matrix', 1996, 30],
  ['Toy Story', 1995, 50_000],
  ['Toy Story 2', 1999, 25_000],
  ['Amélie', 2001, 20_000],
  ['A Bug\u2019s Life', 1998, 15_000],
  ['Léon: The Professional', 1994, 25_000],
  ['Solaris', 1972, 3_000],
  ['Solaris', 2002, 1_500],
  ['2001: A Space Odyssey', 1968, 22_000],
  ['Blade Runner', 1982, 25_000],
  ['Blade Runner 2049', 2017, 6_000],
  ['Spirited Away', 2001, 20_000],
  ['The Godfather', 1972, 35_000],
  ['M', 1931, 4_000],
  ['Die Hard', 1988, 25_000],
  ['Pulp Fiction', 1994, 50_000],
  ['Fast & Furious', 2009, 2_000],
  ['WALL·E', 2008, 20_000],
  ['Walled In', 2009, 20],
  ['Barbie', 2023, 900],
  ['Babe', 1995, 12_000],
  ['The Lord of the Rings', 1978, 800],
  ['The Lord of the Rings: The Fellowship of the Ring', 2001, 30_000],
  ['Terminator 2: Judgment Day', 1991, 25_000],
  ['Terminator 3: Rise of the Machines', 2003, 9_000],
  ['Rocky', 1976, 5_000],
  ['Rocky IV', 1985, 2_000],
  ["Ocean's Eleven", 2001, 9_000],
  ['12 Angry Men', 1957, 9_000],
  ['Oldboy', 2003, 8_000],
  ['Oldboy', 2013, 500],
  ['Caligula', 1979, 300],
  ['In the Realm of the Senses', 1976, 300],
  ['Lock, Stock & Two Smoking Barrels', 1998, 5_000],
];
const films: Film[] = titles.map(([title, year, popularity], row) => ({ row, id: row, title, year, genres: [], popularity, cold: false }));
const search = await TitleSearch.build(films);
const found = (query: string) => search.search(query, 8).map(({ row }) => `${films[row]!.title} ${films[row]!.year}`);

describe('the title search', () => {
  it.each([
    ['matrix', 'The Matrix 1999'],
    ['the matrix', 'The Matrix 1999'],
    ['MATRIX rel', 'The Matrix Reloaded 2003'],
    ['martix', 'The Matrix 1999'],
    ['matrx', 'The Matrix 1999'],
    ['toy sto', 'Toy Story 1995'],
    ['tyo story', 'Toy Story 1995'],
    ['amelie', 'Amélie 2001'],
    ['Amélie', 'Amélie 2001'],
    ['leon', 'Léon: The Professional 1994'],
    ['bugs life', 'A Bug\u2019s Life 1998'],
    ["a bug's life", 'A Bug\u2019s Life 1998'],
    ['solaris', 'Solaris 1972'],
    ['solaris 2002', 'Solaris 2002'],
    ['2001', '2001: A Space Odyssey 1968'],
    ['blade runner', 'Blade Runner 1982'],
    ['blade runner 2049', 'Blade Runner 2049 2017'],
    ['blade runner 1982', 'Blade Runner 1982'],
    ['godfather', 'The Godfather 1972'],
    ['m', 'M 1931'],
    ['die hard', 'Die Hard 1988'],
    ['spirted away', 'Spirited Away 2001'],
    ['fast and furious', 'Fast & Furious 2009'],
    ['walle', 'WALL·E 2008'],
    ['wall-e', 'WALL·E 2008'],
    ['lord rings', 'The Lord of the Rings: The Fellowship of the Ring 2001'],
    ['toy s', 'Toy Story 1995'],
    ['barbie', 'Barbie 2023'],
    ['lord of the rings 1978', 'The Lord of the Rings 1978'],
    ['terminator 2', 'Terminator 2: Judgment Day 1991'],
    ['the lo', 'The Lord of the Rings: The Fellowship of the Ring 2001'],
    ['pulp fiction tarantino', 'Pulp Fiction 1994'],
    ['bladerunner', 'Blade Runner 1982'],
    ['bladerunn', 'Blade Runner 1982'],
    ['bladeruner', 'Blade Runner 1982'],
    ['thegodfather', 'The Godfather 1972'],
    ['pulpfiction', 'Pulp Fiction 1994'],
    ['old boy', 'Oldboy 2003'],
    ['rocky 4', 'Rocky IV 1985'],
    ['rocky four', 'Rocky IV 1985'],
    ['rocky iv', 'Rocky IV 1985'],
    ['terminator ii', 'Terminator 2: Judgment Day 1991'],
    ["ocean's 11", "Ocean's Eleven 2001"],
    ['oceans xi', "Ocean's Eleven 2001"],
    ['twelve angry men', '12 Angry Men 1957'],
    ['lock stock and two smoking barrels', 'Lock, Stock & Two Smoking Barrels 1998'],
    ['lock stock 2 smoking', 'Lock, Stock & Two Smoking Barrels 1998'],
  ])('%s finds %s first', (query, first) => expect(found(query)[0]).toBe(first));

  it.each(['', '   ', '!!!', '\u0000', 'xqzvwk'])('%j finds nothing', (query) => expect(found(query)).toEqual([]));

  it('takes a pasted page of text without trouble', () => expect(search.search('matrix '.repeat(10_000), 8)).toContainEqual({ row: 0, other: '' }));

  it('keeps scripts other than Latin', () => expect(fold('千と千尋の神隠し — «Андрей Рублёв»')).toBe('千と千尋の神隠し андреи рублев'));

  it.each(['the', 'The ', 'th'])('"%s" is the beginning of a title', (query) => expect(found(query)[0]).toBe('The Matrix 1999'));
});

describe('the title search, when it has the facts', async () => {
  const rowOf = (title: string) => films.find((film) => film.title === title)!.row;
  const knowing = await TitleSearch.build(films);
  const other = {
    'Spirited Away': ['Sen to Chihiro no kamikakushi', '千と千尋の神隠し'],
    Oldboy: ['올드보이'],
    'Léon: The Professional': ['Léon', 'The Professional'],
  };
  await knowing.learn({
    others: new Map(Object.entries(other).map(([title, others]) => [rowOf(title), others])),
    adult: new Set([rowOf('Caligula'), rowOf('In the Realm of the Senses')]),
    directors: { names: [], starts: new Uint32Array(films.length + 1), values: new Uint32Array() },
  } as unknown as Facts);
  const named = (query: string) => knowing.search(query, 8).map(({ row, other }) => [films[row]!.title, other]);

  it.each([
    ['sen to chihiro', 'Spirited Away', 'Sen to Chihiro no kamikakushi'],
    ['sentochihiro', 'Spirited Away', 'Sen to Chihiro no kamikakushi'],
    ['chihiro kamikakushi', 'Spirited Away', 'Sen to Chihiro no kamikakushi'],
    ['千と千尋の神隠し', 'Spirited Away', '千と千尋の神隠し'],
    ['千と千尋', 'Spirited Away', '千と千尋の神隠し'],
    ['올드보이', 'Oldboy', '올드보이'],
    ['올드', 'Oldboy', '올드보이'],
  ])('"%s" finds %s as %s', (query, title, by) => expect(named(query)[0]).toEqual([title, by]));

  it('names no other title where a film is found by its own', () => expect(named('spirited away')[0]).toEqual(['Spirited Away', '']));
  it('lists a film once', () => expect(named('leon').filter(([title]) => title === 'Léon: The Professional')).toHaveLength(1));
  it('finds both films of one title', () => expect(knowing.search('oldboy', 8).map(({ row }) => films[row]!.year)).toEqual([2003, 2013]));

  it.each(['calig', 'senses', 'in the realm', 'realm of the', 'ca'])('"%s" finds no pornographic film', (query) =>
    expect(named(query).map(([title]) => title)).not.toEqual(expect.arrayContaining([expect.stringMatching(/Caligula|Realm/)])),
  );
  it.each([
    ['caligula', 'Caligula'],
    ['caligulla', 'Caligula'],
    ['caligula 1979', 'Caligula'],
    ['in the realm of the sens', 'In the Realm of the Senses'],
    ['realm of the senses', 'In the Realm of the Senses'],
  ])('"%s", nearly its whole title, finds %s', (query, title) => expect(named(query).map(([found]) => found)).toContain(title));
});
