/** How often the genres that a model names are among a user's three most frequent ones. */
import { bootstrap } from '../../src/engine/evaluation/rankingMetrics';
import type { Film } from '../../src/engine/types';
import type { Row } from './measured';

/** Catalogue genres whose words in a sentence are others than their names in lower case (training/data/movielens.py). */
const WORDS: Readonly<Record<string, string>> = { Children: "children's films", 'Film-Noir': 'film noir', 'Sci-Fi': 'science fiction' };
const TOP = 3;

export interface GenreCase {
  user: string;
  /** Rows: what the model reads, and the films after it, which it does not see. */
  history: number[];
  next: number[];
}

/** 'drama, romance and science fiction' -> the catalogue's names; words that are no genre are left out. */
export function namedGenres(text: string, genres: readonly string[]): string[] {
  const byWord = new Map(genres.map((genre) => [WORDS[genre] ?? genre.toLowerCase(), genre]));
  const words = text
    .toLowerCase()
    .split(/,|\band\b/)
    .map((word) => word.trim());
  return [...new Set(words.flatMap((word) => byWord.get(word) ?? []))];
}

/** The most frequent genres of films, at most three; ties go to the one that appears first. */
export function frequentGenres(films: readonly Film[]): string[] {
  const counts = new Map<string, number>();
  for (const { genres } of films) for (const genre of genres) counts.set(genre, (counts.get(genre) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, TOP)
    .map(([genre]) => genre);
}

function genresOf(films: readonly Film[]): string[] {
  return [...new Set(films.flatMap(({ genres }) => genres))];
}

/** Share of the answers that name no genre of the catalogue. */
export function withoutGenre(texts: readonly string[], films: readonly Film[]): number {
  const all = genresOf(films);
  return texts.filter((text) => namedGenres(text, all).length === 0).length / texts.length;
}

/** @param answers of each system, a text a user. */
export function genreRows(
  cases: readonly GenreCase[],
  answers: Readonly<Record<string, readonly string[]>>,
  films: readonly Film[],
  warm: number,
  seed: number,
): Row[] {
  const all = genresOf(films);
  const weighted = films.slice(0, warm).flatMap((film) => Array.from({ length: film.popularity }, () => film));
  const constant = frequentGenres(weighted);
  const named: Record<string, string[][]> = Object.fromEntries(
    Object.entries(answers).map(([label, texts]) => [label, texts.map((text) => namedGenres(text, all))]),
  );
  named[`always ${constant.join(', ')}`] = cases.map(() => constant);
  const groups = [
    ['among the three most frequent of the history', (one: GenreCase) => one.history],
    ['among the three most frequent of the next 10 films', (one: GenreCase) => one.next],
  ] as const;
  return groups.flatMap(([group, rows]) => {
    const frequent = cases.map((one) => frequentGenres(rows(one).map((row) => films[row]!)));
    return Object.entries(named).map(([label, lists]) => {
      // An answer without a genre has none right.
      const shares = lists.map((list, i) => (list.length ? list.filter((genre) => frequent[i]!.includes(genre)).length / list.length : 0));
      return { label, group, users: cases.length, value: shares.reduce((a, b) => a + b, 0) / shares.length, interval: bootstrap(shares, seed) };
    });
  });
}
