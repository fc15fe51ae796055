/**
 * A film's facts as words: what stands behind its title in the prompts that ask for sentences. training/words/fact_words.py writes the same clause, on which
 * the language model has learnt.
 */
import type { PromptTemplate } from '../../bundle/manifest';
import { decadeOf, franchisesAt, namesAt, type Facts } from '../../facts/facts';
import type { Film } from '../types';

export const WORD_KINDS = ['series', 'director', 'subgenre', 'country', 'decade', 'genre'] as const;
export type WordKind = (typeof WORD_KINDS)[number];

export interface Word {
  kind: WordKind;
  name: string;
}

/** Words of a kind in a clause, at most. */
const MOST: Record<WordKind, number> = { series: 1, director: 1, subgenre: 2, country: 2, decade: 1, genre: 3 };

export type FactWords = NonNullable<PromptTemplate['factWords']>;

/** All words of a kind that are true of a film. */
export function namesOf({ countries, genres }: FactWords, facts: Facts, film: Film): Record<WordKind, string[]> {
  // Names that every object has, such as "constructor", are no countries.
  const worded = (words: Readonly<Record<string, string>>, names: readonly string[]) =>
    names.flatMap((name) => (Object.hasOwn(words, name) ? words[name]! : []));
  return {
    series: franchisesAt(facts, film.row).map(({ name }) => name),
    director: namesAt(facts.directors, film.row),
    subgenre: namesAt(facts.subgenres, film.row),
    country: worded(countries, namesAt(facts.countries, film.row)),
    decade: decadeNames(film.year),
    genre: worded(genres, film.genres),
  };
}

const decadeNames = (year: number) => (year ? [`${decadeOf(year)}s`] : []);

/** Of a film of the visitor's own, its decade alone is known. */
export const wordsOfOwn = (year: number): Word[] => decadeNames(year).map((name) => ({ kind: 'decade', name }));

/** The words of a film that a clause may have, in its order. */
export function wordsOf(words: FactWords, facts: Facts, film: Film): Word[] {
  const names = namesOf(words, facts, film);
  return WORD_KINDS.flatMap((kind) => names[kind].slice(0, MOST[kind]).map((name) => ({ kind, name })));
}

const textOf = ({ kind, name }: Word) => (kind === 'director' ? `by ${name}` : kind === 'series' ? `${name} series` : name);

/**
 * The words that fit into the prompt, each in its turn.
 * @param encode ids of a text by itself
 * @param limit tokens
 * @param unknown what stands there when nothing is known
 */
export function clause(words: readonly Word[], encode: (text: string) => number[], limit: number, unknown: string): { ids: number[]; words: Word[] } {
  let kept: Word[] = [];
  let ids = encode(unknown);
  for (const word of words) {
    const longer = encode([...kept, word].map(textOf).join(', '));
    if (longer.length <= limit) [kept, ids] = [[...kept, word], longer];
  }
  return { ids, words: kept };
}
