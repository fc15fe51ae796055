/** What stands on the stage: a recorded run or the visitor's own, in one shape. */
import type { RecordedLists, RecordedRun, Recording } from '../../../content/recording';
import type { Item, RankedCandidate } from '../../../engine/types';
import { factsOf, itemKey, steering, type State } from '../../../store/state';

export interface StageFilm {
  key: string;
  title: string;
  /** 0: unknown. */
  year: number;
  genres: readonly string[];
  cold: boolean;
}

export interface Placed {
  film: StageFilm;
  /** From 1. */
  place: number;
  /** The share of a probability, or a score of SASRec's; null where it has none. */
  value: number | null;
}

/** The three voices over the same films, best first; null while one has not spoken. */
export interface Lists {
  crowd: Placed[] | null;
  reader: Placed[] | null;
  both: Placed[] | null;
}

export interface Scene {
  /** Another one is another story. */
  key: string;
  recorded: boolean;
  name: string;
  /** Oldest first. */
  history: StageFilm[];
  lists: Lists;
  /** A film that nobody has rated, drawn by lot; of: how many of them each voice places. */
  newcomer: { film: StageFilm; of: number; lists: Lists } | null;
}

/** By the recommender's scores; what it does not know stands last, in no order. */
export function byScore(films: readonly StageFilm[], scores: readonly (number | null)[]): Placed[] {
  return films
    .map((film, i) => ({ film, value: scores[i] ?? null }))
    .sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity) || 0)
    .map((placed, i) => ({ ...placed, place: i + 1 }));
}

export const byRank = (films: readonly StageFilm[], ranking: readonly RankedCandidate[]): Placed[] =>
  ranking.map(({ candidate, probability }, i) => ({ film: films[candidate]!, place: i + 1, value: probability }));

export function recordedScene(recording: Recording, run: RecordedRun): Scene {
  const film = (index: number): StageFilm => {
    const { row, ...facts } = recording.films[index]!;
    return { key: `film ${row}`, ...facts };
  };
  const listsOf = ({ crowd, reader, both }: RecordedLists): Lists => ({ crowd: placed(crowd), reader: placed(reader), both: placed(both) });
  const placed = (places: RecordedLists['crowd']) => places.map((one) => ({ ...one, film: film(one.film) }));
  return {
    key: `recorded ${run.name}`,
    recorded: true,
    name: run.name,
    history: run.history.map(film),
    lists: listsOf(run.lists),
    newcomer: run.newcomer && { film: film(run.newcomer.film), of: run.newcomer.of, lists: listsOf(run.newcomer.lists) },
  };
}

type Live = Pick<State, 'catalogue' | 'history' | 'lowSteer' | 'candidates' | 'voices' | 'recommendation'>;

/** The visitor's own; null without a history. What was said of another history is not shown. */
export function liveScene(state: Live): Scene | null {
  const history = steering(state);
  if (history.length === 0 || state.catalogue.kind !== 'open') return null;
  const { recommendation, candidates } = state;
  const film = (item: Item): StageFilm => {
    const { title = '', year = 0, genres = [], cold = true } = factsOf(state, item) ?? {};
    return { key: itemKey(item), title, year, genres, cold };
  };
  const films = candidates.map(film);
  const voices = state.voices?.history === history && state.voices.candidates === candidates ? state.voices : null;
  const answer =
    (recommendation.kind === 'whole' && !recommendation.stale && recommendation.candidates === candidates && recommendation.result.ranking) || voices?.both;
  const newcomer = voices?.newcomer ?? null;
  const scoreOf = new Map(candidates.map((item, i) => [itemKey(item), voices?.crowd?.[i] ?? null]));
  const others = newcomer?.candidates.map(film) ?? [];
  return {
    key: `live ${history.map(itemKey).join()}`,
    recorded: false,
    name: '',
    history: history.map(film),
    lists: {
      crowd: voices?.crowd ? byScore(films, voices.crowd) : null,
      reader: voices?.reader ? byRank(films, voices.reader) : null,
      both: answer ? byRank(films, answer) : null,
    },
    newcomer: newcomer && {
      film: film(newcomer.item),
      of: others.length,
      lists: {
        crowd: byScore(
          others,
          others.map(({ key }) => scoreOf.get(key) ?? null),
        ),
        reader: newcomer.reader && byRank(others, newcomer.reader),
        both: newcomer.both && byRank(others, newcomer.both),
      },
    },
  };
}

/** Places that are shown of each voice. */
export const ROWS = 6;

/** Where a voice places a film, from 1; null where it has not spoken, or has no score. */
export function placeOf(list: readonly Placed[] | null, key: string): number | null {
  const placed = list?.find(({ film }) => film.key === key);
  return placed?.value == null ? null : placed.place;
}

/** The first `count` places; a film that is to be seen takes the last of them when it stands behind. */
export function shownPlaces(list: readonly Placed[], count: number, seen: string | null): Placed[] {
  const top = list.slice(0, count);
  const behind = seen === null ? undefined : list.slice(count).find(({ film }) => film.key === seen);
  return behind ? [...top.slice(0, -1), behind] : top;
}

/** Where the films of one list stand in the next: rows from 0, null where a film is not among those that are shown. */
export function linesBetween(left: readonly Placed[], right: readonly Placed[]): { key: string; from: number; to: number | null }[] {
  return left.map(({ film }, from) => {
    const to = right.findIndex((placed) => placed.film.key === film.key);
    return { key: film.key, from, to: to < 0 ? null : to };
  });
}
