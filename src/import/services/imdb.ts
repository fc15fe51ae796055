/** IMDb's export of ratings, and of the watchlist and other lists, which have a position for each title. */
import { dateReader } from '../file/dates';
import { blank, named, readImdb, readKind, readRating } from './fields';
import type { TableService } from './service';

export const imdb: TableService = {
  service: 'imdb',
  recognises: (header) => header.has('const') && header.has('title') && (header.has('yourrating') || header.has('position') || header.has('titletype')),
  rows(table) {
    const rated = dateReader(table.column('daterated'), 'day');
    const made = dateReader(table.column('created'), 'day');
    const wanted = table.has('position');
    return table.records.map((record, i) => {
      const at = rated(table.cell(record, 'daterated')) ?? made(table.cell(record, 'created'));
      return {
        ...blank,
        ...named(table.cell(record, 'title', 'originaltitle'), table.cell(record, 'year', 'releasedate')),
        row: i + 1,
        rating: readRating(table.cell(record, 'yourrating'), 10),
        at,
        dated: at === null ? null : 'noted',
        ids: readImdb(table.cell(record, 'const')),
        kind: readKind(table.cell(record, 'titletype')),
        list: wanted ? 'wanted' : 'seen',
      };
    });
  },
};
