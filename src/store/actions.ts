/** What a visitor can do, and what the page gives the store to begin with. */
import type { StoreApi } from 'zustand/vanilla';
import type { Item, OwnFilm } from '../engine/types';
import type { CandidateKind } from './candidates';
import type { Keeper } from './storage';
import type { State } from './state';

export interface Settings {
  /** Absolute URL of the bundle's folder. */
  bundle: string;
  device: State['deviceChoice'];
  kiosk: boolean;
  /** `location.hash` of the visit. */
  hash: string;
  notices: string[];
  keeper: Keeper;
  /** Writes the history into the address. */
  writeHash(hash: string): void;
}

export interface Actions {
  start(): Promise<void>;
  /** Loads the language model again: after a failure, a lost device or another choice of device. */
  load(): Promise<void>;
  search(query: string): Promise<number[]>;
  add(item: Item): void;
  remove(index: number): void;
  move(from: number, to: number): void;
  clear(): void;
  undo(): void;
  usePreset(ids: readonly number[]): void;
  /** Takes the history of a link that was opened while the page was there. */
  openLink(hash: string): void;
  /** For the next visitor of a booth: nothing of the last one is left, Undo included. */
  startOver(ids: readonly number[]): void;
  addOwn(film: { title: string; year: number; description: string }, to: 'history' | 'candidates'): Promise<boolean>;
  /** Takes a film of the visitor's own out of the candidates. */
  forgetOwn(film: OwnFilm): void;
  chooseCandidateKind(kind: CandidateKind): void;
  reshuffle(): void;
  setFreeGeneration(on: boolean): void;
  setDevice(device: State['deviceChoice']): Promise<void>;
  recommend(): Promise<void>;
  favouriteGenre(): Promise<void>;
  /** A-LLMRec and SASRec over a file of users: a line each, user<TAB>item ids, oldest first. @param users at most */
  evaluate(file: EvaluationFile, users: number): Promise<void>;
  stop(): void;
  notify(text: string): void;
  dismiss(id: number): void;
}

/** What is read of a File. */
export type EvaluationFile = Pick<File, 'name' | 'size' | 'text'>;

export type Store = StoreApi<State & Actions>;
