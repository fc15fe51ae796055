/** What the page knows of wandering: the map of all films, the search by meaning, a film that does not exist yet. */
import type { Film, Item, OwnFilm, RankedCandidate, ScoredFilm } from '../../engine/types';
import type { WireError } from '../../worker/protocol';

export type FilmMap =
  | { kind: 'none' }
  | { kind: 'reading' }
  /** The bundle is from before there was a map. */
  | { kind: 'absent' }
  /** positions: x, y from 0 to 65535, y upwards [films * 2]; films: the catalogue's, whose rows they are of. */
  | { kind: 'whole'; positions: Uint16Array; films: readonly Film[] }
  | { kind: 'failed'; error: WireError };

/** Where the visitor stands: among the films nearest to their soft token or, while the model is on its way, among the first of SASRec's list. */
export type Place = { kind: 'none' } | { kind: 'found'; by: 'soft token' | 'sasrec'; rows: number[]; history: readonly Item[] };

export type Meaning =
  | { kind: 'none' }
  | { kind: 'searching'; query: string }
  /** Best first; score: the cosine of the two texts. */
  | { kind: 'whole'; query: string; films: ScoredFilm[] }
  | { kind: 'failed'; query: string; error: WireError };

/** How an invented film does among new films that nobody has rated either. */
export interface Standing {
  /** The invented film among them. */
  candidates: Item[];
  /** By the language model, best first. */
  ranking: RankedCandidate[];
  /** The place of the invented film, from 1. */
  place: number;
}

export type Invention =
  | { kind: 'none' }
  | { kind: 'reading'; step: 'text' | 'ranking'; doneTokens: number; totalTokens: number }
  /** alike: nearest by text. standing: null without a history to rank for. */
  | { kind: 'whole'; film: OwnFilm; alike: ScoredFilm[]; standing: Standing | null; history: readonly Item[] }
  | { kind: 'failed'; error: WireError };

export interface Wander {
  map: FilmMap;
  place: Place;
  meaning: Meaning;
  invention: Invention;
  /** What the map was asked to show, and how often: the same wish twice is two wishes. */
  look: { at: 'you' | 'invention'; times: number } | null;
}

export const NOWHERE: Wander = { map: { kind: 'none' }, place: { kind: 'none' }, meaning: { kind: 'none' }, invention: { kind: 'none' }, look: null };

export interface WanderActions {
  /** Fetches the map, where it is not there yet. */
  openMap(): Promise<void>;
  /** Has the map show something. */
  lookAt(at: 'you' | 'invention'): void;
  /** Where the present history stands on it. */
  findPlace(): Promise<void>;
  /** Films of which something like this is told. Waits for a model that is busy or on its way. */
  searchMeaning(query: string): Promise<void>;
  /** SBERT reads a film that does not exist, and the language model ranks it among new ones. */
  invent(film: Omit<OwnFilm, 'embedding'>): Promise<void>;
}
