/** What the list "What to watch" is made of, and what a visitor can do with it. */
import type { WatchList, WatchProgress } from '../../engine/whatToWatch';
import type { Export } from '../../import/types';
import type { DeviceReport, WireError } from '../../worker/protocol';
import type { ImportFile, Watched } from '../state';

/** How many of the people in the training data met a film; 'new': none of them, so that collaborative filtering does not know it. */
export const FAMES = ['famous', 'known', 'obscure', 'new'] as const;
export type Fame = (typeof FAMES)[number];

/** Null: any. */
export interface WatchFilters {
  genre: string | null;
  /** Its first year. */
  decade: number | null;
  country: string | null;
  fame: Fame | null;
}

/** What the visitor says of films that they have not seen: rows, the latest last. */
export interface WatchChoices {
  /** Count as the latest of the history, in this list alone. */
  liked: number[];
  /** Are left out, and what is like them stands further down. */
  away: number[];
}

export type WatchSource = 'catalogue' | 'watchlist';

/** The other one of two who watch together. It stays in this tab's memory: nothing of it is kept, and none of it goes into the history. */
export type Other =
  | { kind: 'none' }
  | { kind: 'reading'; name: string }
  | { kind: 'profiles'; name: string; profiles: Export['profiles'] }
  | { kind: 'failed'; name: string; error: WireError }
  /** unsure: titles that are not known for sure, and are left out. */
  | { kind: 'whole'; name: string; history: Watched[]; unsure: number };

export interface WholeList extends WatchList {
  device: DeviceReport;
  milliseconds: number;
  forTwo: boolean;
}

export type WatchState =
  | { kind: 'none' }
  /** before: the list that stands until this one is there. */
  | { kind: 'making'; progress: WatchProgress | null; before: WholeList | null }
  | { kind: 'whole'; list: WholeList }
  | { kind: 'stopped' }
  | { kind: 'failed'; error: WireError };

export interface WatchStep {
  choices: WatchChoices;
  /** The film that was said to have been seen. */
  seen?: number;
}

export interface Watching {
  isOpen: boolean;
  source: WatchSource;
  filters: WatchFilters;
  choices: WatchChoices;
  /** The latest last. */
  past: WatchStep[];
  other: Other;
  state: WatchState;
}

export const NO_FILTERS: WatchFilters = { genre: null, decade: null, country: null, fame: null };

export const notWatching: Watching = {
  isOpen: false,
  source: 'catalogue',
  filters: NO_FILTERS,
  choices: { liked: [], away: [] },
  past: [],
  other: { kind: 'none' },
  state: { kind: 'none' },
};

export interface WatchActions {
  openWatch(isOpen: boolean): void;
  /** Makes the list where the region is open and the list is not the present history's. */
  followWatch(): void;
  /** Makes it again, after a stop or a failure. */
  makeWatch(): void;
  stopWatch(): void;
  setWatchSource(source: WatchSource): void;
  filterWatch(filters: Partial<WatchFilters>): void;
  /** "Seen it": into the history, as watched now. */
  seenIt(row: number): void;
  /** "More like this", on and off. */
  moreLike(row: number): void;
  /** "Not for me", on and off. */
  notForMe(row: number): void;
  undoWatch(): void;
  /** Every "More like this" and "Not for me". */
  forgetWatch(): void;
  /** Whose history is read from a service's export; never into one's own. */
  importOther(file: ImportFile, profile?: string): Promise<void>;
  /** Of one's profile, in the file that was chosen last. */
  importOtherProfile(profile: string): Promise<void>;
  /** @param link an address with #h=, or its end. @returns whether it is one. */
  linkOther(link: string): boolean;
  nameOther(name: string): void;
  removeOther(): void;
}
