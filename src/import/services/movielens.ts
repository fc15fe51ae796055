/** MovieLens: a data set's ratings.csv (userId, movieId, rating, timestamp), and what movielens.org exports for one person. */
import { dateReader } from '../file/dates';
import { blank, named, readId, readImdb, readRating, readTmdb } from './fields';
import type { TableService } from './service';

export const movielens: TableService = {
  service: 'movielens',
  recognises: (header) => header.has('movieid') && (header.has('rating') || header.has('averagerating')),
  rows(table) {
    const date = dateReader(table.column('timestamp', 'datetime', 'date'), 'day');
    return table.records.map((record, i) => {
      const id = readId(table.cell(record, 'movieid'));
      const at = date(table.cell(record, 'timestamp', 'datetime', 'date'));
      return {
        ...blank,
        ...named(table.cell(record, 'title'), table.cell(record, 'year')),
        row: i + 1,
        rating: readRating(table.cell(record, 'rating'), 5),
        at,
        dated: at === null ? null : 'noted',
        ids: { ...(id === undefined ? {} : { movielens: id }), ...readImdb(table.cell(record, 'imdbid')), ...readTmdb(table.cell(record, 'tmdbid')) },
        profile: table.cell(record, 'userid') || null,
        list: table.has('rating') ? 'seen' : 'wanted',
      };
    });
  },
};
