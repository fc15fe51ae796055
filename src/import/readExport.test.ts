import { strToU8, zipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { imdbWatchlist, letterboxdZip, STYLES, style, type Viewing } from './fixtures/styles';
import { readExport } from './readExport';

const VIEWINGS: Viewing[] = [
  { title: 'Heat', year: 1995, rating: 4.5, day: '2024-01-31', imdb: 'tt0113277', tmdb: 949, movielens: 6 },
  { title: 'Me, "Myself" & Irene', year: 2000, rating: 2, day: '2024-01-13', imdb: 'tt0183505', tmdb: 2123, movielens: 3751 },
];

describe('every service', () => {
  it.each(STYLES)('$name is recognised by its content and read', ({ service, years, write, name }) => {
    const read = readExport(write(VIEWINGS), 'download.bin');
    expect(read.service).toBe(service);
    expect(read.rows.map(({ row }) => row)).toEqual([1, 2]);
    if (service !== 'movielens') expect(read.rows.map(({ title }) => title)).toEqual(VIEWINGS.map(({ title }) => title));
    if (years && service !== 'movielens') expect(read.rows.map(({ year }) => year)).toEqual([1995, 2000]);
    if (service !== 'text') expect(read.rows.map(({ at }) => new Date(at!).toISOString().slice(0, 10))).toEqual(['2024-01-31', '2024-01-13']);
    if (!/watched|Netflix|Text/.test(name)) expect(read.rows.map(({ rating }) => rating)).toEqual([4.5, 2]);
    if (service === 'imdb' || service === 'trakt') expect(read.rows.map(({ ids }) => ids.imdb)).toEqual(['tt0113277', 'tt0183505']);
    if (service === 'movielens') expect(read.rows.map(({ ids }) => ids.movielens)).toEqual([6, 3751]);
  });
});

describe('Letterboxd’s zip', () => {
  it('has a row for each film, with what each file knows of it', () => {
    const { service, rows } = readExport(letterboxdZip(VIEWINGS, [{ title: 'Ran', year: 1985, day: '2024-02-01' }]));
    expect(service).toBe('letterboxd');
    expect(rows.map(({ row, title, rating, dated, list }) => ({ row, title, rating, dated, list }))).toEqual([
      { row: 1, title: 'Heat', rating: 4.5, dated: 'watched', list: 'seen' },
      { row: 2, title: 'Me, "Myself" & Irene', rating: 2, dated: 'watched', list: 'seen' },
      { row: 3, title: 'Ran', rating: null, dated: 'noted', list: 'wanted' },
    ]);
  });
});

describe('lists of what to watch', () => {
  it('are told from what was watched', () => {
    expect(readExport(imdbWatchlist(VIEWINGS)).rows.every(({ list }) => list === 'wanted')).toBe(true);
    expect(readExport(style('Letterboxd watched').write(VIEWINGS), 'watchlist.csv').rows.every(({ list }) => list === 'wanted')).toBe(true);
    expect(readExport(strToU8('[{"listed_at":"2024-01-31T00:00:00.000Z","type":"movie","movie":{"title":"Heat","year":1995,"ids":{}}}]')).rows[0]!.list).toBe(
      'wanted',
    );
  });
});

describe('Letterboxd’s lists', () => {
  it('have their own name and date before the header', () => {
    const { service, rows } = readExport(
      strToU8(
        'Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2024-01-01,My list,,https://boxd.it/x,\n\nPosition,Name,Year,URL,Description\n1,Heat,1995,https://boxd.it/y,\n',
      ),
    );
    expect(service).toBe('letterboxd');
    expect(rows).toMatchObject([{ title: 'Heat', year: 1995, list: 'wanted' }]);
  });
  it('are not told by the folder that a file lies in', () =>
    expect(readExport(style('Letterboxd watched').write(VIEWINGS), '/watchlists/watched.csv').rows[0]!.list).toBe('seen'));
});

describe('Netflix', () => {
  it('has people, trailers and series', () => {
    const { rows, profiles } = readExport(
      style('Netflix viewing activity').write([
        { title: 'Heat', year: null, day: '2024-01-31' },
        { title: 'Heat', year: null, day: '2024-01-30', profile: 'Bo' },
        { title: 'Heat', year: null, day: '2024-01-30', extra: 'TRAILER' },
        { title: 'Dark: Season 1: Secrets', year: null, day: '2024-01-30' },
        { title: 'Kära: Säsong 1: Ett', year: null, day: '2024-01-30' },
        { title: 'Season 2 Trailer: Dark', year: null, day: '2024-01-30' },
        { title: 'Chef: Pays 1: A', year: null, day: '2024-01-30' },
        { title: 'Chef: Pays 1: B', year: null, day: '2024-01-29' },
        { title: 'Chef: Pays 2: C', year: null, day: '2024-01-28' },
      ]),
    );
    expect(profiles).toEqual([
      { name: 'Ada', rows: 8 },
      { name: 'Bo', rows: 1 },
    ]);
    expect(rows.map(({ kind }) => kind)).toEqual(['film', 'film', 'trailer', 'series', 'series', 'trailer', 'series', 'series', 'series']);
  });

  it('takes no film of the catalogue for an episode or a trailer', () => {
    const { titles } = JSON.parse(readFileSync(new URL('../../public/models/movies/catalogue.json', import.meta.url), 'utf8')) as { titles: string[] };
    const { rows } = readExport(style('Netflix short').write(titles.map((title) => ({ title, year: null, day: '2024-01-30' }))));
    // Three parts in one title, and three titles of one name: the matcher knows them as films.
    expect(
      rows
        .filter(({ kind }) => kind !== 'film')
        .map(({ title, guessed }) => [title.split(': ').length > 2, guessed])
        .every(([parts, guessed]) => parts && guessed),
    ).toBe(true);
    expect(rows.filter(({ kind }) => kind !== 'film').length).toBeLessThan(10);
  });
});

describe('text by hand', () => {
  const lines = (text: string) => readExport(strToU8(text)).rows.map(({ title, year, rating }) => [title, year, rating]);

  it('has a film on each line, in the ways people write one', () => {
    expect(lines('# 2024\n- Heat (1995) ★★★★½\n* [REC] (2007)\n8½ (1963)\nSabrina, 1954\nAlien - 1979\n\n“Ran” 9/10\nBlade Runner 2049\n')).toEqual([
      ['Heat', 1995, 4.5],
      ['[REC]', 2007, null],
      ['8½', 1963, null],
      ['Sabrina', 1954, null],
      ['Alien', 1979, null],
      ['Ran', null, 4.5],
      ['Blade Runner 2049', null, null],
    ]);
  });
  it('may be numbered', () => {
    expect(lines('1. Heat (1995)\n2. 12 Angry Men (1957)\n')).toEqual([
      ['Heat', 1995, null],
      ['12 Angry Men', 1957, null],
    ]);
    expect(lines('12. Angry Men\nHeat\n')).toEqual([
      ['12. Angry Men', null, null],
      ['Heat', null, null],
    ]);
  });
  it('may begin with a bracket', () => expect(lines('[REC] (2007)\nHeat (1995)\n')).toHaveLength(2));
});

describe('spreadsheets', () => {
  it('are read by the names of their columns', () => {
    const { service, rows } = readExport(strToU8('Film;Release year;My rating;Watched on\nHeat;1995;8,5;31.01.2024\nRan;1985;10;13.01.2024\n'));
    expect(service).toBe('spreadsheet');
    expect(rows.map(({ title, rating, dated }) => [title, rating, dated])).toEqual([
      ['Heat', 4.25, 'watched'],
      ['Ran', 5, 'watched'],
    ]);
  });
  it('may be JSON', () => expect(readExport(strToU8('[{"title":"Heat","year":1995}]')).rows[0]).toMatchObject({ title: 'Heat', year: 1995 }));
});

describe('what is no history', () => {
  it.each([
    ['a cut JSON file', strToU8('[{"watched_at":"2024-01-01","movie":{"title":"He'), 'import-cut'],
    ['another JSON file', strToU8('{"name":"matinee","version":"0.1.0"}'), 'import-not-recognised'],
    ['an empty list', strToU8('[]'), 'import-not-recognised'],
    ['a header alone', strToU8('Date,Name,Year,Letterboxd URI,Rating\n'), 'import-no-films'],
    ['a table of something else', strToU8('Day,Amount,Balance\n2024-01-01,5.00,100.00\n2024-01-02,7.00,93.00\n'), 'import-not-recognised'],
    ['prose', strToU8(`${'It was a dark and stormy night, and nobody watched any film at all. '.repeat(6)}\n`.repeat(5)), 'import-not-recognised'],
    ['a zip of pictures', zipSync({ 'a.jpg': strToU8('x') }), 'import-not-recognised'],
    ['a zip with a cut file', zipSync({ 'ratings.csv': strToU8('Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,He') }), 'import-cut'],
    ['too many rows', strToU8(`Title\n${'x\n'.repeat(200_001)}`), 'import-too-large'],
  ])('%s is refused with a sentence', (_, bytes, code) => {
    expect(() => readExport(bytes)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(/.+\.$/), nextStep: expect.stringMatching(/.+\.$/) }),
    );
  });

  it('a megabyte in a cell costs nothing', () => {
    const started = performance.now();
    readExport(strToU8(`Title,Year\n"${'a ('.repeat(400_000)}",1995\n${', The'.repeat(200_000)},1996\n`));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('columns and titles may have any name', () => {
    const { rows } = readExport(strToU8('Title,__proto__,constructor\n__proto__,1,2\n</script>,3,4\n'));
    expect(rows.map(({ title }) => title)).toEqual(['__proto__', '</script>']);
  });
});
