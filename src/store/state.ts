/** What the page knows. One status union for the language model, one for the catalogue; never parallel booleans. */
import type { EvaluationReport } from '../engine/evaluation/evaluateUsers';
import type { Film, GenreAnswer, Item, OwnFilm, RankedCandidate, Recommendation, ScoredFilm } from '../engine/types';
import type { Manifest } from '../bundle/manifest';
import type { DeviceChoice, DeviceReport, LoadProgress, WireError } from '../worker/protocol';
import type { CandidateKind } from './candidates';

export type Task = 'recommend' | 'genre' | 'embed' | 'evaluate';

export type ModelStatus =
  | { kind: 'idle' }
  | { kind: 'checking' }
  | Extract<LoadProgress, { step: 'downloading' }> & { kind: 'downloading' }
  | { kind: 'compiling'; part: string }
  | { kind: 'warming-up' }
  | { kind: 'ready'; device: DeviceReport; loadMs: number }
  /** progress: while SBERT is fetched, at the first film of one's own. */
  | { kind: 'running'; device: DeviceReport; loadMs: number; task: Task; progress: LoadProgress | null }
  | { kind: 'lost'; error: WireError }
  | { kind: 'failed'; error: WireError };

export type Catalogue =
  | { kind: 'opening' }
  /** rowOf: the films' rows by their ids in the source data set. */
  | { kind: 'open'; manifest: Manifest; films: Film[]; rowOf: ReadonlyMap<number, number> }
  | { kind: 'failed'; error: WireError };

/** An answer of the model: being written, whole, or the reason why it is not there. */
export type Answer<T> =
  | { kind: 'none' }
  | { kind: 'writing'; text: string; readTokens: number; promptTokens: number; ranking: RankedCandidate[]; candidates: Item[] }
  | { kind: 'whole'; result: T; candidates: Item[]; device: DeviceReport; stale: boolean }
  | { kind: 'stopped'; text: string }
  | { kind: 'failed'; error: WireError };

/** The paper's evaluation over a file of the visitor's; `name` is the file's. */
export type Evaluation =
  | { kind: 'none' }
  /** report: null until the first user is done. */
  | { kind: 'running'; name: string; report: EvaluationReport | null }
  | { kind: 'whole'; name: string; report: EvaluationReport }
  | { kind: 'failed'; name: string; error: WireError };

export interface Notice {
  id: number;
  text: string;
}

export interface State {
  catalogue: Catalogue;
  model: ModelStatus;
  history: Item[];
  /** Earlier histories, the latest last. */
  past: Item[][];
  ownFilms: OwnFilm[];
  sasrec: { films: ScoredFilm[]; milliseconds: number } | null;
  candidateKind: CandidateKind;
  seed: number;
  candidates: Item[];
  freeGeneration: boolean;
  deviceChoice: DeviceChoice;
  recommendation: Answer<Recommendation>;
  genre: Answer<GenreAnswer>;
  evaluation: Evaluation;
  notices: Notice[];
  kiosk: boolean;
}

export const initialState: State = {
  catalogue: { kind: 'opening' },
  model: { kind: 'idle' },
  history: [],
  past: [],
  ownFilms: [],
  sasrec: null,
  candidateKind: 'sasrec',
  seed: 1,
  candidates: [],
  freeGeneration: false,
  deviceChoice: 'auto',
  recommendation: { kind: 'none' },
  genre: { kind: 'none' },
  evaluation: { kind: 'none' },
  notices: [],
  kiosk: false,
};

export const filmRows = (history: readonly Item[]): number[] => history.flatMap((item) => (item.kind === 'film' ? [item.row] : []));

export const sameItem = (a: Item, b: Item): boolean =>
  a.kind === 'film' ? b.kind === 'film' && a.row === b.row : b.kind === 'own' && a.film === b.film;

/** The bundle's words; before its manifest is there, the films'. */
export const wordsOf = ({ catalogue }: Pick<State, 'catalogue'>): Pick<Manifest['words'], 'item' | 'items'> => (catalogue.kind === 'open' ? catalogue.manifest.words : { item: 'movie', items: 'movies' });

/** Title, year and genres of what stands in a list; null while the catalogue is not there. */
export function factsOf(state: Pick<State, 'catalogue'>, item: Item): { title: string; year: number; genres: readonly string[]; cold: boolean; own: boolean } | null {
  if (item.kind === 'own') return { title: item.film.title, year: item.film.year, genres: [], cold: true, own: true };
  const film = state.catalogue.kind === 'open' ? state.catalogue.films[item.row] : undefined;
  return film ? { title: film.title, year: film.year, genres: film.genres, cold: film.cold, own: false } : null;
}

export const statusOf = (progress: LoadProgress): ModelStatus =>
  progress.step === 'downloading' ? { ...progress, kind: 'downloading' } : progress.step === 'compiling' ? { kind: 'compiling', part: progress.part } : { kind: progress.step };
