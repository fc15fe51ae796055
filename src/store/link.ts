/** The history in the address: `#h=1.296.2571`, source ids joined by dots, oldest first. */

export const MAX_HISTORY = 500;
const MAX_LENGTH = 8 * MAX_HISTORY;

export interface Link {
  ids: number[];
  /** What was left out, as a sentence for the visitor; null when nothing was. */
  notice: string | null;
}

const ignored = (why: string): Link => ({ ids: [], notice: `The history in the link was ignored: ${why}. Your own history is untouched.` });

/** @param hash as in `location.hash`. Dots or commas separate the ids. */
export function readLink(hash: string): Link | null {
  if (!hash.startsWith('#h=') || hash === '#h=') return null;
  let value: string;
  try {
    value = decodeURIComponent(hash.slice(3));
  } catch {
    return ignored('it is not understood');
  }
  if (value.length > MAX_LENGTH) return ignored('it is too long');
  const parts = value.split(/[.,]/).filter(Boolean);
  const ids = parts.filter((part) => /^\d{1,9}$/.test(part)).map(Number);
  if (ids.length === 0) return ignored('it is not understood');
  const distinct = [...new Set(ids)].slice(0, MAX_HISTORY);
  const lost = parts.length - distinct.length;
  return { ids: distinct, notice: lost ? `${lost} of ${parts.length} films in the link were ignored: not understood, twice there, or too many.` : null };
}

export const writeLink = (ids: readonly number[]): string => (ids.length ? `#h=${ids.join('.')}` : '');
