/** Search over the titles: forgives typing errors, accents and a missing article, and knows that popular films are meant more often. */
import MiniSearch, { type SearchOptions } from 'minisearch';
import type { Film } from '../../engine/types';
import { yieldToMessages } from '../../yieldToMessages';

const MAX_WORDS = 8;
const MAX_QUERY = 100; // characters
const YEAR = /^(?:18|19|20)\d\d$/;
/** In so many titles that they find nothing, and cost the most; left out of queries that have other words. */
const COMMON = new Set(['the', 'a', 'an', 'of', 'and', 'in', 'to', 'on', 's']);

export class TitleSearch {
  readonly #index: MiniSearch<{ id: number; title: string; joined: string; year: string }>;
  readonly #folded: readonly string[];
  /** Folded, without the article in front. */
  readonly #titles: string[];
  readonly #popularity: number[];

  private constructor(films: readonly Film[], folded: readonly string[]) {
    this.#folded = folded;
    this.#titles = folded.map(withoutArticle);
    this.#popularity = films.map((film) => 1 + Math.log1p(film.popularity));
    this.#index = new MiniSearch({ fields: ['title', 'joined', 'year'], tokenize: (text) => text.split(' ').filter(Boolean), processTerm: (term) => term });
  }

  /** Begins after a turn and goes on in pieces, so that the page's first requests need not wait for 20,000 titles. */
  static async build(films: readonly Film[]): Promise<TitleSearch> {
    await yieldToMessages();
    const folded = films.map((film) => fold(film.title));
    const search = new TitleSearch(films, folded);
    const documents = films.map((film, row) => ({ id: row, title: folded[row]!, joined: joined(film.title), year: film.year ? String(film.year) : '' }));
    await search.#index.addAllAsync(documents, { chunkSize: 1000 });
    return search;
  }

  /** Rows, best first. Films with all words of the query come first; with none of those, films with some of them. */
  search(query: string, limit: number): number[] {
    const text = withoutArticle(fold(query.slice(0, MAX_QUERY)));
    if (text === '') return [];
    // So short a text is in every other title: only how titles begin says anything.
    if (text.length <= 2 || COMMON.has(text)) return this.#beginning(text, limit);
    const words = text.split(' ').slice(0, MAX_WORDS);
    const telling = words.filter((word) => !COMMON.has(word));
    const terms = telling.length > 0 ? telling : words;
    const last = terms.at(-1)!;
    const title = terms.length > 1 && YEAR.test(last) ? words.slice(0, words.lastIndexOf(last)).join(' ') : text;
    const options: SearchOptions = {
      combineWith: 'AND',
      // The last word may be unfinished; "terminator 2" means no year that begins with a 2.
      prefix: (term, i) => i === terms.length - 1 && term === words.at(-1) && term.length > 1 && !/^\d\d$/.test(term),
      // A year with another digit is another year; two swapped letters are two edits.
      fuzzy: (term) => (/^\d+$/.test(term) || term.length < 4 ? false : term.length < 6 ? 1 : 2),
      weights: { fuzzy: 0.3, prefix: 0.6 },
      boost: { year: 0.5 },
      boostDocument: (row: number) => this.#popularity[row]! * this.#likeness(row, text, title),
    };
    let found = this.#index.search(terms.join(' '), options);
    if (found.length === 0 && terms.length > 1) found = this.#index.search(terms.join(' '), { ...options, combineWith: 'OR' });
    return found.slice(0, limit).map(({ id }) => id as number);
  }

  #likeness(row: number, text: string, titleOnly: string): number {
    const title = this.#titles[row]!;
    if (title === text || title === titleOnly || title.replaceAll(' ', '') === titleOnly.replaceAll(' ', '')) return 8;
    return title.startsWith(titleOnly) ? 3 : 1;
  }

  #beginning(text: string, limit: number): number[] {
    const rank = (row: number) => {
      const title = this.#titles[row]!;
      return title === text ? 0 : title.startsWith(`${text} `) ? 1 : 2;
    };
    return (
      this.#titles
        // Who has typed "the" so far means a title that has it in front.
        .flatMap((title, row) => (title.startsWith(text) || this.#folded[row]!.startsWith(text) ? [row] : []))
        .sort((a, b) => rank(a) - rank(b) || this.#popularity[b]! - this.#popularity[a]!)
        .slice(0, limit)
    );
  }
}

/** Lower case, no accents, no punctuation, single spaces: "Amélie" is "amelie", "WALL·E" is "wall e". */
export function fold(text: string): string {
  return plain(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words that punctuation divides, in one: "WALL·E" is "walle" too. */
function joined(title: string): string {
  return plain(title)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/u.test(word))
    .map((word) => word.replace(/[^\p{L}\p{N}]+/gu, ''))
    .join(' ');
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{M}'\u2019]/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ');
}

function withoutArticle(folded: string): string {
  return folded.replace(/^(?:the|an?) (?=\S)/, '');
}
