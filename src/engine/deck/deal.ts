/**
 * A round of "Beat the model": a history, five items, one of which was next. People are invented: MovieLens' histories are not in this repository.
 * An invented person has one taste, a fact that the rest of the history and the next item share, and watches other things besides.
 */
import { seededRandom, shuffled } from '../../random';
import type { Film } from '../types';
import type { Taste, TasteKind, Tastes } from './tastes';

/** person: an invented one; unrated: the same, and the five are items that nobody has rated; friend: a history of the visitor's own. */
export const DECKS = ['person', 'unrated', 'friend'] as const;
export type DeckKind = (typeof DECKS)[number];

export interface Round {
  deck: DeckKind;
  seed: number;
  /** Rows, oldest first. */
  history: number[];
  /** Rows, in random order. */
  candidates: number[];
  /** Index into the candidates. */
  answer: number;
  /** The rule that made the person; null for a history of the visitor's own. */
  taste: { kind: TasteKind; name: string } | null;
  /** Rows of the history that the rule gave. */
  fits: number[];
}

export const CHOICES = 5;
const OTHERS = CHOICES - 1;
/** Of a friend's round: what is hidden, and two to guess from. */
export const FRIEND_LEAST = 3;
const FITS = 6;
const FITS_LEAST = 3;
const NOISE = 2;
/** The others are drawn from so many of the nearest in popularity on either side. */
const NEIGHBOURS = 30;

/** Tastes of a deck: with enough for a history, and something next. */
function playable({ all }: Tastes, films: readonly Film[], cold: boolean): Taste[] {
  return all.filter(({ rows }) => {
    const warm = rows.filter((row) => !films[row]!.cold).length;
    return cold ? warm >= FITS_LEAST && warm < rows.length : warm > FITS_LEAST;
  });
}

/** @returns null where the catalogue has too little for the deck. The same seed gives the same round. */
export function dealPerson(films: readonly Film[], tastes: Tastes, deck: Exclude<DeckKind, 'friend'>, seed: number): Round | null {
  const random = seededRandom(seed);
  const cold = deck === 'unrated';
  const groups = playable(tastes, films, cold);
  // A kind first: there are hundreds of directors, and few countries.
  for (const kind of shuffled([...new Set(groups.map(({ kind }) => kind))], random)) {
    const ofKind = groups.filter((taste) => taste.kind === kind);
    for (let tries = 0; tries < 50; tries++) {
      const taste = pick(ofKind, random, ({ rows }) => rows.reduce((sum, row) => sum + watched(films[row]!), 0));
      const round = invent(films, tastes, taste, cold, random);
      if (round) return { ...round, deck, seed, taste: { kind, name: taste.name } };
    }
  }
  return null;
}

/** The better known, the likelier; a thousand viewers are no thousand times one. */
const watched = ({ popularity }: Film): number => Math.sqrt(popularity);

function invent(films: readonly Film[], tastes: Tastes, taste: Taste, cold: boolean, random: () => number): Omit<Round, 'deck' | 'seed' | 'taste'> | null {
  const isTarget = (row: number) => films[row]!.cold === cold;
  const isWarm = (row: number) => !films[row]!.cold;
  let fits: number[];
  let target: number;
  if (taste.kind === 'series') {
    // In the order of the series: the next part is next.
    const ends = taste.rows.flatMap((row, i) => (isTarget(row) && taste.rows.slice(0, i).filter(isWarm).length >= 2 ? [i] : []));
    if (ends.length === 0) return null;
    const end = ends[Math.floor(random() * ends.length)]!;
    target = taste.rows[end]!;
    fits = taste.rows.slice(0, end).filter(isWarm).slice(-FITS);
  } else {
    const targets = taste.rows.filter(isTarget);
    if (targets.length === 0) return null;
    target = pick(targets, random, (row) => watched(films[row]!) || 1);
    fits = sample(
      taste.rows.filter((row) => row !== target && isWarm(row)),
      FITS,
      random,
      (row) => watched(films[row]!),
    );
    if (fits.length < FITS_LEAST) return null;
  }
  const like = new Set(taste.rows);
  const noise = sample(
    films.flatMap(({ row, cold }) => (cold || like.has(row) ? [] : [row])),
    NOISE,
    random,
    (row) => watched(films[row]!),
  );
  // What does not belong stands anywhere but at the end, as if one had been at somebody else's choice.
  const history = [...fits];
  for (const row of noise) history.splice(Math.floor(random() * history.length), 0, row);
  const titles = new Set([...history, target].map((row) => films[row]!.title));
  // Editions of one title, as of games, would give themselves away.
  if (titles.size <= history.length) return null;
  const known = tastes.known.get(taste.kind)!;
  const negatives = drawOthers(films, target, ({ row, title }) => known.has(row) && !like.has(row) && !titles.has(title), random);
  if (negatives.length < OTHERS) return null;
  const candidates = shuffled([target, ...negatives], random);
  return { history, candidates, answer: candidates.indexOf(target), fits };
}

