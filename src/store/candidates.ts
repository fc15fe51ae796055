/** Which films the language model chooses among. */
import { seededRandom, shuffled } from '../random';
import type { Film, Item, OwnFilm } from '../engine/types';

export const CANDIDATE_KINDS = ['sasrec', 'newcomers', 'paper'] as const;
export type CandidateKind = (typeof CANDIDATE_KINDS)[number];
export const isCandidateKind = (value: string): value is CandidateKind => (CANDIDATE_KINDS as readonly string[]).includes(value);

export const CANDIDATES = 20;
const NEW_SINCE = 2015;

const withYears = new WeakMap<readonly Film[], boolean>();

/** Whether a catalogue knows the years of its items. */
export function hasYears(films: readonly Film[]): boolean {
  let known = withYears.get(films);
  if (known === undefined) withYears.set(films, (known = films.some(({ year }) => year > 0)));
  return known;
}

function sample(from: readonly Film[], count: number, taken: ReadonlySet<number>, draw: () => number): number[] {
  const rows = new Set<number>();
  const free = from.reduce((n, film) => n + (taken.has(film.row) ? 0 : 1), 0);
  while (rows.size < Math.min(count, free)) {
    const film = from[Math.floor(draw() * from.length)]!;
    if (!taken.has(film.row)) rows.add(film.row);
  }
  return [...rows];
}

/**
 * 20 films that are not in the history, in a seeded random order (the order of the prompt). A visitor's own films that are not in the
 * history take the last places.
 * @param sasrec SASRec's list, best first, without the history
 */
export function chooseCandidates(
  kind: CandidateKind,
  films: readonly Film[],
  history: readonly Item[],
  sasrec: readonly number[],
  own: readonly OwnFilm[],
  seed: number,
): Item[] {
  const draw = seededRandom(seed);
  const watched = new Set(history.flatMap((item) => (item.kind === 'film' ? [item.row] : [])));
  const extra = own.filter((film) => !history.some((item) => item.kind === 'own' && item.film === film)).slice(0, CANDIDATES);
  const size = CANDIDATES - extra.length;
  const warm = films.filter((film) => !film.cold);
  const fill = (rows: number[], from: readonly Film[]) => [...rows, ...sample(from, size - rows.length, new Set([...watched, ...rows]), draw)];
  const top = sasrec.filter((row) => !watched.has(row));
  const rows =
    kind === 'paper'
      ? fill([], warm)
      : kind === 'sasrec'
        ? fill(top.slice(0, size), warm)
        : fill(fill(top.slice(0, Math.ceil(size / 2)), films.filter((film) => film.cold && (film.year >= NEW_SINCE || !hasYears(films)))).slice(0, size), films);
  return shuffled([...rows.map((row) => ({ kind: 'film' as const, row })), ...extra.map((film) => ({ kind: 'own' as const, film }))], draw);
}
