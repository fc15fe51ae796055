/** The search over the films that the page ships, with their facts. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readCatalogue } from '../../engine/items/catalogue';
import { editionsOf } from '../../facts/editions';
import { excludedRows } from '../../facts/excluded';
import { areDifferent, readFacts } from '../../facts/facts';
import { openNodeBundle } from '../../node/nodeBundle';
import { TitleSearch } from './search';

const bundle = await openNodeBundle(fileURLToPath(new URL('../../../public/models/movies', import.meta.url)));
const { films } = readCatalogue(await bundle.read('catalogue'), bundle.manifest);
const facts = (await readFacts(bundle))!;
const search = await TitleSearch.build(films);
await search.learn(facts);
const named = (query: string) => search.search(query, 8).map(({ row, other }) => `${films[row]!.title} ${films[row]!.year}${other ? ` as ${other}` : ''}`);

it.each([
  ['oldboy', 'Oldboy 2003'],
  ['old boy', 'Oldboy 2003'],
  ['oldboy 2013', 'Oldboy 2013'],
  ['sen to chihiro', 'Spirited Away 2001 as Sen to Chihiro no kamikakushi'],
  ['sen to chihiro no kamikakushi', 'Spirited Away 2001 as Sen to Chihiro no kamikakushi'],
  ['chung hing sam lam', 'Chungking Express 1994 as Chung Hing sam lam'],
  ['les parapluies de cherbourg', 'The Umbrellas of Cherbourg 1964 as Les Parapluies de Cherbourg'],
  ['il postino', 'The Postman 1994 as Il Postino'],
  ['se7en', 'Seven 1995 as Se7en'],
  ['la haine', 'Hate 1995 as La Haine'],
  ['das leben der anderen', 'The Lives of Others 2006 as Das leben der Anderen'],
  ['laberinto del fauno', "Pan's Labyrinth 2006 as El Laberinto del fauno"],
  ['bladerunner', 'Blade Runner 1982'],
  ['starwars', 'Star Wars: Episode IV - A New Hope 1977'],
  ['backtothefuture', 'Back to the Future 1985'],
  ['spiderman', 'Spider-Man 2002'],
  ['amelie', 'Amelie 2001'],
  ['wall e', 'WALL·E 2008'],
  ['walle', 'WALL·E 2008'],
  ['les miserables 2012', 'Les Misérables 2012'],
  ['rocky 4', 'Rocky IV 1985'],
  ['rocky four', 'Rocky IV 1985'],
  ['rocky iv', 'Rocky IV 1985'],
  ['godfather 2', 'The Godfather: Part II 1974'],
  ['the godfather part ii', 'The Godfather: Part II 1974'],
  ['twelve monkeys', 'Twelve Monkeys 1995'],
  ['12 monkeys', 'Twelve Monkeys 1995'],
  ['oceans 11', "Ocean's Eleven 2001"],
  ['fast & furious', 'Fast & Furious 2009'],
  ['fast and furious', 'Fast & Furious 2009'],
  ['matrix', 'The Matrix 1999'],
  ['the matrix', 'The Matrix 1999'],
  ['matrx', 'The Matrix 1999'],
  ['m', 'M 1931'],
  ['heat', 'Heat 1995'],
  ['alien', 'Alien 1979'],
  ['it', 'It 2017'],
  ['parasite', 'Parasite 2019'],
  ['barbie', 'Barbie 2023'],
  ['oppenheimer', 'Oppenheimer 2023'],
  ['nolan', 'The Dark Knight 2008'],
  ['christopher nolan', 'The Dark Knight 2008'],
  ['spielberg', 'Jurassic Park 1993'],
  ['hitchcock', 'Hitchcock 2012'],
  ['park chan wook', 'Oldboy 2003'],
  ['bong joon-ho', 'Snowpiercer 2013'],
  ['매트릭스', 'The Matrix 1999 as 매트릭스'],
  ['쇼생크탈출', 'The Shawshank Redemption 1994 as 쇼생크 탈출'],
  ['반지의 제왕 왕의 귀환', 'The Lord of the Rings: The Return of the King 2003 as 반지의 제왕: 왕의 귀환'],
  ['라라', 'La La Land 2016 as 라라랜드'],
  ['黑客帝国', 'The Matrix 1999 as 黑客帝国'],
  ['肖申克的救赎', 'The Shawshank Redemption 1994 as 肖申克的救赎'],
  ['千与千寻', 'Spirited Away 2001 as 千与千寻'],
  ['千與千尋', 'Spirited Away 2001 as 千與千尋'],
  ['寄生虫', 'Parasite 2019 as 寄生虫'],
])('"%s" finds %s first', (query, first) => expect(named(query)[0]).toBe(first));

it('"oldboy" finds both Oldboys', () => expect(named('oldboy').slice(0, 2)).toEqual(['Oldboy 2003', 'Oldboy 2013']));

it('a pornographic film is found by nearly its whole title only, each of them', () => {
  for (const row of facts.adult) {
    const { title } = films[row]!;
    expect(search.search(title, 8).map((found) => found.row)).toContain(row);
    for (let letters = 1; letters <= title.length / 2; letters++) {
      expect(search.search(title.slice(0, letters), 8).map((found) => found.row)).not.toContain(row);
      expect(search.search(title.slice(-letters), 8).map((found) => found.row)).not.toContain(row);
    }
  }
});

it('a film and its cuts are one, a remake and a namesake are others', async () => {
  const editions = await editionsOf(films, areDifferent(facts));
  const rowOf = (title: string, year: number) => films.find((film) => film.title === title && film.year === year)!.row;
  const left = (title: string, year: number) => excludedRows({ rows: [rowOf(title, year)] }, editions).map((row) => `${films[row]!.title} ${films[row]!.year}`);
  expect(left('Superman II', 1980)).toEqual(['Superman II 1980', 'Superman II: The Richard Donner Cut 2006']);
  expect(left('Oldboy', 2003)).toEqual(['Oldboy 2003']);
  expect(left('War of the Worlds', 2005)).toEqual(['War of the Worlds 2005']);
  const several = films.filter(({ row }) => editions.leaders[row] !== row);
  expect(several.length).toBeLessThan(20);
});
