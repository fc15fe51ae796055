/** What is never proposed: what has been watched in any edition, and pornography, which the page shows to those alone who type its title. */
import type { Editions } from './editions';

/** What a person has watched: rows of the catalogue, and films of their own. */
export interface Owned {
  rows: readonly number[];
  own?: readonly { title: string; year: number }[];
}

/** Rows of the catalogue in their order, those of the history among them. @param adult rows, where the bundle knows them */
export function excludedRows({ rows, own = [] }: Owned, { leaders, leaderOf }: Editions, adult: Iterable<number> = []): number[] {
  const owned = new Set([...rows.map((row) => leaders[row]), ...own.map(({ title, year }) => leaderOf(title, year))]);
  const excluded = new Set(adult);
  leaders.forEach((leader, row) => owned.has(leader) && excluded.add(row));
  return [...excluded].sort((a, b) => a - b);
}
