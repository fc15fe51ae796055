/** Keeps the history between visits, where the browser lets it. What is read may be anything: it is checked. */
import type { OwnFilm } from '../engine/types';

const KEY = 'matinee.history.1';

/** Ids mean another item in another bundle: each but the default has a history of its own. */
export const historyKey = (bundle: string, defaultBundle: string): string => (bundle === defaultBundle ? KEY : `${KEY} ${new URL(bundle).pathname}`);

/** The text of a film of the visitor's own, and what one SBERT read in it. */
export interface StoredFilm extends Omit<OwnFilm, 'embedding'> {
  /** sha256 of the SBERT file; absent in what earlier versions kept. */
  sbert?: string;
  embedding: number[];
}

/** What a service's file says of a film. */
interface StoredFacts {
  at?: number;
  rating?: number;
  low?: true;
}

/** An id of the bundle's data set, alone or with what a file says of it, or a film of the visitor's own. */
export type StoredItem = number | ({ id: number } & StoredFacts) | (StoredFilm & StoredFacts);

export interface Keeper {
  read(): StoredItem[];
  /** @returns false when the browser refuses. */
  write(items: StoredItem[]): boolean;
}

// What the form for a film of one's own lets through (src/engine/items/ownFilm.ts).
const MAX_TITLE = 200;
const MAX_DESCRIPTION = 5000;
const MAX_YEAR = 9999;

const isText = (value: unknown, longest: number): value is string => typeof value === 'string' && [...value].length <= longest;
const isWhole = (value: unknown, greatest: number): value is number => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= greatest;

const isRating = (value: number): boolean => value > 0 && value <= 5;

function isItem(item: unknown): item is StoredItem {
  if (typeof item !== 'object' || item === null) return isWhole(item, Number.MAX_SAFE_INTEGER);
  const { id, title, year, description, sbert, embedding, at, rating, low } = item as Record<keyof StoredFilm | keyof StoredFacts | 'id', unknown>;
  const isSound =
    (at === undefined || Number.isFinite(at)) &&
    (rating === undefined || (Number.isFinite(rating) && isRating(rating as number))) &&
    (low === undefined || low === true);
  if (!isSound) return false;
  if (id !== undefined) return isWhole(id, Number.MAX_SAFE_INTEGER);
  return (
    isText(title, MAX_TITLE) &&
    title.trim() !== '' &&
    isWhole(year, MAX_YEAR) &&
    isText(description, MAX_DESCRIPTION) &&
    (sbert === undefined || typeof sbert === 'string') &&
    Array.isArray(embedding) &&
    embedding.every((value) => Number.isFinite(value))
  );
}

export const localKeeper = (key: string): Keeper => ({
  read() {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
      return Array.isArray(stored) ? stored.filter(isItem) : [];
    } catch {
      return [];
    }
  },
  write(items) {
    try {
      localStorage.setItem(key, JSON.stringify(items));
      return true;
    } catch {
      return false;
    }
  },
});

/** @param sbert sha256 of the SBERT file that has read the film */
export const storeOwn = ({ title, year, description, embedding }: OwnFilm, sbert: string): StoredFilm => ({
  title,
  year,
  description,
  sbert,
  embedding: Array.from(embedding, (value) => Number(value.toFixed(5))),
});

/** @param sbert sha256 of the bundle's SBERT file: what another one read is not used, and the film is unread. @param textSize SBERT's width */
export const restoreOwn = ({ title, year, description, ...stored }: StoredFilm, sbert: string, textSize: number): OwnFilm => ({
  title,
  year,
  description,
  embedding: stored.sbert === sbert && stored.embedding.length === textSize ? Float32Array.from(stored.embedding) : new Float32Array(),
});
