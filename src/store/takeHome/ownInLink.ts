/** Films of the visitor's own in a link: JSON as base64url, [place in the history, title, year, description] each. Whoever made the link wrote them: all is checked. */
import type { OwnFilm } from '../../engine/types';

export interface LinkedFilm extends Omit<OwnFilm, 'embedding'> {
  /** Its place in the history, from 0. */
  at: number;
}

export const MAX_OWN = 20;
// What the form for a film of one's own lets through (src/engine/items/ownFilm.ts).
const MAX_TITLE = 200;
const MAX_DESCRIPTION = 5000;
const MAX_YEAR = 9999;
const MAX_PLACE = 1e6;

export function writeOwn(films: readonly LinkedFilm[]): string {
  if (films.length === 0) return '';
  const bytes = new TextEncoder().encode(JSON.stringify(films.map(({ at, title, year, description }) => [at, title, year, description])));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

const isWhole = (value: unknown, most: number): value is number => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;
const isText = (value: unknown, longest: number): value is string => typeof value === 'string' && [...value].length <= longest;

/** @returns the films that are sound, each once, and how many entries are not; a text that is no list counts as one. */
export function readOwn(text: string): { films: LinkedFilm[]; lost: number } {
  let value: unknown;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { films: [], lost: 1 };
  }
  if (!Array.isArray(value)) return { films: [], lost: 1 };
  const films = new Map<string, LinkedFilm>();
  for (const entry of value as unknown[]) {
    if (!Array.isArray(entry) || films.size === MAX_OWN) continue;
    const [at, title, year, description] = entry as unknown[];
    if (!isWhole(at, MAX_PLACE) || !isText(title, MAX_TITLE) || title.trim() === '' || !isWhole(year, MAX_YEAR) || !isText(description, MAX_DESCRIPTION))
      continue;
    const key = JSON.stringify([title, year, description]);
    if (!films.has(key)) films.set(key, { at, title, year, description });
  }
  return { films: [...films.values()], lost: value.length - films.size };
}
