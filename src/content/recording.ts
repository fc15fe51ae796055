/** What `npm run record` wrote: runs of the shipped bundle, which the stage plays until a model is there. */
import recorded from './recording.json';

export interface RecordedFilm {
  row: number;
  title: string;
  year: number;
  genres: string[];
  cold: boolean;
}

interface Ranked {
  /** Index into the candidates. */
  candidate: number;
  probability: number;
}

/** Films are indices into the recording's. */
export interface RecordedRun {
  name: string;
  /** Oldest first. */
  history: number[];
  candidates: number[];
  /** SASRec's score of each candidate. */
  crowd: (number | null)[];
  /** The language model without soft tokens, most probable first. */
  reader: Ranked[];
  /** A-LLMRec. */
  both: Ranked[];
  /** The answer, as it was decoded. */
  tokens: string[];
  newcomer: { film: number; candidates: number[]; reader: Ranked[]; both: Ranked[] } | null;
}

export interface Recording {
  /** Folder of the bundle, and sha256 of its manifest. */
  bundle: string;
  version: string;
  command: string;
  films: RecordedFilm[];
  runs: RecordedRun[];
}

export const RECORDING: Recording = recorded;
