/**
 * Search over the titles: forgives typing errors, accents, spaces, numerals and a missing article, and knows that popular films are meant more often.
 * With a bundle's facts, films are found by their other titles, too.
 */
import MiniSearch, { type SearchOptions } from 'minisearch';
import type { Film } from '../../engine/types';
import type { Facts } from '../../facts/facts';
import { yieldToMessages } from '../../yieldToMessages';

const MAX_WORDS = 8;
const MAX_QUERY = 100; // characters
const YEAR = /^(?:18|19|20)\d\d$/;
/** In so many titles that they find nothing, and cost the most; left out of queries that have other words. */
const COMMON = new Set(['the', 'a', 'an', 'of', 'and', 'in', 'to', 'on', 's']);
/** A query of one word may be a title without its spaces, from so many letters on. */
const RUN_TOGETHER = 5;
/** A director is found by so many letters of a name or more. */
const SURNAME = 4;
/** How much of the title of a pornographic film must have been typed. */
const NEARLY_WHOLE = 0.75;
/** Titles indexed between two looks at the messages that have arrived. */
const PIECE = 1000;

export interface Found {
  row: number;
  /** The other title that it was found by; '' for its own. */
  other: string;
}

interface Title {
  row: number;
  other: string;
  folded: string;
  /** Folded, numerals as digits, without the article in front. */
  name: string;
  /** The same without spaces. */
  key: string;
}

interface Document {
  id: number;
  title: string;
  joined: string;
  whole: string;
  year: string;
}

