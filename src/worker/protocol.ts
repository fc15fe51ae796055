/**
 * Every request that a worker answers, in one typed map. One script serves two workers: `browse` (catalogue,
 * search and SASRec: never waits for the language model) and `model` (downloads, SBERT, aligner, OPT).
 */
import type { DownloadProgress } from '../bundle/webBundle';
import type { GenreProgress } from '../engine/genre';
import type { Inside } from '../engine/inside';
import type { LoadStep } from '../engine/models';
import type { RecommendProgress } from '../engine/recommend';
import type { SentenceProgress } from '../engine/words/sentences';
import type { Decoding, Film, GenreAnswer, Item, OwnFilm, PromptPiece, Recommendation, ScoredFilm, Sentence, SoftPart, System } from '../engine/types';
import type { DeckKind, Round } from '../engine/deck/deal';
import type { EvaluationReport, EvaluationRequest } from '../engine/evaluation/evaluateUsers';
import type { WatchList, WatchProgress, WatchRequest } from '../engine/whatToWatch';
import type { Guess } from '../engine/evaluation/guess';
import type { DeviceChoice, DeviceReport } from '../onnx/device';
import type { Race } from '../onnx/race';
import type { ErrorCode } from '../errors';
import type { Manifest, RecommenderName } from '../bundle/manifest';
import type { Counts, Export, Service } from '../import/types';
import type { Facts } from '../facts/facts';
import type { FilmTable } from './filmTable';

export type { DeviceChoice, DeviceReport };

/** waiting: for a file of the app that is not there, or not right, yet; a sentence for the visitor. */
export type LoadProgress = { step: 'checking' } | { step: 'waiting'; sentence: string } | ({ step: 'downloading' } & DownloadProgress) | LoadStep;

/** Films of the catalogue that a file says were watched, oldest first, as columns. */
export interface WatchedFilms {
  rows: Int32Array;
  /** When each was last watched, in milliseconds since 1970; NaN where the file does not say. */
  at: Float64Array;
  /** 0.5 to 5; NaN without. */
  ratings: Float32Array;
  /** 0 below the person's own middle: watched, and no sign of taste. */
  steers: Uint8Array;
}

/** A title of a file that is no film of the catalogue for sure: a question to the visitor. */
export interface OpenRow {
  /** Its first row in the file. */
  row: number;
  title: string;
  year: number | null;
  rating: number | null;
  at: number | null;
  /** Rows with this title. */
  times: number;
  /** Rows of the catalogue, the likeliest first: "did you mean"; none where the catalogue has nothing like it. */
  suggestions: number[];
  description?: string;
}

export type ImportProgress = { step: 'matching'; rows: number; of: number } | { step: 'open'; rows: OpenRow[] };

