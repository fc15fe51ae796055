/** Which films the language model chooses among. */
import { seededRandom, shuffled } from '../random';
import { SHORTLIST } from '../content/systems';
import type { Film, Item, OwnFilm } from '../engine/types';
import { rememberAddress } from './address';
import { filmRows, hasYears, sameItem, type Actions, type CandidateKind, type Context, type State } from './state';

export const CANDIDATES = 20;
export const NEW_SINCE = 2015;

/** A film that nobody has rated, and of late where years are known. */
export const isNewcomer = (film: Film, films: readonly Film[]): boolean => film.cold && (film.year >= NEW_SINCE || !hasYears(films));

/**
 * The candidates of a state, none of which is in its history, in whatever edition, or pornographic; until the first list is there that they come from, those that it has. Those of the whole
 * catalogue are an earlier history's until the model has found this one's.
 */
export function candidatesOf({ catalogue, candidateKind, history, sasrec, shortlist, ownFilms, seed, candidates, watchlist }: State): Item[] {
  const fromCatalogue = candidateKind === 'catalogue';
  if (catalogue.kind !== 'open' || !(sasrec || fromCatalogue)) return candidates;
  return chooseCandidates(
    candidateKind,
    catalogue.films,
    history,
    fromCatalogue ? (shortlist?.rows ?? []) : sasrec!.films.map((film) => film.row),
    ownFilms,
    seed,
    watchlist,
    sasrec?.excluded,
  );
}

/**
 * 20 films, or 100 of the whole catalogue, that are not in the history, nor `excluded`, in a seeded random order (the order of the prompt). A visitor's own films that
 * are not in the history take the last places.
 * @param list SASRec's, or the whole catalogue's, best first
 * @param seed the same draws the same, so that a link reproduces a run
 * @param watchlist rows; its kind draws from these alone, so that a short one gives fewer, and whatever the visitor put there
 * @param excluded rows never to be proposed (src/facts/excluded.ts)
 */
export function chooseCandidates(
  kind: CandidateKind,
  films: readonly Film[],
  history: readonly Item[],
  list: readonly number[],
  own: readonly OwnFilm[],
  seed: number,
  watchlist: readonly number[] = [],
  excluded: readonly number[] = [],
): Item[] {
  const draw = seededRandom(seed);
  const watched = new Set([...filmRows(history), ...(kind === 'watchlist' ? [] : excluded)]);
  const extra = own
    .map((film) => ({ kind: 'own' as const, film }))
    .filter((item) => !history.some((other) => sameItem(item, other)))
    .slice(0, CANDIDATES);
  const size = (kind === 'catalogue' ? SHORTLIST : CANDIDATES) - extra.length;
  const warm = films.filter((film) => !film.cold);
  const fill = (rows: number[], from: readonly Film[]) => [...rows, ...sample(from, size - rows.length, new Set([...watched, ...rows]), draw)];
  const top = list.filter((row) => !watched.has(row));
  const rows =
    kind === 'catalogue'
      ? top.slice(0, size)
      : kind === 'watchlist'
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
                  films.filter((film) => isNewcomer(film, films)),
                ).slice(0, size),
                films,
              );
  const found = rows.map((row) => ({ kind: 'film' as const, row }));
  // A long list is shown by its first ten: the visitor's own are among them.
  return kind === 'catalogue' ? [...extra, ...shuffled(found, draw)] : shuffled([...found, ...extra], draw);
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
