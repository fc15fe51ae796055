import { describe, expect, it } from 'vitest';
import { parseFacts } from '../../facts/facts';
import { factsOfRule } from './facts';

const facts = parseFacts(
  new TextEncoder().encode(
    JSON.stringify({
      names: { countries: ['Iran'], languages: [], subgenres: ['heist', 'road movie'], directors: ['Agnès Varda'], franchises: ['Star Trek'], kinds: [] },
      countries: [[0], []],
      languages: [[], []],
      subgenres: [[1, 0], []],
      directors: [[0], []],
      franchises: [[0, 2], []],
      kinds: [[], []],
      others: {},
      adult: [],
      imdb: {},
      tmdb: {},
    }),
  ),
  2,
);

const film = (row: number) => ({ row, genres: ['Action', 'Children', 'Crime', 'Fantasy'], year: 2019 - 100 * row });

describe('what a rule is about', () => {
  it('is told of each film where no card shows it', () => {
    expect(factsOfRule(facts, 'subgenre', film(0))).toEqual(['road movie', 'heist']);
    expect(factsOfRule(facts, 'director', film(0))).toEqual(['Agnès Varda']);
    expect(factsOfRule(facts, 'country', film(0))).toEqual(['Iran']);
    expect(factsOfRule(facts, 'series', film(0))).toEqual(['Star Trek']);
    expect(factsOfRule(facts, 'subgenre', film(1))).toEqual([]);
  });
  it('is told of all genres: a card has room for three', () => {
    expect(factsOfRule(facts, 'decade', film(0))).toEqual(['Action', 'Children', 'Crime', 'Fantasy', '2010s']);
    expect(factsOfRule(facts, 'decade', { ...film(0), year: 0 })).not.toContain('0s');
  });
  it('is left to the cards where they show it', () => {
    expect(factsOfRule(facts, 'titles', film(0))).toBeNull();
    expect(factsOfRule(null, 'subgenre', film(0))).toBeNull();
  });
});