export interface Requests {
  /** browse: manifest, catalogue and SASRec only. `bundle` is a folder on the page's origin; `source` the data set that the films' ids belong to. */
  open: {
    /** version: of the model that is loaded, where one is. */
    args: { bundle: string; version?: string | undefined };
    progress: LoadProgress;
    /** version: sha256 of the manifest. */
    result: { manifest: Manifest; films: Film[]; source: string; version?: string };
  };
  /** browse: what the bundle knows of its films, when it has been read; null for a bundle without facts. */
  facts: { args: Record<string, never>; progress: never; result: { facts: Facts | null } };
  /** browse: nothing, once the search knows films by their other titles and their directors, or is to do without. */
  learnt: { args: Record<string, never>; progress: never; result: null };
  /** browse: typo-tolerant search over the titles. `others`: the other title that a row was found by, where it was not its own; '' elsewhere. */
  search: { args: { query: string; limit: number }; progress: never; result: { rows: number[]; others?: string[]; milliseconds: number } };
  /**
   * browse: SASRec's list for a history, best first. `watched` and `own`, films of the visitor's own, are left out with it, in every
   * edition. `excluded` are the rows never to be proposed for it, which are in no list (src/facts/excluded.ts).
   */
  sasrec: {
    args: { rows: number[]; limit: number; watched?: number[]; own?: { title: string; year: number }[] };
    progress: never;
    result: { films: ScoredFilm[]; excluded: number[]; milliseconds: number };
  };
  /** browse: whose list `sasrec` and `crowd` give from now on: another collaborative filter's that the bundle carries, or with null its first one's. */
  recommender: { args: { name: RecommenderName | null }; progress: LoadProgress; result: null };
  /** browse: a round of "Beat the model"; null where the catalogue, or the history of a friend's round, has too little for one. */
  deal: {
    /** history: of the visitor's own, and back: how many of its last are not guessed any more; both for a friend's round. */
    args: { deck: DeckKind; seed: number; history?: number[]; back?: number };
    progress: never;
    result: Round | null;
  };
  /** browse: where each film stands on the map, x, y from 0 to 65535; null where the bundle has no map. [films * 2] */
  map: { args: Record<string, never>; progress: never; result: Uint16Array | null };
  /** browse: what SASRec says of given films, null of those that it does not know, and which films of the history it looked at. */
  crowd: {
    args: { rows: number[]; candidates: number[] };
    progress: never;
    result: { scores: (number | null)[]; attention: { row: number; weight: number }[]; milliseconds: number };
  };
  /** browse: a service's export becomes films of the catalogue. Its bytes are transferred. Nothing of it leaves the worker but to the page. */
  import: {
    args: { bytes: Uint8Array<ArrayBuffer>; name: string; profile?: string };
    progress: ImportProgress;
    result:
      | { kind: 'profiles'; profiles: Export['profiles'] }
      /** The titles that are open have come as progress. wanted: rows of the catalogue, from the person's list of films to watch. */
      | { kind: 'matched'; service: Service; counts: Counts; middle: number | null; history: WatchedFilms; wanted: number[] };
  };
  /** model: everything else; resolves after a self-test on the device. Each has a worker of its own: what ran before it fails with 'stopped'. */
  load: {
    /** races: results of earlier visits, which decide for 'auto'. */
    args: { bundle: string; device: DeviceChoice; version?: string | undefined; races?: Race[] };
    progress: LoadProgress;
    /** notices: sentences for the visitor, such as that the browser stores nothing. lacksTexts: those of the catalogue are on their way still, see `texts`. */
    result: { device: DeviceReport; loadMs: number; notices?: string[]; version?: string; lacksTexts?: boolean };
  };
  /** model: puts another collaborative filter, with its aligner, in the first one's place, or with null the first one back. After a failure all is as it was. */
  backbone: { args: { name: RecommenderName | null }; progress: LoadProgress; result: null };
  /** model: resolves when the catalogue's texts are there; until then, what needs them waits, and `shortlist` has none of the films that do. */
  texts: { args: Record<string, never>; progress: LoadProgress; result: true };
  /** model: SBERT embedding of a visitor's own film. Loads SBERT on first use. */
  embed: { args: { title: string; year: number; description: string }; progress: LoadProgress; result: OwnFilm };
  /**
   * model: rows of the whole catalogue that lie nearest to a history, nearest first. Reads nothing, so that it may come while another request runs.
   * whole: waits for the catalogue's texts.
   */
  shortlist: { args: { history: Item[]; count: number; leftOut: number[]; whole?: true }; progress: never; result: number[] };
  /** model: reads the catalogue's titles, which free generation chooses from, ahead of it; how many. May come while another request runs. */
  titles: { args: Record<string, never>; progress: never; result: number };
  /** system: A-LLMRec unless another is named. leftOut: rows that free generation does not name. */
  recommend: {
    args: { history: Item[]; candidates: Item[]; decoding: Decoding; system?: Exclude<System, 'sasrec'>; without?: SoftPart; leftOut?: number[] };
    progress: RecommendProgress;
    result: Recommendation;
  };
  /** model: films whose texts come nearest to what is searched for, by SBERT; `score` is the cosine. Loads SBERT on first use. */
  meaning: { args: { query: string; limit: number; leftOut: number[] }; progress: LoadProgress; result: ScoredFilm[] };
  /** model: films whose texts come nearest to that of a film of one's own. Reads nothing, so that it may come while another request runs. */
  alike: { args: { film: OwnFilm; limit: number; leftOut: number[] }; progress: never; result: ScoredFilm[] };
  /** model: the numbers behind a history's soft tokens. Reads nothing, so that it may come while another request runs. */
  inside: { args: { history: Item[] }; progress: never; result: Inside };
  /** model: what `recommend` would read. Reads nothing, so that it may come while another request runs. */
  prompt: { args: { history: Item[]; candidates: Item[] }; progress: never; result: PromptPiece[] };
  genre: { args: { history: Item[] }; progress: GenreProgress; result: GenreAnswer };
  /** model: what a history has in common, or why a film follows it, in a sentence. */
  say: { args: { history: Item[]; film?: Item }; progress: SentenceProgress; result: Sentence };
  /** model: of the catalogue, or of a watchlist, the films to watch: for one history or for two. */
  watch: { args: WatchRequest; progress: WatchProgress; result: WatchList };
  /** model: which of a few films each of the three voices holds for the next one; each is told as soon as it is there. */
  guess: { args: { history: number[]; candidates: number[] }; progress: Guess; result: Guess[] };
  /** model: A-LLMRec and SASRec over the users of a visitor's file. Stopped after its first user, it results in what was measured. */
  evaluate: { args: EvaluationRequest; progress: EvaluationReport; result: EvaluationReport };
}

export type RequestName = keyof Requests;

/** Results as they travel: 20,000 films as columns cost the page a fifth of what they cost as objects. */
export type WireResult<K extends RequestName> = K extends 'open' ? Omit<Requests['open']['result'], 'films'> & { films: FilmTable } : Requests[K]['result'];

export type ToWorker =
  | { [K in RequestName]: { id: number; name: K; args: Requests[K]['args'] } }[RequestName]
  /** Aborts request `target`; it then fails with code 'stopped'. */
  | { id: number; name: 'stop'; target: number };

export interface WireError {
  code: ErrorCode;
  /** What happened, in a sentence for the visitor. */
  message: string;
  /** What to do about it. */
  nextStep: string;
  /** For a bug report: the underlying error. */
  detail?: string;
}

export type FromWorker =
  | { [K in RequestName]: { id: number; name: K; kind: 'progress'; value: Requests[K]['progress'] } }[RequestName]
  | { [K in RequestName]: { id: number; name: K; kind: 'result'; value: WireResult<K> } }[RequestName]
  | { id: number; kind: 'error'; error: WireError }
  /** Not tied to a request: the GPU device was lost, say. */
  | { id: -1; kind: 'event'; event: { type: 'device-lost'; message: string } };
