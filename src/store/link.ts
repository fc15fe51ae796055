/** The history in the address: `#h=1.296.2571`, source ids joined by dots, oldest first; `&c=` and `&s=` say how the candidates are drawn. */
import { isCandidateKind, type CandidateKind } from './candidates';

export const MAX_HISTORY = 500;
export const FIRST_SEED = 1;
const MAX_SEED = 1e6;
const MAX_LENGTH = 8 * MAX_HISTORY;

export interface Link {
  ids: number[];
  candidateKind: CandidateKind;
  seed: number;
  /** What was left out, as a sentence for the visitor; null when nothing was. */
  notice: string | null;
}

/** @param hash as in `location.hash`. Dots or commas separate the ids. */
export function readLink(hash: string): Link | null {
  if (!hash.startsWith('#h=') || hash === '#h=') return null;
  const link: Link = { ids: [], candidateKind: 'sasrec', seed: FIRST_SEED, notice: null };
  const ignored = (why: string): Link => ({ ...link, notice: `The history in the link was ignored: ${why}. Your own history is untouched.` });
  let value: string;
  try {
    value = decodeURIComponent(hash.slice(3));
  } catch {
    return ignored('it is not understood');
  }
  if (value.length > MAX_LENGTH) return ignored('it is too long');
  const [list = '', ...options] = value.split('&');
  const parts = list.split(/[.,]/).filter(Boolean);
  const ids = parts.filter((part) => /^\d{1,9}$/.test(part)).map(Number);
  if (ids.length === 0) return ignored('it is not understood');
  link.ids = [...new Set(ids)].slice(0, MAX_HISTORY);
  const unknown: string[] = [];
  for (const option of options) {
    const [key, given = ''] = option.split('=');
    const seed = /^\d{1,7}$/.test(given) ? Number(given) : 0;
    if (key === 'c' && isCandidateKind(given)) link.candidateKind = given;
    else if (key === 's' && seed >= 1 && seed <= MAX_SEED) link.seed = seed;
    else unknown.push(option.slice(0, 20));
  }
  const lost = parts.length - link.ids.length;
  const notices = [
    ...(lost ? [`${lost} of ${parts.length} entries of the link were ignored: not understood, twice there, or too many.`] : []),
    ...(unknown.length ? [`“${unknown.join('”, “')}” in the link was ignored: not understood.`] : []),
  ];
  if (notices.length) link.notice = notices.join(' ');
  return link;
}

/** @returns '' for an empty history. */
export function writeLink(ids: readonly number[], candidateKind: CandidateKind = 'sasrec', seed = FIRST_SEED): string {
  if (ids.length === 0) return '';
  return `#h=${ids.join('.')}${candidateKind === 'sasrec' ? '' : `&c=${candidateKind}`}${seed === FIRST_SEED ? '' : `&s=${seed}`}`;
}