/**
 * A friend guesses at the visitor's own history: its last item is hidden, or the one `back` before it, and what followed.
 * @param rows oldest first @returns null where the history is too short.
 */
export function dealFriend(films: readonly Film[], rows: readonly number[], back: number, seed: number): Round | null {
  if (rows.length < FRIEND_LEAST) return null;
  const random = seededRandom(seed);
  const end = rows.length - 1 - (back % (rows.length - FRIEND_LEAST + 1));
  const target = rows[end]!;
  const met = new Set(rows.map((row) => films[row]!.title));
  const negatives = drawOthers(films, target, ({ title }) => !met.has(title), random);
  if (negatives.length < OTHERS) return null;
  const candidates = shuffled([target, ...negatives], random);
  return { deck: 'friend', seed, history: rows.slice(0, end), candidates, answer: candidates.indexOf(target), taste: null, fits: [] };
}

/**
 * Four that are about as popular as the target, each title once: no one can tell the target from them by how many know it, nor by its place
 * between them, for how many are better known is drawn first. Of what nobody has rated, all are comparable.
 */
function drawOthers(films: readonly Film[], target: number, allowed: (film: Film) => boolean, random: () => number): number[] {
  const { popularity, cold } = films[target]!;
  const titles = new Set<string>();
  const isNew = ({ title }: Film) => titles.size < titles.add(title).size;
  const free = films.filter((film) => film.cold === cold && film.row !== target && allowed(film));
  if (cold) return rowsOf(shuffled(free, random).filter(isNew).slice(0, OTHERS));
  const apart = (film: Film) => Math.abs(film.popularity - popularity);
  const nearest = (side: Film[]) =>
    shuffled(
      side
        .sort((a, b) => apart(a) - apart(b) || a.row - b.row)
        .filter(isNew)
        .slice(0, NEIGHBOURS),
      random,
    );
  const isAbove = (film: Film) => film.popularity > popularity || (film.popularity === popularity && film.row < target);
  const above = nearest(free.filter(isAbove));
  const below = nearest(free.filter((film) => !isAbove(film)));
  const better = Math.max(Math.min(Math.floor(random() * CHOICES), above.length), OTHERS - below.length);
  return rowsOf([...above.slice(0, better), ...below.slice(0, OTHERS - better)]);
}

const rowsOf = (films: readonly Film[]): number[] => films.map(({ row }) => row);

function pick<T>(from: readonly T[], random: () => number, weight: (value: T) => number): T {
  const weights = from.map(weight);
  let left = random() * weights.reduce((a, b) => a + b, 0);
  const index = weights.findIndex((each) => (left -= each) < 0);
  return from[index < 0 ? from.length - 1 : index]!;
}

function sample(from: readonly number[], count: number, random: () => number, weight: (row: number) => number): number[] {
  const left = [...from];
  const chosen: number[] = [];
  while (chosen.length < count && left.length > 0) {
    const row = pick(left, random, weight);
    left.splice(left.indexOf(row), 1);
    chosen.push(row);
  }
  return chosen;
}
