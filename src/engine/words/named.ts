/**
 * What a typed sentence names of the facts: countries, sub-genres, genres, directors, series, decades, years. SBERT feels what a sentence is about, and is poor at holding to it: of a Korean
 * thriller it finds thrillers of anywhere. Films that have what is named come first, SBERT orders them.
 */
import type { Facts } from '../../facts/facts';
import type { Film } from '../types';
import { namesOf, WORD_KINDS, type FactWords, type WordKind } from './factWords';

/** Words of a name, at most. */
const LONGEST = 6;
/** A surname by itself names a director from so many letters on. */
const SURNAME = 4;

/** A name that stands somewhere in the sentence: a film needs one of those of the same place. */
interface Named {
  kind: WordKind | 'year';
  name: string;
}

/** Words without case, accents or plural. "Sci-Fi" are two. */
const wordsIn = (text: string): string[] =>
  (
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));

/** All ways to write a name. */
function waysOf({ kind, name }: Named, words: FactWords): string[] {
  const last = name.split(' ').at(-1)!;
  switch (kind) {
    case 'country': // South Korean: "Korean", "South Korea"
      return [name, last, ...Object.entries(words.countries).flatMap(([country, worded]) => (worded === name ? [country] : []))];
    case 'genre': // science fiction: "Sci-Fi"
      return [name, ...Object.entries(words.genres).flatMap(([genre, worded]) => (worded === name ? [genre, genre.replace('-', '')] : []))];
    case 'decade': // 1980s: "80s"
      return [name, name.slice(2)];
    default:
      return [name];
  }
}

/**
 * How many of the facts that the sentence names each film has; null where it names none.
 * @returns [films]
 */
export function namedBy(sentence: string, words: FactWords, facts: Facts, films: readonly Film[]): Uint8Array | null {
  const typed = wordsIn(sentence);
  // A surname is also a word: it is one where it is typed as a name, or alone.
  const isName = new Set(typed.length === 1 ? typed : wordsIn((sentence.match(/(?<=\s)\p{Lu}[\p{L}'-]+/gu) ?? []).join(' ')));
  const known = films.map((film) => ({ names: namesOf(words, facts, film), year: String(film.year) }));
  const byWay = new Map<string, Named[]>();
  const seen = new Set<string>();
  const learn = (named: Named, ways: readonly string[]) => {
    for (const way of new Set(ways.map((one) => wordsIn(one).join(' ')))) byWay.set(way, [...(byWay.get(way) ?? []), named]);
  };
  for (const { names, year } of known) {
    for (const kind of WORD_KINDS)
      for (const name of names[kind]) {
        if (seen.has(`${kind} ${name}`)) continue;
        seen.add(`${kind} ${name}`);
        const [surname] = wordsIn(name).slice(-1);
        const bySurname = kind === 'director' && surname && surname.length >= SURNAME && isName.has(surname);
        learn({ kind, name }, bySurname ? [name, surname] : waysOf({ kind, name }, words));
      }
    if (!seen.has(year)) learn({ kind: 'year', name: year }, [year]);
    seen.add(year);
  }
  const needs: Named[][] = [];
  for (let at = 0; at < typed.length;) {
    const lengths = Array.from({ length: Math.min(LONGEST, typed.length - at) }, (_, i) => i + 1).reverse();
    const length = lengths.find((count) => byWay.has(typed.slice(at, at + count).join(' ')));
    if (length) needs.push(byWay.get(typed.slice(at, at + length).join(' '))!);
    at += length ?? 1;
  }
  if (needs.length === 0) return null;
  const has = ({ names, year }: (typeof known)[number], { kind, name }: Named) => (kind === 'year' ? year === name : names[kind].includes(name));
  return Uint8Array.from(known, (film) => needs.filter((need) => need.some((named) => has(film, named))).length);
}
