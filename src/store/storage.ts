/** Keeps the history between visits, where the browser lets it. */
import type { OwnFilm } from '../engine/types';

const KEY = 'matinee.history.1';

/** Ids mean another item in another bundle, and so do embeddings: each but the default has a history of its own. */
export const historyKey = (bundle: string, defaultBundle: string): string => (bundle === defaultBundle ? KEY : `${KEY} ${new URL(bundle).pathname}`);

export type StoredItem = number | { title: string; year: number; description: string; embedding: number[] };

export interface Keeper {
  read(): StoredItem[];
  /** @returns false when the browser refuses. */
  write(items: StoredItem[]): boolean;
}

const isItem = (item: unknown): item is StoredItem => {
  if (typeof item === 'number') return Number.isSafeInteger(item) && item >= 0;
  if (typeof item !== 'object' || item === null) return false;
  const film = item as Record<string, unknown>;
  return (
    typeof film['title'] === 'string' &&
    typeof film['year'] === 'number' &&
    typeof film['description'] === 'string' &&
    Array.isArray(film['embedding']) &&
    film['embedding'].every((value) => typeof value === 'number' && Number.isFinite(value))
  );
};

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

export const storeOwn = (film: OwnFilm): StoredItem => ({
  title: film.title,
  year: film.year,
  description: film.description,
  embedding: Array.from(film.embedding, (value) => Number(value.toFixed(5))),
});

export const restoreOwn = (item: Exclude<StoredItem, number>): OwnFilm => ({ ...item, embedding: Float32Array.from(item.embedding) });
