/** Which films a visitor is offered to tap: known by many, each of another kind. */
import { seededRandom, shuffled } from '../../random';
import type { Film } from '../../engine/types';

/** Of how many of the most popular the cards are drawn. */
const KNOWN = 160;

/**
 * @param seed the same draws the same cards
 * @param taken rows that are not offered
 * @returns rows; films of genres that no other card begins with come first, where the catalogue knows genres.
 */
export function pickCards(films: readonly Film[], seed: number, count: number, taken: ReadonlySet<number> = new Set()): number[] {
  const known = films
    .filter(({ cold, row }) => !cold && !taken.has(row))
    .sort((a, b) => b.popularity - a.popularity || a.row - b.row)
    .slice(0, KNOWN);
  const drawn = shuffled(known, seededRandom(seed));
  const genres = new Set<string>();
  const first = drawn.filter(({ genres: [genre] }) => genre !== undefined && !genres.has(genre) && genres.add(genre));
  return [...new Set([...first, ...drawn])].slice(0, count).map(({ row }) => row);
}
