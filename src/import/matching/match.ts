/** Which film of the catalogue a row names. A wrong match is worse than none: what is not sure is unsure, with suggestions. */
import type { Row, Verdict } from '../types';
import type { FilmIndex } from './filmIndex';
import { bracketed, shorterTitles, titleKeys } from './titleKey';

const SUGGESTIONS = 5;

const UNKNOWN: Verdict = { status: 'unknown' };

/** Ids first, then title and year. */
export function match(row: Row, index: FilmIndex): Verdict {
  if (row.kind !== 'film') return { status: 'skipped', why: row.kind };
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

function byTitle(row: Row, index: FilmIndex): Verdict {
  const { films } = index;
  const { whole, bare } = titleKeys(row.title);
  const possible = (rows: readonly number[] | undefined) => (rows ?? []).filter((film) => !contradicts(row, film, index));
  const verdict =
    decide(possible(index.byTitle.get(whole)), row, index) ??
    decide(possible(index.byOtherTitle.get(whole)), row, index) ??
    first(bracketed(row.title), (name) => {
      const key = titleKeys(name).whole;
      return sure(decide(possible([...(index.byTitle.get(key) ?? []), ...(index.byOtherTitle.get(key) ?? [])]), row, index));
    }) ??
    sameYear(possible(index.byBare.get(bare)), row, index) ??
    sameYear(possible(index.byShorter.get(bare)), row, index);
  if (verdict) return verdict;
  const longer = shorterTitles(row.title).flatMap((name) => index.byBare.get(titleKeys(name).bare) ?? []);
  const suggestions = possible([...new Set([...(index.byBare.get(bare) ?? []), ...longer, ...index.resembling(row.title, row.year, SUGGESTIONS)])]);
  if (suggestions.length === 0) return UNKNOWN;
  return { status: 'unsure', why: 'title', suggestions: likeliest(suggestions, row.year, films).slice(0, SUGGESTIONS) };
}

/** Another id of the same kind: a film of the same name. */
function contradicts({ ids, at }: Row, film: number, { facts, films }: FilmIndex): boolean {
  const { imdb, tmdb } = facts[film] ?? {};
  if ((ids.imdb && imdb && ids.imdb !== imdb) || (ids.tmdb && tmdb && ids.tmdb !== tmdb)) return true;
  // Nobody watches a film before it is made; festivals show it the year before.
  return at !== null && films[film]!.year > new Date(at).getUTCFullYear() + 1;
}

/** Films that have the row's title: the one of its year, else the only one a year off (services disagree on festivals and releases). */
function decide(rows: readonly number[], { title, year }: Row, { films }: FilmIndex): Verdict | null {
  if (rows.length === 0) return null;
  const unsure = (why: 'year' | 'several', of: readonly number[] = rows): Verdict => ({ status: 'unsure', why, suggestions: likeliest(of, year, films).slice(0, SUGGESTIONS) });
  // "9" and "Nine" are two films of 2009, spelt alike but for the sign.
  const one = (of: readonly number[]): Verdict => {
    const spelt = of.length > 1 ? of.filter((film) => plain(films[film]!.title) === plain(title)) : of;
    return spelt.length === 1 ? matched(spelt[0]!) : unsure('several', of);
  };
  if (year === null) return rows.length === 1 ? matched(rows[0]!) : unsure('several');
  for (const by of [0, 1]) {
    const near = rows.filter((film) => Math.abs(films[film]!.year - year) === by);
    if (near.length > 0) return by === 0 || near.length === 1 ? one(near) : unsure('several', near);
  }
  return unsure('year');
}

/** Looser spellings need the very year, and one film only. */
function sameYear(rows: readonly number[], { year }: Row, { films }: FilmIndex): Verdict | null {
  const now = year === null ? [] : rows.filter((film) => films[film]!.year === year);
  return now.length === 1 ? matched(now[0]!) : null;
}

const plain = (title: string) => title.trim().toLowerCase();

const matched = (film: number): Verdict => ({ status: 'matched', film, by: 'title' });
const sure = (verdict: Verdict | null) => (verdict?.status === 'matched' ? verdict : null);

function first<T, R>(values: readonly T[], find: (value: T) => R | null): R | null {
  for (const value of values) {
    const found = find(value);
    if (found !== null) return found;
  }
  return null;
}

function likeliest(rows: readonly number[], year: number | null, films: FilmIndex['films']): number[] {
  const away = (film: number) => (year === null ? 0 : Math.abs(films[film]!.year - year));
  return [...rows].sort((a, b) => away(a) - away(b) || films[b]!.popularity - films[a]!.popularity);
}
