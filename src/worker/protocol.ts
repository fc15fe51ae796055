/**
 * Every request that a worker answers, in one typed map. One script serves two workers: `browse` (catalogue,
 * search and SASRec: never waits for the language model) and `model` (downloads, SBERT, aligner, OPT).
 */
import type { Decoding, Film, GenreAnswer, OwnFilm, RankedCandidate, Recommendation, ScoredFilm } from '../engine/types';
import type { EvaluationReport, EvaluationRequest } from '../engine/evaluation/evaluateUsers';
import type { DeviceChoice, DeviceReport } from '../onnx/device';
import type { ErrorCode } from '../errors';
import type { Manifest } from '../bundle/manifest';
import type { FilmTable } from './filmTable';

export type { DeviceChoice, DeviceReport };

export type LoadProgress =
  | { step: 'checking' }
  | { step: 'downloading'; loadedBytes: number; totalBytes: number; cachedBytes: number; file: string }
  | { step: 'compiling'; part: string }
  | { step: 'warming-up' };

/** A film in a request: a row of the catalogue, or a film of the visitor's own. */
export type ItemRef = { kind: 'film'; row: number } | { kind: 'own'; film: OwnFilm };

export type TokenProgress =
  | { kind: 'prefill'; doneTokens: number; totalTokens: number }
  | { kind: 'ranking'; ranking: RankedCandidate[] }
  | { kind: 'token'; text: string; forced: boolean };

export interface Requests {
  /** browse: manifest, catalogue and SASRec only. `bundle` is a folder on the page's origin. */
  open: { args: { bundle: string }; progress: LoadProgress; result: { manifest: Manifest; films: Film[] } };
  /** browse: typo-tolerant search over the titles. */
  search: { args: { query: string; limit: number }; progress: never; result: { rows: number[]; milliseconds: number } };
  /** browse: SASRec's list for a history, best first; films of the history are left out. */
  sasrec: { args: { rows: number[]; limit: number }; progress: never; result: { films: ScoredFilm[]; milliseconds: number } };
  /** model: everything else; resolves after a one-token run on the device. Stops what runs before it, an earlier `load` too. */
  load: {
    args: { bundle: string; device: DeviceChoice };
    progress: LoadProgress;
    /** notices: sentences for the visitor, such as that the browser stores nothing. */
    result: { device: DeviceReport; loadMs: number; notices?: string[] };
  };
  /** model: SBERT embedding of a visitor's own film. Loads SBERT on first use. */
  embed: { args: { title: string; year: number; description: string }; progress: LoadProgress; result: OwnFilm };
  recommend: { args: { history: ItemRef[]; candidates: ItemRef[]; decoding: Decoding }; progress: TokenProgress; result: Recommendation };
  genre: { args: { history: ItemRef[] }; progress: TokenProgress; result: GenreAnswer };
  /** model: A-LLMRec and SASRec over the users of a visitor's file. Stopped after its first user, it results in what was measured. */
  evaluate: { args: EvaluationRequest; progress: EvaluationReport; result: EvaluationReport };
  /** Releases sessions and buffers; the worker can `load` again. */
  release: { args: Record<string, never>; progress: never; result: null };
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
