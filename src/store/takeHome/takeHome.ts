/** The link that a visitor takes along: history, settings and films of their own; and as much of it as a QR code holds. */
import type { RecommenderName } from '../../bundle/manifest';
import { MAX_HISTORY, writeLink } from '../address';
import { steering, type State } from '../state';
import { MAX_OWN, writeOwn, type LinkedFilm } from './ownInLink';

type Taken = Pick<State, 'catalogue' | 'history' | 'lowSteer' | 'candidateKind' | 'seed'>;

/** A QR code holds 2,953 bytes, but a phone reads one of so many from a screen badly: these make 105 modules a side. */
export const QR_BYTES = 1000;
/** What a QR code has of the description of a film of one's own; a link has it all. */
const QR_DESCRIPTION = 200;
/** Of a link, together. */
const OWN_LENGTH = 12_000;

export interface HomeLink {
  url: string;
  /** Items of the history, and how many of them the link has: the latest. */
  of: number;
  items: number;
  /** Descriptions of one's own that were shortened. */
  shortened: number;
}

/**
 * Where the link leads: `home`, or this page without what is the booth's.
 * @param page `location.href`
 * @param recommender the one that was chosen; null: the bundle's first
 */
export function homePage(page: string, home: string | null, recommender: RecommenderName | null = null): string {
  const url = new URL(home ?? page);
  if (home === null) {
    const bundle = url.searchParams.get('bundle');
    url.hash = '';
    url.search = bundle === null ? '' : `?${new URLSearchParams({ bundle })}`;
  }
  if (recommender !== null) url.searchParams.set('recommender', recommender);
  return url.href;
}

/** Whether an address means the machine itself, to whoever opens it. */
export function isLocal(page: string): boolean {
  const { hostname, protocol } = new URL(page);
  return protocol === 'file:' || /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}

/** @param bytes at most, of the whole link; without it, what a link may have. @returns null while there is nothing to take along. */
export function homeLink(state: Taken, page: string, bytes = Infinity): HomeLink | null {
  const { catalogue, candidateKind, seed } = state;
  if (catalogue.kind !== 'open') return null;
  const all = steering(state);
  const write = (count: number, longest: number) => {
    const items = all.slice(all.length - count);
    const ids: number[] = [];
    const own: LinkedFilm[] = [];
    let shortened = 0;
    items.forEach((item, at) => {
      if (item.kind === 'film') return ids.push(catalogue.films[item.row]!.id);
      const { title, year, description } = item.film;
      const letters = [...description];
      if (letters.length > longest) shortened++;
      return own.push({ at, title, year, description: letters.slice(0, longest).join('') });
    });
    const texts = writeOwn(own);
    // The list to watch stays here: whoever opens the link has none.
    const hash = writeLink(ids, candidateKind === 'watchlist' ? 'sasrec' : candidateKind, seed, texts);
    const url = page + hash;
    return { link: { url, of: all.length, items: count, shortened }, fits: url.length <= bytes && own.length <= MAX_OWN && texts.length <= OWN_LENGTH };
  };
  const longest = Math.min(all.length, MAX_HISTORY);
  if (longest === 0) return null;
  for (const description of [Infinity, QR_DESCRIPTION]) {
    const { link, fits } = write(longest, description);
    if (fits) return link;
  }
  // The more, the longer: halves find the most that fits.
  let [least, most] = [0, longest];
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (write(middle, QR_DESCRIPTION).fits) least = middle;
    else most = middle;
  }
  return least > 0 ? write(least, QR_DESCRIPTION).link : null;
}
