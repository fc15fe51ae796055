/** Letterboxd's export: ratings.csv, watched.csv, diary.csv, reviews.csv, watchlist.csv, lists, and the zip of all of them. */
import { dateReader } from '../file/dates';
import type { Row } from '../types';
import { blank, merged, named, readRating } from './fields';
import type { TableService } from './service';

export const letterboxd: TableService = {
  service: 'letterboxd',
  recognises: (header) => header.has('name', 'year') && (header.has('letterboxduri') || header.has('position', 'url')),
  rows(table, name) {
    const watched = dateReader(table.column('watcheddate'), 'month');
    const noted = dateReader(table.column('date'), 'month');
    // A list says what its maker chose, not what was seen; watchlist.csv and watched.csv differ in their names alone.
    const wanted = table.has('position') || (!table.has('rating') && !table.has('watcheddate') && /watchlist[^/\\]*$/i.test(name));
    return table.records.map((record, i): Row => {
      const at = watched(table.cell(record, 'watcheddate'));
      const day = at ?? noted(table.cell(record, 'date'));
      return {
        ...blank,
        ...named(table.cell(record, 'name'), table.cell(record, 'year')),
        row: i + 1,
        rating: readRating(table.cell(record, 'rating'), 5),
        at: day,
        dated: day === null ? null : at === null ? 'noted' : 'watched',
        list: wanted ? 'wanted' : 'seen',
      };
    });
  },
};

/** Folders of the zip that are not the history. */
const ASIDE = /(?:^|\/)(?:likes|lists|deleted|orphaned)\//i;
const ORDER = ['watched', 'ratings', 'diary', 'reviews', 'watchlist'];

/** A row for each film of the zip: the files say different things of the same films. */
export function mergeLetterboxd(files: readonly { name: string; rows: Row[] }[]): Row[] {
  const place = (name: string) => ORDER.findIndex((part) => name.toLowerCase().includes(`${part}.`));
  const used = files.filter(({ name }) => !ASIDE.test(name) && place(name) >= 0);
  return merged([...(used.length > 0 ? used : files)].sort((a, b) => place(a.name) - place(b.name)).map(({ rows }) => rows));
}
