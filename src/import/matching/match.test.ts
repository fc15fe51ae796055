import { describe, expect, it } from 'vitest';
import type { Film } from '../../engine/types';
import { blank } from '../services/fields';
import type { FilmFacts, Row } from '../types';
import { FilmIndex } from './filmIndex';
import { match } from './match';

const film = (row: number, title: string, year: number, popularity = 0): Film => ({ row, id: 100 + row, title, year, genres: [], popularity, cold: false });
const FILMS = [
  ['The Matrix', 1999],
  ['Heat', 1995],
  ['Heat', 1972],
  ['Sabrina', 1954],
  ['Sabrina', 1995],
  ['War of the Worlds', 2005],
  ['War of the Worlds', 2005],
  ['Star Wars: Episode IV - A New Hope', 1977],
  ['WALL·E', 2008],
  ['Les Misérables', 2012],
  ['The Godfather: Part II', 1974],
  ['9', 2009],
  ['Nine', 2009],
  ['V for Vendetta', 2006],
  ["Rock 'n' Roll High School", 1979],
  ['Léon: The Professional', 1994],
  ['The Ring', 2002],
  ['E.T. the Extra-Terrestrial', 1982],
  ['Moonlight', 0],
  ['Air Bud', 1997],
  ['Air Bud: Golden Receiver', 1998],
  ["Ocean's Eleven", 2001],
  ["Ocean's 11", 1960],
  ['Spirited Away', 2001],
  ['Eternal Sunshine of the Spotless Mind', 2004],
  ['Chungking Express', 1994],
  ['Renfield', 2023],
  ['Inception', 2010],
  ['The Mine', 2012],
  ['Alien', 1979],
  ['Aliens', 1986],
  ['Saw II', 2005],
  ['The Twelve Chairs', 1970],
  ['Velvet Nights', 1985],
  ['Matrixx', 1985],
].map(([title, year], row) => film(row, title as string, year as number));
const FACTS: (FilmFacts | undefined)[] = [];
FACTS[5] = { imdb: 'tt0407304', tmdb: 74 };
FACTS[6] = { imdb: 'tt0449040' };
for (const { row, title } of FILMS) if (['Velvet Nights', 'Matrixx'].includes(title)) FACTS[row] = { adult: true };
FACTS[23] = { otherTitles: ['Sen to Chihiro no kamikakushi', '千と千尋の神隠し'], imdb: 'tt0245429' };
const index = new FilmIndex(FILMS, FACTS);

const row = (title: string, year: number | null, rest: Partial<Row> = {}): Row => ({ ...blank, row: 1, title, year, ...rest });
const named = (title: string, year: number | null, rest: Partial<Row> = {}) => {
  const verdict = match(row(title, year, rest), index);
  return verdict.status === 'matched' ? `${FILMS[verdict.film]!.title} ${FILMS[verdict.film]!.year}` : verdict.status;
};

