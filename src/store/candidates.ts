/** Which films the language model chooses among. */
import { seededRandom, shuffled } from '../random';
import type { Film, Item, OwnFilm } from '../engine/types';
import { rememberAddress } from './address';
import { filmRows, hasYears, sameItem, type Actions, type CandidateKind, type Context, type State } from './state';

export const CANDIDATES = 20;
export const NEW_SINCE = 2015;

/** The candidates of a state, none of which is in its history; until SASRec's first list is there, those that it has. */
export function candidatesOf({ catalogue, candidateKind, history, sasrec, ownFilms, seed, candidates, watchlist }: State): Item[] {
  if (catalogue.kind !== 'open' || !sasrec) return candidates;
  return chooseCandidates(
    candidateKind,
    catalogue.films,
    history,
    sasrec.films.map((film) => film.row),
    ownFilms,
    seed,
    watchlist,
  );
}

/**
 * 20 films that are not in the history, in a seeded random order (the order of the prompt). A visitor's own films that are not in the
 * history take the last places.
 * @param sasrec SASRec's list, best first
 * @param seed the same draws the same, so that a link reproduces a run
 * @param watchlist rows; its kind draws from these alone, so that a short one gives fewer
 */
export function chooseCandidates(
  kind: CandidateKind,
  films: readonly Film[],
  history: readonly Item[],
  sasrec: readonly number[],
  own: readonly OwnFilm[],
  seed: number,
  watchlist: readonly number[] = [],
): Item[] {
  const draw = seededRandom(seed);
  const watched = new Set(filmRows(history));
  const extra = own
    .map((film) => ({ kind: 'own' as const, film }))
    .filter((item) => !history.some((other) => sameItem(item, other)))
    .slice(0, CANDIDATES);
  const size = CANDIDATES - extra.length;
  const warm = films.filter((film) => !film.cold);
  const fill = (rows: number[], from: readonly Film[]) => [...rows, ...sample(from, size - rows.length, new Set([...watched, ...rows]), draw)];
  const top = sasrec.filter((row) => !watched.has(row));
  const rows =
    kind === 'watchlist'
      ? fill(
          [],
          watchlist.map((row) => films[row]!),
        )
      : kind === 'paper'
        ? fill([], warm)
        : kind === 'sasrec'
          ? fill(top.slice(0, size), warm)
          : fill(
              fill(
                top.slice(0, Math.ceil(size / 2)),
                films.filter((film) => film.cold && (film.year >= NEW_SINCE || !hasYears(films))),
              ).slice(0, size),
              films,
            );
  return shuffled([...rows.map((row) => ({ kind: 'film' as const, row })), ...extra], draw);
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

export function createCandidates(context: Context): Pick<Actions, 'chooseCandidateKind' | 'reshuffle'> {
  const redraw = (change: Pick<State, 'candidateKind'> | Pick<State, 'seed'>) => {
    context.set((state) => ({ ...change, candidates: candidatesOf({ ...state, ...change }) }));
    rememberAddress(context);
  };
  return {
    chooseCandidateKind: (candidateKind) => redraw({ candidateKind }),
    reshuffle: () => redraw({ seed: context.get().seed + 1 }),
  };
}
