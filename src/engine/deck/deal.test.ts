import { describe, expect, it } from 'vitest';
import { parseFacts } from '../../facts/facts';
import type { Film } from '../types';
import { CHOICES, dealFriend, dealPerson, type Round } from './deal';
import { tastesOf, titleSeries } from './tastes';

const WARM = 400;
const films: Film[] = Array.from({ length: 600 }, (_, row) => ({
  row,
  id: row + 1,
  title: `Film ${row}`,
  year: 1950 + (row % 70),
  genres: [['Drama', 'Comedy', 'Western'][row % 3]!],
  popularity: row < WARM ? 1000 - 2 * row : 0,
  cold: row >= WARM,
}));
const none = films.map(() => [] as number[]);
const facts = parseFacts(
  new TextEncoder().encode(
    JSON.stringify({
      names: {
        languages: [],
        kinds: [],
        directors: ['Ada', 'Ben', 'Cleo'],
        franchises: ['Saga', ...Array.from({ length: 15 }, (_, i) => `Other ${i}`)],
        subgenres: [],
        countries: [],
      },
      directors: films.map(({ row }) => [row % 3]),
      franchises: films.map(({ row }) => (row < 6 ? [0, 6 - row] : row < 66 ? [1 + Math.floor((row - 6) / 4), 1 + ((row - 6) % 4)] : [])),
      subgenres: none,
      countries: none,
      languages: none,
      kinds: none,
      others: {},
      adult: [],
      imdb: {},
      tmdb: {},
    }),
  ),
  films.length,
);
const tastes = tastesOf(films, facts);
const deal = (deck: 'person' | 'unrated', seed: number) => dealPerson(films, tastes, deck, seed)!;
const rounds = (deck: 'person' | 'unrated', count: number) => Array.from({ length: count }, (_, seed) => deal(deck, seed));

const people = rounds('person', 200);

describe('a round', () => {
  it('is the same for the same seed, and others for others', () => {
    expect(deal('person', 7)).toEqual(deal('person', 7));
    expect(new Set(people.map(({ candidates }) => candidates.join())).size).toBe(people.length);
  });

  it('has five different items, none of which is in the history', () => {
    for (const { history, candidates, answer } of [...people, ...rounds('unrated', 40)]) {
      expect(new Set([...candidates, ...history]).size).toBe(CHOICES + history.length);
      expect(candidates[answer]).toBeDefined();
    }
  });

  it('follows its rule: what fits and the answer do, the other four do not', () => {
    for (const { history, candidates, answer, taste, fits } of people) {
      const rule = tastes.all.find(({ kind, name }) => kind === taste!.kind && name === taste!.name)!;
      expect(fits.every((row) => rule.rows.includes(row) && history.includes(row))).toBe(true);
      expect(candidates.map((row) => rule.rows.includes(row))).toEqual(candidates.map((_, i) => i === answer));
    }
  });

  it('ends a series with its next part', () => {
    const series = people.filter(({ taste }) => taste!.name === 'Saga');
    expect(series.length).toBeGreaterThan(0);
    // Row 5 is part 1 of the saga, row 0 its part 6.
    for (const { fits, candidates, answer } of series) expect(candidates[answer]).toBe(fits.at(-1)! - 1);
  });

  it('gives nobody away by popularity: the answer stands at every place among the five equally often', () => {
    const places = new Array<number>(CHOICES).fill(0);
    for (const { candidates, answer } of people) {
      const mine = films[candidates[answer]!]!.popularity;
      places[candidates.filter((row) => films[row]!.popularity > mine).length]!++;
    }
    for (const count of places) expect(count).toBeGreaterThan(17); // 40 expected, less 4 standard deviations
  });

  it('asks about what nobody has rated, after a history that somebody has', () => {
    for (const { history, candidates } of rounds('unrated', 40)) {
      expect(history.every((row) => row < WARM)).toBe(true);
      expect(candidates.every((row) => row >= WARM)).toBe(true);
    }
  });

  it('is not dealt where the catalogue says too little', () => {
    const bare = films.map((film) => ({ ...film, genres: [], year: 0 }));
    expect(dealPerson(bare, tastesOf(bare, null), 'person', 1)).toBeNull();
    expect(dealPerson(films.slice(0, WARM), tastesOf(films.slice(0, WARM), null), 'unrated', 1)).toBeNull();
  });
});

describe("a friend's round", () => {
  const rows = [3, 50, 120, 7];
  const friend = (back: number) => dealFriend(films, rows, back, 5)!;
  const answerOf = ({ candidates, answer }: Round) => candidates[answer];

  it('hides the last film, then the one before it, and begins anew', () => {
    expect([0, 1, 2].map((back) => answerOf(friend(back)))).toEqual([7, 120, 7]);
    expect(friend(1).history).toEqual([3, 50]);
  });
  it('offers no film of the history but the hidden one', () => expect(friend(1).candidates.filter((row) => rows.includes(row))).toEqual([120]));
  it('needs three films', () => expect(dealFriend(films, [1, 2], 0, 1)).toBeNull());
});

describe('tastes', () => {
  it.each([
    ['Final Fantasy X-2 - PlayStation 2', 'Final Fantasy'],
    ['The Sims 3: Katy Perry Sweet Treats', 'The Sims'],
    ['Crysis Warhead - PC', 'Crysis Warhead'],
    ['Halo 5', null],
  ])('“%s” is of the series %s', (title, series) => expect(titleSeries(title)).toBe(series));
});
