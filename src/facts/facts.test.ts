import { describe, expect, it } from 'vitest';
import type { BundleReader } from '../bundle/bundle';
import { areDifferent, franchisesAt, idsAt, namesAt, namingFacts, parseFacts, readFacts } from './facts';

/** Of three films. */
const table = {
  names: {
    countries: ['South Korea', 'United States'],
    languages: ['Korean'],
    subgenres: ['neo-noir', 'slasher'],
    directors: ['Park Chan-wook', 'Spike Lee'],
    franchises: ['Rocky'],
    kinds: ['documentary'],
  },
  countries: [[0], [1], [0, 1]],
  languages: [[0], [], []],
  subgenres: [[0], [0], []],
  directors: [[0], [1], []],
  franchises: [[], [], [0, 4]],
  kinds: [[], [], [0]],
  others: { '0': ['올드보이', 'Oldeuboi'] },
  adult: [2],
  imdb: { '0': 364569, '1': 1321511 },
  tmdb: { '0': 670 },
};
const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const facts = parseFacts(bytes(table), 3);

describe('the facts of films', () => {
  it('are read by row', () => {
    expect([0, 1, 2].map((row) => namesAt(facts.countries, row))).toEqual([['South Korea'], ['United States'], ['South Korea', 'United States']]);
    expect(franchisesAt(facts, 2)).toEqual([{ name: 'Rocky', place: 4 }]);
    expect(facts.others.get(0)).toEqual(['올드보이', 'Oldeuboi']);
    expect([...facts.adult]).toEqual([2]);
    expect([0, 1, 2].map((row) => idsAt(facts, row))).toEqual([{ imdb: 'tt0364569', tmdb: 670 }, { imdb: 'tt1321511' }, {}]);
  });

  it('name films for the import', () => {
    expect(namingFacts(facts)).toEqual([{ otherTitles: ['올드보이', 'Oldeuboi'], imdb: 'tt0364569', tmdb: 670 }, { imdb: 'tt1321511' }, { adult: true }]);
    expect(namingFacts(null)).toEqual([]);
  });

  it('tell two films of one title and year apart', () => {
    const differ = areDifferent(facts);
    expect(differ(0, 1)).toBe(true);
    expect(differ(0, 2)).toBe(false);
    expect(areDifferent({ ...facts, imdb: new Uint32Array(3) })(0, 1)).toBe(true); // by their directors
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '{"names":', /not JSON/],
    ['no table', '[]', /no table/],
    ['null', 'null', /no table/],
    ['a column that is missing', { ...table, countries: undefined }, /"countries" is no list/],
    ['a column of another length', { ...table, kinds: [[], []] }, /"kinds" has 2 rows, the manifest says 3/],
    ['a column that is far too long', { ...table, kinds: Array.from({ length: 10_000 }, () => []) }, /"kinds" has 10000 entries/],
    ['a row that is no list', { ...table, kinds: [[], {}, []] }, /row 1 of "kinds" is no list/],
    ['an index out of range', { ...table, directors: [[0], [2], []] }, /row 1 of "directors" names 2/],
    ['an index below 0', { ...table, directors: [[-1], [], []] }, /row 0 of "directors" names -1/],
    ['half an index', { ...table, directors: [[0.5], [], []] }, /0\.5/],
    ['a word for an index', { ...table, directors: [['Park Chan-wook'], [], []] }, /Park/],
    ['a series without a place', { ...table, franchises: [[], [], [0]] }, /without a place/],
    ['a place that is none', { ...table, franchises: [[], [], [0, 1e9]] }, /place 1000000000/],
    ['a row of a thousand', { ...table, directors: [Array(1000).fill(0), [], []] }, /1000 entries/],
    ['no vocabulary', { ...table, names: { ...table.names, kinds: 'documentary' } }, /"names" for "kinds" is no list/],
    ['a vocabulary with an empty name', { ...table, names: { ...table.names, kinds: [' '] } }, /no name/],
    ['a name of a megabyte', { ...table, names: { ...table.names, kinds: ['x'.repeat(1e6)] } }, /no name/],
    ['other titles of a film that is not there', { ...table, others: { '3': ['Film'] } }, /names row 3/],
    ['other titles that are no titles', { ...table, others: { '0': [''] } }, /no title/],
    ['other titles of no row', { ...table, others: { constructor: ['Film'] } }, /row "constructor"/],
    ['__proto__ for a row', JSON.stringify(table).replace('"others":{', '"others":{"__proto__":["Film"],'), /__proto__/],
    ['__proto__ for the table', '{"__proto__":{"names":{}}}', /no table/],
    ['a pornographic film that is not there', { ...table, adult: [3] }, /names row 3/],
    ['an id that is none', { ...table, imdb: { '0': 'tt0364569' } }, /row 0 of "imdb" is "tt0364569"/],
  ])('with %s are refused with a sentence', (_, value, sentence) => {
    expect(() => parseFacts(bytes(value), 3)).toThrow(expect.objectContaining({ code: 'file-invalid', message: expect.stringMatching(sentence) }));
  });

  it('may be missing, and are refused unread where they are too large', async () => {
    const bundle = (files: object) => ({ manifest: { files, catalogue: { films: 3 } }, read: async () => bytes(table) }) as unknown as BundleReader;
    expect(await readFacts(bundle({}))).toBeNull();
    expect((await readFacts(bundle({ facts: { bytes: 900 } })))?.adult.size).toBe(1);
    await expect(readFacts(bundle({ facts: { bytes: 2 ** 31 } }))).rejects.toMatchObject({ code: 'file-invalid' });
  });
});
