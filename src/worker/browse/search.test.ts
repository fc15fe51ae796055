import { describe, expect, it } from 'vitest';
import type { Film } from '../../engine/types';
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
];
const films: Film[] = titles.map(([title, year, popularity], row) => ({ row, id: row, title, year, genres: [], popularity, cold: false }));
const search = await TitleSearch.build(films);
const found = (query: string) => search.search(query, 8).map((row) => `${films[row]!.title} ${films[row]!.year}`);

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
  ])('%s finds %s first', (query, first) => expect(found(query)[0]).toBe(first));

  it.each(['', '   ', '!!!', '\u0000', 'xqzvwk'])('%j finds nothing', (query) => expect(found(query)).toEqual([]));

  it('takes a pasted page of text without trouble', () => expect(search.search('matrix '.repeat(10_000), 8)).toContain(0));

  it('keeps scripts other than Latin', () => expect(fold('千と千尋の神隠し — «Андрей Рублёв»')).toBe('千と千尋の神隠し андреи рублев'));

  it.each(['the', 'The ', 'th'])('"%s" is the beginning of a title', (query) => expect(found(query)[0]).toBe('The Matrix 1999'));
});
