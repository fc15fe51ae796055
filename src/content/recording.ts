/** What `npm run record` wrote: runs of the shipped bundle, which the stage plays until a model is there. */
import recorded from './recording.json';

export interface RecordedFilm {
  row: number;
  title: string;
  year: number;
  genres: string[];
  cold: boolean;
}

export interface RecordedPlace {
  film: number;
  /** From 1. */
  place: number;
  /** The share of a probability, or SASRec's score; null where it has none. */
  value: number | null;
}

/** The places that the stage shows, best first. */
export interface RecordedLists {
  crowd: RecordedPlace[];
  /** The language model without soft tokens. */
  reader: RecordedPlace[];
  /** A-LLMRec. */
  both: RecordedPlace[];
}

/** Hit@1 among so many candidates. */
export interface Measured {
  hit1: number;
  candidates: number;
  /** 'test', or 'validation' where there was no test. */
  split: string;
}

/** Films are indices into the recording's. */
export interface RecordedRun {
  name: string;
  /** Oldest first. */
  history: number[];
  lists: RecordedLists;
  /** The answer, as it was decoded. */
  tokens: string[];
  /** of: how many films nobody has rated stand beside each other. */
  newcomer: { film: number; of: number; lists: RecordedLists } | null;
}

export interface Recording {
  /** Folder of the bundle, and sha256 of its manifest. */
  bundle: string;
  version: string;
  command: string;
  films: RecordedFilm[];
  /** How often each voice was right in a test, as the manifest has it. */
  measured: Partial<Record<keyof RecordedLists, Measured>>;
  /** The same among those that nobody has rated. */
  measuredOfNewcomers: Partial<Record<keyof RecordedLists, Measured>>;
  runs: RecordedRun[];
}

export const RECORDING: Recording = recorded;
