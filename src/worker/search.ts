/** Search over the titles: forgives typing errors, accents and a missing article, and knows that popular films are meant more often. */
import MiniSearch, { type SearchOptions } from 'minisearch';
import type { Film } from '../engine/types';

const MAX_QUERY = 100; // characters
const YEAR = /^(18|19|20)\d\d$/;

export class TitleSearch {
  readonly #index: MiniSearch<{ id: number; title: string; year: string }>;
  readonly #folded: string[];
  readonly #popularity: number[];

  constructor(films: readonly Film[]) {
    this.#folded = films.map((film) => fold(film.title));
    this.#popularity = films.map((film) => film.popularity);
    this.#index = new MiniSearch({
      fields: ['title', 'year'],
      tokenize: (text) => text.split(' ').filter(Boolean),
      processTerm: (term) => term,
    });
    this.#index.addAll(films.map((film, row) => ({ id: row, title: this.#folded[row]!, year: film.year ? String(film.year) : '' })));
  }

  /** Rows, best first. Films with all words of the query come first; with none of those, films with some of them. */
  search(query: string, limit: number): number[] {
    const text = withoutArticle(fold(query.slice(0, MAX_QUERY)));
    if (text === '') return [];
    const options: SearchOptions = {
      combineWith: 'AND',
      prefix: (_, i, terms) => i === terms.length - 1,
      // A year with another digit is another year; two swapped letters are two edits.
      fuzzy: (term) => (/^\d+$/.test(term) || term.length < 4 ? false : term.length < 6 ? 1 : 2),
      weights: { fuzzy: 0.3, prefix: 0.6 },
      boost: { year: 0.5 },
      boostDocument: (row: number) => this.#boost(row, text),
    };
    let found = this.#index.search(text, options);
    if (found.length === 0 && text.includes(' ')) found = this.#index.search(text, { ...options, combineWith: 'OR' });
    return found.slice(0, limit).map(({ id }) => id as number);
  }

  #boost(row: number, text: string): number {
    const title = withoutArticle(this.#folded[row]!);
    const popular = 1 + Math.log1p(this.#popularity[row]!);
    const words = text.split(' ');
    const last = words.at(-1)!;
    const plain = words.length > 1 && YEAR.test(last) ? words.slice(0, -1).join(' ') : text;
    if (title === text || title === plain) return popular * 8;
    return title.startsWith(plain) ? popular * 3 : popular;
  }
}

/** Lower case, no accents, no punctuation, single spaces: "Amélie" is "amelie", "WALL·E" is "wall e". */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{M}'\u2019]/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function withoutArticle(folded: string): string {
  return folded.replace(/^(?:the|an?) (?=\S)/, '');
}
