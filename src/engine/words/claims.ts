/** What a sentence about films claims, and whether the facts say so: it is the model that writes, and it is often wrong. */
import type { Facts } from '../../facts/facts';
import type { Film } from '../types';
import { namesOf, type FactWords, type Word, type WordKind } from './factWords';

/** A part of a sentence: what it says, and the titles it says it of. */
export interface Said {
  words: Word[];
  titles: string[];
}

/** Plain words of the sentences that opt-mini was taught (training/words/sentences.py): another one is a slip. */
const PLAIN = new Set(
  `a after alike also an and another are as at back beside bit change coming drawn enjoy everything eye films film for from go have here home in instance is it keep like likes
  love mix more movie movies new no of on one series shares show shows so something such taste that the then there this time to too two unlike watch watched weakness what which wide with you your runs`.split(
    /\s+/,
  ),
);

/** T for a title: three of them, a verb of another number, "as" without one. */
const SLIPS = /T and T and T|(?<!T and )T (?:are|show)\b|T and T (?:is|shows)\b|(?:is|shows) T and T|\bas T(?: and T)*[.,]/;

export interface Checked {
  claims: number;
  /** Of the claims, those that the facts state. */
  true: number;
}

/** Facts about the films that a sentence is about. */
export class ClaimChecker {
  readonly #patterns: { kind: WordKind; name: string; pattern: RegExp }[];
  readonly #names = new Map<number, Record<WordKind, ReadonlySet<string>>>();

