/** What a service's export says, and what became of it. */

export type Service = 'matinee' | 'letterboxd' | 'imdb' | 'netflix' | 'trakt' | 'movielens' | 'watcharr' | 'spreadsheet' | 'text';

/** 'other': a game, a podcast, a music video. */
export type RowKind = 'film' | 'series' | 'trailer' | 'other';

/** One row of an export, as the file says it. */
export interface Row {
  /** Place among the file's rows, from 1; a header is none. */
  row: number;
  /** Without the year; '' where the file has ids only. */
  title: string;
  year: number | null;
  /** 0.5 to 5, whatever the service's scale. */
  rating: number | null;
  /** Milliseconds since 1970. */
  at: number | null;
  /** Whether `at` is when the film was watched, or only when it was noted down or rated. */
  dated: 'watched' | 'noted' | null;
  ids: RowIds;
  /** Who watched, where a file holds several people. */
  profile: string | null;
  kind: RowKind;
  /** The title alone speaks for `kind`: a film of that very title is a film after all. */
  guessed?: boolean;
  /** 'wanted': it is on the person's list of films to watch. */
  list: 'seen' | 'wanted';
  /** Of a film that the visitor described (Matinee's own files only). */
  description?: string;
}

export interface RowIds {
  /** 'tt' and at least seven digits. */
  imdb?: string;
  tmdb?: number;
  movielens?: number;
}

/** A file that has been read, before anything is looked up. */
export interface Export {
  service: Service;
  /** In the file's order. */
  rows: Row[];
  /** The people in it, most rows first; empty where the service does not name them. */
  profiles: { name: string; rows: number }[];
}

/** What is known of a catalogue's film beside its title and year. */
export interface FilmFacts {
  /** Native, original and a.k.a. titles. */
  otherTitles?: readonly string[];
  imdb?: string;
  tmdb?: number;
  /** Pornography: matched by its own title, and never guessed. */
  adult?: true;
}

export type SkipReason = 'series' | 'trailer' | 'other' | 'wanted' | 'profile' | 'no-title';

export type Verdict =
  /** `film` is a row of the catalogue. */
  | { status: 'matched'; film: number; by: 'id' | 'title' }
  /** `suggestions` are rows of the catalogue, the likeliest first: "did you mean". */
  | { status: 'unsure'; why: 'year' | 'several' | 'title'; suggestions: number[] }
  | { status: 'unknown' }
  | { status: 'skipped'; why: SkipReason };

export type RowResult = Row & { verdict: Verdict };

/** A film once, however often it was watched. */
export interface HistoryEntry {
  /** Row of the catalogue. */
  film: number;
  /** When it was last watched, as far as the file says; milliseconds since 1970. */
  at: number | null;
  /** The last one given; 0.5 to 5. */
  rating: number | null;
  /** Rows of the file that are this film. */
  times: number;
  /** False below the person's own middle: watched, so never recommended, but no sign of taste. */
  steers: boolean;
}

export interface Counts {
  rows: number;
  /** Films of the catalogue in the history, each once. */
  films: number;
  matched: number;
  unsure: number;
  unknown: number;
  skipped: number;
  why: Partial<Record<SkipReason, number>>;
}

export interface ImportResult {
  service: Service;
  /** Every row of the file, in its order. */
  rows: RowResult[];
  /** Oldest first. */
  history: HistoryEntry[];
  /** What the person means to watch, matched like the rest: candidates. */
  wanted: RowResult[];
  /** Median of the person's ratings, 0.5 to 5; null without any. */
  middle: number | null;
  counts: Counts;
  profiles: Export['profiles'];
}