describe('match', () => {
  it.each([
    ['Matrix, The', 1999, 'The Matrix 1999'],
    ['matrix', 1999, 'The Matrix 1999'],
    ['THE MATRIX', 2000, 'The Matrix 1999'],
    ['Wall-E', 2008, 'WALL·E 2008'],
    ['Misérables, Les', 2012, 'Les Misérables 2012'],
    ['Les Miserables', 2012, 'Les Misérables 2012'],
    ['The Godfather 2', 1974, 'The Godfather: Part II 1974'],
    ['Godfather: Part II, The', 1974, 'The Godfather: Part II 1974'],
    ['Rock & Roll High School', 1979, "Rock 'n' Roll High School 1979"],
    ['ET the Extra Terrestrial', 1982, 'E.T. the Extra-Terrestrial 1982'],
    ['Star Wars', 1977, 'Star Wars: Episode IV - A New Hope 1977'],
    ['Star Wars IV: A New Hope', 1977, 'Star Wars: Episode IV - A New Hope 1977'],
    ['A New Hope', 1977, 'Star Wars: Episode IV - A New Hope 1977'],
    ['Léon (a.k.a. Léon: The Professional)', 1994, 'Léon: The Professional 1994'],
    ['Spirited Away (Sen to Chihiro no kamikakushi)', 2001, 'Spirited Away 2001'],
    ['千と千尋の神隠し', 2001, 'Spirited Away 2001'],
    ['Nine', 2009, 'Nine 2009'],
    ['9', 2009, '9 2009'],
    ["Ocean's 11", 2001, "Ocean's Eleven 2001"],
    ["Ocean's Eleven", 1960, "Ocean's 11 1960"],
    ['Sabrina', 1996, 'Sabrina 1995'],
    ['The Matrix', null, 'The Matrix 1999'],
  ])('%s (%s) is %s', (title, year, expected) => expect(named(title, year)).toBe(expected));

  it.each([
    ['two films of the title, no year', 'Heat', null, 'unsure'],
    ['two films of title and year', 'War of the Worlds', 2005, 'unsure'],
    ['a remake that the catalogue lacks', 'The Matrix', 2021, 'unsure'],
    ['the title without its article in another year', 'Ring', 1998, 'unsure'],
    ['a year off by one, or a subtitle left out', 'Air Bud', 1998, 'unsure'],
    ['a longer title', 'The Matrix: Behind the Scenes', 1999, 'unsure'],
    ['a slip', 'Spiritde Away', 2001, 'unsure'],
    ['a film whose year the catalogue lacks', 'Moonlight', 2016, 'unsure'],
    ['nothing like it', 'Quite Something Else', 1999, 'unknown'],
  ])('%s: a wrong match is worse than none', (_, title, year, status) => expect(named(title, year)).toBe(status));

  it('suggests the likeliest first', () => {
    expect(match(row('Heat', 1994), index)).toEqual({ status: 'matched', film: 1, by: 'title' });
    expect(match(row('Heat', 1980), index)).toEqual({ status: 'unsure', why: 'year', suggestions: [2, 1] });
    expect(match(row('Spiritde Away', 2001), index)).toMatchObject({ suggestions: [23] });
  });

  const meant = (title: string, year: number | null) => {
    const verdict = match(row(title, year), index);
    return verdict.status === 'unsure' ? FILMS[verdict.suggestions[0]!]!.title : verdict.status;
  };

  it.each([
    ['letters left out', 'Eternal Sunshne of the Spotles Mind', 2004, 'Eternal Sunshine of the Spotless Mind'],
    ['letters doubled', 'Eternnal Sunshine of the Spottless Mind', 2004, 'Eternal Sunshine of the Spotless Mind'],
    ['every word wrong', 'Etrenal Sunchine off the Spotles Mnd', 2004, 'Eternal Sunshine of the Spotless Mind'],
    ['wrong letters, and a year off', 'Eternal Sunshane of the Spotlass Mind', 2006, 'Eternal Sunshine of the Spotless Mind'],
    ['a word that is another word', 'Chunking Express', 1994, 'Chungking Express'],
    ['one word, two letters', 'Refneld', 2023, 'Renfield'],
    ['one word, letters swapped twice', 'Incpetoin', 2010, 'Inception'],
    ['a short word', 'Haet', 1995, 'Heat'],
    ['a short word of two', 'The Mnie', 2012, 'The Mine'],
    ['the article', 'Teh Matrix', 1999, 'The Matrix'],
    ['no article, and a letter', 'Matrx', 1999, 'The Matrix'],
    ['a title whose subtitle is left out', 'Star Wras', 1977, 'Star Wars: Episode IV - A New Hope'],
    ['another title', 'Sen to Chihiro no kamikakuschi', 2001, 'Spirited Away'],
    ['another script', '千と千尋の神隠', 2001, 'Spirited Away'],
    ['a number in words', 'The Twevle Chairs', 1970, 'The Twelve Chairs'],
    ['"Part"', 'The Godfather: Prat II', 1974, 'The Godfather: Part II'],
  ])('asks about a misspelling, with the year and without: %s', (_, title, year, expected) => {
    expect(meant(title, year)).toBe(expected);
    expect(meant(title, null)).toBe(expected);
  });

  it('asks about a misspelling that is another film’s title, by its year', () => {
    expect(meant('Alien', 1986)).toBe('Aliens');
    expect(meant('Alien', 2000)).toBe('Alien');
    expect(meant('The Matrix', 1985)).toBe('The Matrix'); // and not the pornographic one of that year
  });

  it.each([
    ['more letters than one mistypes', 'Etrnl Snshn f th Sptlss Mnd', 2004],
    ['as many letters, and the years are apart', 'Refneld', 2003],
    ['too short to be misspelt', 'Ra', 1995],
    ['a short word that other titles have', 'Mind', 2012],
    ['pornography', 'Velvet Nigths', 1985],
    ['another number', 'Saw 3', 2006],
    ['another number in letters', 'Saw III', 2005],
    ['another ending', 'Chungking Expectations', 1964],
  ])('has no suggestion for a title that the catalogue lacks: %s', (_, title, year) => expect(match(row(title, year), index)).toEqual({ status: 'unknown' }));

  it('goes by ids first, and by no film whose id is another', () => {
    expect(named('Krieg der Welten', 2005, { ids: { imdb: 'tt0449040' } })).toBe('War of the Worlds 2005');
    expect(match(row('War of the Worlds', 2005, { ids: { imdb: 'tt0407304' } }), index)).toMatchObject({ film: 5, by: 'id' });
    expect(match(row('War of the Worlds', 2005, { ids: { tmdb: 74 } }), index)).toMatchObject({ film: 5, by: 'id' });
    expect(named('Spirited Away', 2001, { ids: { imdb: 'tt9999999' } })).toBe('unknown');
    expect(named('', null, { ids: { movielens: 101 } })).toBe('Heat 1995');
    expect(named('Heat', 1995, { ids: { movielens: 9 } })).toBe('unknown');
  });

  it('takes MovieLens ids for no other data set', () => {
    expect(match(row('', null, { ids: { movielens: 101 } }), new FilmIndex(FILMS, [], 'Amazon'))).toEqual({ status: 'unknown' });
  });

  it('takes no film that was made after it was watched', () => {
    expect(named('Sabrina', null, { at: Date.UTC(1980, 0, 1) })).toBe('Sabrina 1954');
    expect(named('The Matrix', null, { at: Date.UTC(1990, 0, 1) })).toBe('unknown');
  });

  it('leaves series and trailers out, but not a film whose title only looks like one', () => {
    expect(named('Heat', 1995, { kind: 'series' })).toBe('skipped');
    expect(named('Air Bud: Golden Receiver', 1998, { kind: 'series', guessed: true })).toBe('Air Bud: Golden Receiver 1998');
  });
});
