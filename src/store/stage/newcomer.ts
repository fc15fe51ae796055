/** The films that nobody has rated, which enter in the stage's third beat. */
import { seededRandom, shuffled } from '../../random';
import type { Film, Item } from '../../engine/types';
import { isNewcomer } from '../candidates';
import { filmRows } from '../state';

/** On the stage at once. */
const NEWCOMERS = 20;

/** Rows of all that cannot be the newcomer: films that were rated, older ones, those of the history and the candidates, and others of the same titles. */
export function notNewcomers(films: readonly Film[], history: readonly Item[], candidates: readonly Item[]): number[] {
  const titles = new Set(filmRows([...history, ...candidates]).map((row) => films[row]!.title));
  return films.flatMap((film) => (isNewcomer(film, films) && !titles.has(film.title) ? [] : [film.row]));
}

/**
 * Where no model can say which newcomer lies nearest: a film that SASRec has never seen, of the genres that the history has most of, drawn.
 * @param leftOut as `notNewcomers` gives them
 * @param seed the same draws the same film for the same history
 * @returns null where the catalogue has no such film
 */
export function newcomerFor(films: readonly Film[], history: readonly Item[], leftOut: readonly number[], seed: number): Item | null {
  const out = new Set(leftOut);
  const liked = new Map<string, number>();
  for (const row of filmRows(history)) for (const genre of films[row]!.genres) liked.set(genre, (liked.get(genre) ?? 0) + 1);
  const top = [...liked].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([genre]) => genre);
  const cold = films.filter((film) => !out.has(film.row));
  const alike = [2, 1, 0].map((shared) => cold.filter(({ genres }) => top.slice(0, shared).every((genre) => genres.includes(genre)))).find((of) => of.length);
  if (!alike) return null;
  const draw = seededRandom(filmRows(history).reduce((sum, row) => (sum * 31 + row + 1) >>> 0, seed));
  return { kind: 'film', row: alike[Math.floor(draw() * alike.length)]!.row };
}

/** The newcomer among others that are drawn, in a seeded random order: nobody has rated any of them. @param leftOut as `notNewcomers` gives them */
export function amongNewcomers(films: readonly Film[], leftOut: readonly number[], newcomer: Item, seed: number): Item[] {
  const out = new Set([...leftOut, ...filmRows([newcomer])]);
  const draw = seededRandom(seed);
  const others = shuffled(
    films.filter(({ row }) => !out.has(row)),
    draw,
  ).slice(0, NEWCOMERS - 1);
  return shuffled([newcomer, ...others.map(({ row }) => ({ kind: 'film' as const, row }))], draw);
}