export class TitleSearch {
  readonly #index = new MiniSearch<Document>({
    fields: ['title', 'joined', 'whole', 'year'],
    tokenize: (text) => text.split(' ').filter(Boolean),
    processTerm: (term) => term,
  });
  /** By document: the films' own titles in row order, then other ones. */
  readonly #titles: Title[] = [];
  /** Documents by the whole title. */
  readonly #byKey = new Map<string, number[]>();
  readonly #popularity: number[];
  #directors: Facts['directors'] | null = null;
  /** Their names, folded when they are first looked for. */
  #foldedDirectors: string[] | null = null;
  #adult: ReadonlySet<number> = new Set();

  private constructor(private readonly films: readonly Film[]) {
    this.#popularity = films.map((film) => 1 + Math.log1p(film.popularity));
  }

  /**
   * Begins after a turn and goes on in pieces, so that the page's first requests need not wait for 20,000 titles.
   * @param turn resolves when the next piece may be added
   */
  static async build(films: readonly Film[], turn: () => Promise<unknown> = yieldToMessages): Promise<TitleSearch> {
    await yieldToMessages();
    const search = new TitleSearch(films);
    await search.#add(
      films.map(({ row, title }) => ({ row, title, isOther: false })),
      turn,
    );
    return search;
  }

  /** From now on, films are found by their other titles and by who directed them, and pornographic ones by nearly their whole title only. */
  async learn(facts: Facts): Promise<void> {
    this.#adult = facts.adult;
    this.#directors = facts.directors;
    const others = [...facts.others].flatMap(([row, titles]) => titles.map((title) => ({ row, title, isOther: true })));
    await this.#add(others.filter(({ row, title }) => this.films[row] && keyOf(title) !== this.#titles[row]!.key && keyOf(title) !== ''));
  }

  async #add(titles: readonly { row: number; title: string; isOther: boolean }[], turn: () => Promise<unknown> = yieldToMessages): Promise<void> {
    for (let from = 0; from < titles.length; from += PIECE) {
      this.#index.addAll(titles.slice(from, from + PIECE).map((title) => this.#document(title)));
      await turn();
    }
  }

  #document({ row, title, isOther }: { row: number; title: string; isOther: boolean }): Document {
    const id = this.#titles.length;
    const folded = fold(title);
    const name = nameOf(folded);
    const key = name.replaceAll(' ', '');
    this.#titles.push({ row, other: isOther ? title : '', folded, name, key });
    const same = this.#byKey.get(key);
    if (same) same.push(id);
    else this.#byKey.set(key, [id]);
    const year = this.films[row]!.year;
    const whole = new Set([key, folded.replaceAll(' ', '')].filter((run) => !folded.split(' ').includes(run)));
    return { id, title: folded, joined: `${joined(title)} ${numbers(folded)}`, whole: [...whole].join(' '), year: year ? String(year) : '' };
  }

  /** Best first. Films of that very title come first, then those with all words of the query; with none of those, films with some of them. */
  search(query: string, limit: number): Found[] {
    const folded = fold(query.slice(0, MAX_QUERY));
    const text = withoutArticle(folded);
    if (text === '') return [];
    const key = keyOf(query.slice(0, MAX_QUERY));
    const exact = [...(this.#byKey.get(key) ?? [])].sort((a, b) => this.#popularityOf(b) - this.#popularityOf(a));
    // So short a text is in every other title: only how titles begin says anything.
    const found = text.length <= 2 || COMMON.has(text) ? this.#beginning(folded, text) : this.#matching(text);
    const rows = new Map<number, Found>();
    // A director's name may be a title's, or part of one; one that is only like it stands behind.
    const directed = this.#directedBy(folded);
    const isInTitle = found.some((id) => ` ${this.#titles[id]!.folded} `.includes(` ${folded} `));
    const inOrder = isInTitle ? [...found, ...directed] : [...directed, ...found];
    for (const id of [...exact, ...inOrder]) {
      const { row, other, key: title } = this.#titles[id]!;
      if (this.#adult.has(row) && !isNearlyWhole(key, title) && !isNearlyWhole(keyOf(withoutYear(text)), title)) continue;
      // "Star Wars" is no other title of "Star Wars: Episode IV".
      if (!rows.has(row)) rows.set(row, { row, other: this.#titles[row]!.key.includes(title) ? '' : other });
      if (rows.size === limit) break;
    }
    return [...rows.values()];
  }

  #matching(text: string): number[] {
    const words = text.split(' ').slice(0, MAX_WORDS);
    const telling = words.filter((word) => !COMMON.has(word));
    const terms = telling.length > 0 ? telling : words;
    const last = terms.at(-1)!;
    const name = nameOf(text);
    const title = terms.length > 1 && YEAR.test(last) ? nameOf(words.slice(0, words.lastIndexOf(last)).join(' ')) : name;
    const options: SearchOptions = {
      combineWith: 'AND',
      fields: words.length === 1 && text.length >= RUN_TOGETHER ? ['title', 'joined', 'whole', 'year'] : ['title', 'joined', 'year'],
      // The last word may be unfinished; "terminator 2" means no year that begins with a 2.
      prefix: (term, i) => i === terms.length - 1 && term === words.at(-1) && term.length > 1 && !/^\d\d$/.test(term),
      // A year with another digit is another year; two swapped letters are two edits.
      fuzzy: (term) => (/^\d+$/.test(term) || term.length < 4 ? false : term.length < 6 ? 1 : 2),
      weights: { fuzzy: 0.3, prefix: 0.6 },
      boost: { year: 0.5, whole: 0.5 },
      boostDocument: (id: number) => this.#popularityOf(id) * this.#likeness(this.#titles[id]!, name, title),
    };
    const found = this.#index.search(terms.join(' '), options);
    const some = found.length === 0 && terms.length > 1 ? this.#index.search(terms.join(' '), { ...options, combineWith: 'OR' }) : found;
    return some.map(({ id }) => id as number);
  }

  /** Films' own titles by a director's whole name or surname; famous films first. */
  #directedBy(folded: string): number[] {
    const column = this.#directors;
    if (!column || folded.length < SURNAME) return [];
    this.#foldedDirectors ??= column.names.map(fold);
    const meant = new Set(this.#foldedDirectors.flatMap((name, i) => (name === folded || name.split(' ').at(-1) === folded ? [i] : [])));
    if (meant.size === 0) return [];
    const rows = this.films.map(({ row }) => row).filter((row) => column.values.subarray(column.starts[row], column.starts[row + 1]).some((i) => meant.has(i)));
    return rows.sort((a, b) => this.films[b]!.popularity - this.films[a]!.popularity);
  }

  #popularityOf(id: number): number {
    return this.#popularity[this.#titles[id]!.row]!;
  }

  #likeness({ name, key }: Title, whole: string, titleOnly: string): number {
    if (name === whole || name === titleOnly || key === titleOnly.replaceAll(' ', '')) return 8;
    return name.startsWith(titleOnly) || key.startsWith(titleOnly) ? 3 : 1;
  }

  #beginning(folded: string, text: string): number[] {
    const rank = (id: number) => {
      const { name } = this.#titles[id]!;
      return name === text ? 0 : name.startsWith(`${text} `) ? 1 : 2;
    };
    // Who has typed "the" so far means a title that has it in front.
    const begins = ({ name, folded: whole }: Title) => name.startsWith(text) || whole.startsWith(folded);
    return this.#titles.flatMap((title, id) => (begins(title) ? [id] : [])).sort((a, b) => rank(a) - rank(b) || this.#popularityOf(b) - this.#popularityOf(a));
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

const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{M}'\u2019]/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter]!)
    .replaceAll('&', ' and ');
}

const WORDS = 'two three four five six seven eight nine ten eleven twelve thirteen'.split(' ');
const ROMAN = 'ii iii iv v vi vii viii ix x xi xii xiii'.split(' ');
/** All ways to write a number, by each of them; the digits first. */
const NUMBERS = new Map(WORDS.flatMap((word, i) => [String(i + 2), word, ROMAN[i]!].map((form, _, forms) => [form, forms] as const)));
/** A numeral in front is a word: "V for Vendetta", "X". */
const isNumber = (word: string, i: number) => NUMBERS.has(word) && (i > 0 || !ROMAN.includes(word));

/** The other ways to write a title's numbers: "rocky iv" is found by "4" and "four". */
const numbers = (folded: string): string =>
  folded
    .split(' ')
    .flatMap((word, i) => (isNumber(word, i) ? NUMBERS.get(word)!.filter((form) => form !== word) : []))
    .join(' ');

const nameOf = (folded: string): string =>
  withoutArticle(folded)
    .split(' ')
    .map((word, i) => (isNumber(word, i) ? NUMBERS.get(word)![0]! : word))
    .join(' ');

const keyOf = (title: string): string => nameOf(fold(title)).replaceAll(' ', '');

function withoutArticle(folded: string): string {
  return folded.replace(/^(?:the|an?) (?=\S)/, '');
}

const withoutYear = (text: string): string => text.replace(/ (?:18|19|20)\d\d$/, '');

/** All but the beginning or the end of a title, or all of it but for a letter or two. */
function isNearlyWhole(typed: string, title: string): boolean {
  if (title.includes(typed)) return typed.length >= NEARLY_WHOLE * title.length;
  return title.length > 4 && Math.abs(typed.length - title.length) <= 2 && editsBetween(typed, title) <= (title.length < 9 ? 1 : 2);
}

/** Levenshtein's distance. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length]!;
}
