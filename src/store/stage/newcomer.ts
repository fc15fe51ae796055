/** The film that nobody has rated, which enters in the stage's third beat. */
import { seededRandom } from '../../random';
import type { Film, Item } from '../../engine/types';
import { filmRows, hasYears } from '../state';

const NEW_SINCE = 2015;

/**
 * A film that SASRec has never seen, of the genres that the history has most of: drawn, not chosen by any model, so that the voices are not
 * asked about a film that one of them picked.
 * @param seed the same draws the same film for the same history
 * @returns null where the catalogue has no such film
 */
export function newcomerFor(films: readonly Film[], history: readonly Item[], candidates: readonly Item[], seed: number): Item | null {
  const taken = new Set(filmRows([...history, ...candidates]));
  const titles = new Set([...taken].map((row) => films[row]!.title));
  const liked = new Map<string, number>();
  for (const row of filmRows(history)) for (const genre of films[row]!.genres) liked.set(genre, (liked.get(genre) ?? 0) + 1);
  const top = [...liked].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([genre]) => genre);
  const cold = films.filter((film) => film.cold && !taken.has(film.row) && !titles.has(film.title) && (film.year >= NEW_SINCE || !hasYears(films)));
  const alike = [2, 1, 0].map((shared) => cold.filter(({ genres }) => top.slice(0, shared).every((genre) => genres.includes(genre)))).find((of) => of.length);
  if (!alike) return null;
  const draw = seededRandom(filmRows(history).reduce((sum, row) => (sum * 31 + row + 1) >>> 0, seed));
  return { kind: 'film', row: alike[Math.floor(draw() * alike.length)]!.row };
}

/** The candidates with the newcomer in the place of the crowd's last choice. */
export function withNewcomer(candidates: readonly Item[], scores: readonly (number | null)[], newcomer: Item): Item[] {
  const last = scores.reduce<number>((lowest, score, i) => ((score ?? -Infinity) < (scores[lowest] ?? -Infinity) ? i : lowest), 0);
  return candidates.map((item, i) => (i === last ? newcomer : item));
}
