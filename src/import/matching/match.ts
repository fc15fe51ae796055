/** Which film of the catalogue a row names. A wrong match is worse than none: what is not sure is unsure, with suggestions. */
import type { Row, Verdict } from '../types';
import type { FilmIndex } from './filmIndex';
import { bracketed, shorterTitles, titleKeys } from './titleKey';

const SUGGESTIONS = 5;

/** More letters than any title has. */
const FAR = 1e6;

const UNKNOWN: Verdict = { status: 'unknown' };

/** Ids first, then title and year. */
export function match(row: Row, index: FilmIndex): Verdict {
  if (row.kind !== 'film') {
    const film = row.guessed && index.byTitle.has(titleKeys(row.title).whole) ? byTitle(row, index) : null;
    return film?.status === 'matched' ? film : { status: 'skipped', why: row.kind };
  }
  const known = byId(row, index);
  if (known !== undefined) return { status: 'matched', film: known, by: 'id' };
  // An id of the catalogue's own data set that the catalogue lacks: whatever has the same title is another film.
  if (row.ids.movielens !== undefined && index.byMovieLens.size > 0) return UNKNOWN;
  if (row.title === '') return Object.keys(row.ids).length > 0 ? UNKNOWN : { status: 'skipped', why: 'no-title' };
  return byTitle(row, index);
}

function byId({ ids }: Row, index: FilmIndex): number | undefined {
  if (ids.movielens !== undefined && index.byMovieLens.has(ids.movielens)) return index.byMovieLens.get(ids.movielens);
  if (ids.imdb !== undefined && index.byImdb.has(ids.imdb)) return index.byImdb.get(ids.imdb);
  return ids.tmdb === undefined ? undefined : index.byTmdb.get(ids.tmdb);
}

/** Spellings that are one title stand before looser ones, and the very year before a year off by one (festival or release: services disagree). */
function byTitle(row: Row, index: FilmIndex): Verdict {
  const { title, year } = row;
  const { films } = index;
  const { whole, bare } = titleKeys(title);
  const possible = (rows: Iterable<number>) => [...new Set(rows)].filter((film) => !contradicts(row, film, index));
  const guessed = (rows: Iterable<number>) => possible(rows).filter((film) => !index.facts[film]?.adult);
  const off = (rows: readonly number[], by: number) => rows.filter((film) => year !== null && Math.abs(films[film]!.year - year) === by);
  const unsure = (why: 'year' | 'several' | 'title', rows: readonly number[], edits?: ReadonlyMap<number, number>): Verdict => ({
    status: 'unsure',
    why,
    suggestions: likeliest(rows, year, films, edits).slice(0, SUGGESTIONS),
  });
  const ofThatYear = (rows: readonly number[]): Verdict | null => {
    const now = off(rows, 0);
    if (now.length === 0) return null;
    const spelt = asSpelt(now, title, films);
    return spelt.length === 1 ? matched(spelt[0]!) : unsure('several', now);
  };

  const titled = possible(index.byTitle.get(whole) ?? []);
  const byOwnTitle = ofThatYear(titled);
  if (byOwnTitle) return byOwnTitle;
  const inBrackets = bracketed(title).flatMap((name) => {
    const key = titleKeys(name).whole;
    return [...(index.byTitle.get(key) ?? []), ...(index.byOtherTitle.get(key) ?? [])];
  });
  const others = possible([...(index.byOtherTitle.get(whole) ?? []), ...inBrackets]);
  const byOtherTitle = ofThatYear(others);
  if (byOtherTitle) return byOtherTitle;
  const strict = [...new Set([...titled, ...others])];
  if (year === null && strict.length > 0) return strict.length === 1 ? matched(strict[0]!) : unsure('several', strict);

  const looser = [index.byBare.get(bare) ?? [], index.byShorter.get(bare) ?? []].map(possible);
  const near = off(strict, 1);
  const loose = looser.map((rows) => off(rows, 0)).find((rows) => rows.length > 0) ?? [];
  const found = [...near, ...loose];
  if (found.length > 0) return found.length === 1 ? matched(found[0]!) : unsure('several', found);
  if (strict.length > 0) return unsure('year', [...strict, ...guessed(slipsOfThatYear(row, index))]);

  const longer = shorterTitles(title).flatMap((name) => index.byBare.get(titleKeys(name).bare) ?? []);
  const edits = index.misspelt(title, year);
  for (const film of looser.flat()) edits.set(film, 0);
  const suggestions = guessed([...edits.keys(), ...longer, ...index.resembling(title, year, SUGGESTIONS)]);
  return suggestions.length > 0 ? unsure('title', suggestions, edits) : UNKNOWN;
}

/** "Alien" of 1986 is "Aliens". */
function slipsOfThatYear({ title, year }: Row, index: FilmIndex): number[] {
  return [...index.misspelt(title, year)].flatMap(([film, edits]) => (edits === 1 && index.films[film]!.year === year ? [film] : []));
}

/** "9" and "Nine" are two films of 2009, one title but for the spelling. */
function asSpelt(rows: readonly number[], title: string, films: FilmIndex['films']): readonly number[] {
  const plain = (text: string) => text.trim().toLowerCase();
  return rows.length > 1 ? rows.filter((film) => plain(films[film]!.title) === plain(title)) : rows;
}

/** Another id of the same kind: a film of the same name. */
function contradicts({ ids, at }: Row, film: number, { facts, films }: FilmIndex): boolean {
  const { imdb, tmdb } = facts[film] ?? {};
  if ((ids.imdb && imdb && ids.imdb !== imdb) || (ids.tmdb && tmdb && ids.tmdb !== tmdb)) return true;
  // Nobody watches a film before it is made; festivals show it the year before.
  return at !== null && films[film]!.year > new Date(at).getUTCFullYear() + 1;
}

const matched = (film: number): Verdict => ({ status: 'matched', film, by: 'title' });

/** @param edits how many letters of a film's title are wrong; a film without them has some words in common, and stands behind */
function likeliest(rows: readonly number[], year: number | null, films: FilmIndex['films'], edits?: ReadonlyMap<number, number>): number[] {
  const away = (film: number) => (year === null ? 0 : Math.abs(films[film]!.year - year));
  const wrong = (film: number) => (edits ? (edits.get(film) ?? FAR) : 0) + away(film);
  return [...rows].sort((a, b) => wrong(a) - wrong(b) || films[b]!.popularity - films[a]!.popularity);
}