  /** @param about films whose directors and series are looked for; what others made is true of none of them. */
  constructor(
    private readonly factWords: FactWords,
    private readonly facts: Facts,
    about: readonly Film[],
  ) {
    const namesIn = (kind: 'director' | 'series') =>
      [...new Set(about.flatMap((film) => namesOf(factWords, facts, film)[kind]))].sort((a, b) => b.length - a.length);
    const named = (kind: WordKind, names: readonly string[], pattern: (name: string) => string) =>
      names.map((name) => ({ kind, name, pattern: new RegExp(`(?<![\\p{L}-])${pattern(name)}(?![\\p{L}-])`, 'gu') }));
    // The longest names first: of "South Korean" and "Korean", of "horror comedy" and "comedy", the first is meant.
    this.#patterns = [
      ...named('director', namesIn('director'), (name) => `by ${literal(name)}`),
      ...named('series', namesIn('series'), (name) => `the ${literal(name.replace(/^(?:The|An?) /, ''))} series`),
      ...[
        ...named('subgenre', facts.subgenres.names, forms),
        ...named('genre', Object.values(factWords.genres), forms),
        ...named('country', Object.values(factWords.countries), literal),
        ...named(
          'decade',
          Array.from({ length: 16 }, (_, i) => `${1880 + 10 * i}s`),
          literal,
        ),
      ].sort((a, b) => b.name.length - a.name.length),
    ];
  }

  /** Parts of a sentence, each with the titles that follow it. */
  partsOf(sentence: string): Said[] {
    const parts: Said[] = [];
    const pieces = sentence.split('"');
    for (let at = 0; at < pieces.length; at += 2) {
      const title = pieces[at + 1];
      const last = parts.at(-1);
      if (at > 0 && last && /^ and $/.test(pieces[at]!)) {
        if (title !== undefined) last.titles.push(title);
        continue;
      }
      parts.push({ words: this.#wordsIn(pieces[at]!), titles: title === undefined ? [] : [title] });
    }
    return parts.filter(({ words, titles }) => words.length > 0 || titles.length > 0);
  }

  /** A taste: what is said holds for several films of the history, and for each that is named. @param history as many films as the model read */
  taste(sentence: string, history: readonly Film[]): Checked {
    const least = Math.min(2, history.length);
    const checks = this.partsOf(sentence).flatMap(({ words, titles }) => {
      const shown = titles.map((title) => this.#shows(title, history, words));
      if (titles.length === 0) return words.map((word) => history.some((film) => this.#holds(film, [word])));
      return [words.length > 0 && history.filter((film) => this.#holds(film, words)).length >= least, ...shown];
    });
    return { claims: checks.length, true: checks.filter(Boolean).length };
  }

  /** The single words of a taste, and whether each holds for as many films of the history as a taste is claimed of. */
  tasteWords(sentence: string, history: readonly Film[]): { kind: WordKind; holds: boolean }[] {
    const least = Math.min(2, history.length);
    return this.partsOf(sentence).flatMap(({ words }) =>
      words.map((word) => ({ kind: word.kind, holds: history.filter((film) => this.#holds(film, [word])).length >= least })),
    );
  }

  /** A reason: what is said holds for the film and for each of the history that is named. */
  reason(sentence: string, history: readonly Film[], film: Film | undefined): Checked {
    const parts = this.partsOf(sentence);
    const words = parts.flatMap((part) => part.words);
    const titles = parts.flatMap((part) => part.titles);
    const checks = [words.length > 0 && film !== undefined && this.#holds(film, words), ...titles.map((title) => this.#shows(title, history, words))];
    // Without a film beside it, it is said to be something new.
    if (titles.length === 0) checks.push(!history.some((other) => this.#holds(other, words)));
    return { claims: checks.length, true: checks.filter(Boolean).length };
  }

  /** The share of some films that a sentence's words hold for, multiplied over its parts: one that says little holds for many. */
  tells(sentence: string, films: readonly Film[]): number {
    const share = (words: readonly Word[]) => films.filter((film) => this.#holds(film, words)).length / Math.max(1, films.length);
    return this.partsOf(sentence).reduce((product, { words }) => (words.length > 0 ? product * share(words) : product), 1);
  }

  /** Of several sentences that which holds for the fewest films, the first of equals. */
  mostTelling(sentences: readonly string[], films: readonly Film[]): string | undefined {
    if (sentences.length < 2) return sentences[0];
    const shares = sentences.map((sentence) => this.tells(sentence, films));
    return sentences[shares.indexOf(Math.min(...shares))];
  }

  /** Whether a sentence names a film. */
  names(sentence: string): boolean {
    return this.partsOf(sentence).some(({ titles }) => titles.length > 0);
  }

  #shows(title: string, history: readonly Film[], words: readonly Word[]): boolean {
    // The prompt cuts long titles, and tells films named alike apart by their year.
    return words.length > 0 && history.some((film) => (film.title.startsWith(title) || `${film.title} (${film.year})` === title) && this.#holds(film, words));
  }

  #holds(film: Film, words: readonly Word[]): boolean {
    let names = this.#names.get(film.row);
    if (!names) {
      const all = namesOf(this.factWords, this.facts, film);
      names = Object.fromEntries(Object.entries(all).map(([kind, listed]) => [kind, new Set(listed)])) as unknown as Record<WordKind, ReadonlySet<string>>;
      this.#names.set(film.row, names);
    }
    return words.every(({ kind, name }) => names[kind].has(name));
  }

  /** Whether a sentence is whole, and all of it is facts, titles that it is given, and words that it was taught. */
  isWellFormed(sentence: string): boolean {
    const pieces = sentence.split('"');
    const plain = pieces.filter((_, at) => at % 2 === 0).map((piece) => this.#read(piece).left);
    return (
      pieces.length % 2 === 1 &&
      /^\p{Lu}/u.test(sentence) &&
      sentence.endsWith('.') &&
      plain.every((text) => text.split(/[\s#,.:]+/).every((word) => word === '' || PLAIN.has(word.toLowerCase()))) &&
      !/#, ?#|\b(\w+) \1\b/.test(plain.join(' ')) &&
      !SLIPS.test(pieces.map((piece, at) => (at % 2 ? 'T' : piece)).join(''))
    );
  }

  #wordsIn(text: string): Word[] {
    return this.#read(text).words;
  }

  /** The words of a text, and what is left of it: "#" where one stood. */
  #read(text: string): { words: Word[]; left: string } {
    const words: Word[] = [];
    let left = text;
    for (const { kind, name, pattern } of this.#patterns) {
      if (!(left.includes(name.replace(/^(?:The|An?) /, '').slice(0, 4)) && left.search(pattern) >= 0)) continue;
      left = left.replace(pattern, '#');
      words.push({ kind, name });
    }
    // What is said to be by somebody, or of a series, that the facts do not know is true of no film.
    if (/\bby \p{Lu}/u.test(left)) words.push({ kind: 'director', name: left });
    if (/ series\b/.test(left)) words.push({ kind: 'series', name: left });
    return { words, left };
  }
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Singular and plural: 'comedy', 'comedies'; "children's film" of "children's films". */
function forms(name: string): string {
  if (name.endsWith('y')) return `${literal(name.slice(0, -1))}(?:y|ies)`;
  return name.endsWith('s') ? `${literal(name.slice(0, -1))}s?` : `${literal(name)}s?`;
}
