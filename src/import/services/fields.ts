/** Cells as the services write them. */
import type { Row } from '../types';
import { isYear, splitYear } from '../matching/titleKey';

/** What a service's rows leave out. */
export const blank = { year: null, rating: null, at: null, dated: null, ids: {}, profile: null, kind: 'film', list: 'seen' } as const satisfies Partial<Row>;

/** No film's title is longer; a megabyte in a cell costs nothing. */
const MAX_TITLE = 400;

/** "1999", "1999-03-31", "31.03.1999", "1999–2004". */
export function readYear(value: unknown): number | null {
  const year = typeof value === 'number' ? value : Number(/(?<!\d)\d{4}(?!\d)/.exec(typeof value === 'string' ? value : '')?.[0]);
  return isYear(year) ? year : null;
}

/** Title and year, where a year in brackets may end the title ("Heat (1995)") and a column may have it too. */
export function named(title: unknown, year: unknown): { title: string; year: number | null } {
  const text = typeof title === 'string' || typeof title === 'number' ? String(title).trim().slice(0, MAX_TITLE) : '';
  const split = splitYear(text);
  const given = readYear(year);
  // A title may end in another year than the film's: "Blade Runner 2049" has none in brackets, "1984 (1956)" does.
  return given === null || given === split.year ? split : { title: text, year: given };
}

/** @param outOf the service's best mark. 0.5 to 5; null for none, for 0 and for what is above the scale. */
export function readRating(value: unknown, outOf: number): number | null {
  const rating = typeof value === 'number' ? value : Number((typeof value === 'string' && value.trim() !== '' ? value : 'none').replace(',', '.'));
  return rating > 0 && rating <= outOf ? (rating * 5) / outOf : null;
}

/** "tt0113277", "0113277", "https://www.imdb.com/title/tt0113277/". */
export function readImdb(value: unknown): { imdb?: string } {
  const digits = /(?:^|tt)(\d{1,9})(?:\D|$)/.exec(typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '')?.[1];
  return digits && Number(digits) > 0 ? { imdb: `tt${digits.padStart(7, '0')}` } : {};
}

export function readId(value: unknown): number | undefined {
  const id = typeof value === 'number' ? value : typeof value === 'string' && /^\s*\d{1,10}\s*$/.test(value) ? Number(value) : 0;
  return Number.isInteger(id) && id > 0 ? id : undefined;
}

export function readTmdb(value: unknown): { tmdb?: number } {
  const tmdb = readId(value);
  return tmdb === undefined ? {} : { tmdb };
}

/** IMDb's "TV Series" and "tvEpisode", Trakt's "show", TMDB's "tv"; what is not known to be something else is a film. */
export function readKind(type: string): Row['kind'] {
  const plain = type.toLowerCase().replace(/[^a-z]/g, '');
  if (/^(?:tv|show|shows|season|anime)$|series|episode|tvshow|miniseries/.test(plain)) return 'series';
  return /game|podcast|music|book|person/.test(plain) ? 'other' : 'film';
}

/** Of several rows of one person about one film: what each knows. The earlier of `rows` wins, but a day of watching wins over one of noting. */
export function merged(lists: readonly (readonly Row[])[]): Row[] {
  const rows: Row[] = [];
  const places = new Map<string, number[]>();
  for (const list of lists) {
    // Two rows of one list are two films of one title, or a film watched twice; the second one meets the second one elsewhere.
    const met = new Map<string, number>();
    for (const row of list) {
      const key = `${row.list} ${row.kind} ${row.title.toLowerCase()} ${row.year ?? ''}`;
      const nth = met.get(key) ?? 0;
      met.set(key, nth + 1);
      const known = places.get(key) ?? [];
      const at = known[Math.min(nth, known.length - 1)];
      if (at === undefined) {
        places.set(key, [rows.length]);
        rows.push({ ...row });
      } else if (list === lists[0] && nth >= known.length) {
        places.set(key, [...known, rows.length]);
        rows.push({ ...row });
      } else combine(rows[at]!, row);
    }
  }
  return rows.map((row, i) => ({ ...row, row: i + 1 }));
}

function combine(into: Row, from: Row): void {
  into.rating ??= from.rating;
  into.ids = { ...from.ids, ...into.ids };
  const later = from.at !== null && (into.at === null || from.at > into.at);
  if (from.at !== null && ((from.dated === 'watched' && into.dated !== 'watched') || (later && from.dated === into.dated))) {
    into.at = from.at;
    into.dated = from.dated;
  }
}
