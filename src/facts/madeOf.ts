/** What films have in common, counted from facts: no model is asked. */
import type { Film } from '../engine/types';
import { decadeOf, namesAt, type Facts } from './facts';

export interface Counted {
  name: string;
  films: number;
}

export interface MadeOf {
  films: number;
  genres: Counted[];
  subgenres: Counted[];
  countries: Counted[];
  /** "1990s". */
  decades: Counted[];
  directors: Counted[];
}

const SHOWN = 3;

/** The commonest of each kind, those of one film alone left out. @param rows of a history, each once */
export function madeOf(rows: readonly number[], films: readonly Film[], facts: Facts): MadeOf {
  const commonest = (namesOf: (row: number) => readonly string[]): Counted[] => {
    const counts = new Map<string, number>();
    for (const row of rows) for (const name of new Set(namesOf(row))) counts.set(name, (counts.get(name) ?? 0) + 1);
    return [...counts]
      .flatMap(([name, count]) => (count > 1 ? [{ name, films: count }] : []))
      .sort((a, b) => b.films - a.films)
      .slice(0, SHOWN);
  };
  return {
    films: rows.length,
    genres: commonest((row) => films[row]?.genres ?? []),
    subgenres: commonest((row) => namesAt(facts.subgenres, row)),
    countries: commonest((row) => namesAt(facts.countries, row)),
    decades: commonest((row) => (films[row]?.year ? [`${decadeOf(films[row].year)}s`] : [])),
    directors: commonest((row) => namesAt(facts.directors, row)),
  };
}
