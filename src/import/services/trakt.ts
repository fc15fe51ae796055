/** Trakt: the JSON files of its export (history, watched, ratings, collection, watchlist) and CSV files with its columns. */
import * as v from 'valibot';
import { dateReader } from '../file/dates';
import type { Row } from '../types';
import { blank, merged, named, readImdb, readKind, readRating, readTmdb } from './fields';
import type { JsonService, TableService } from './service';

const text = v.optional(v.nullable(v.string()));
const id = v.optional(v.nullable(v.union([v.string(), v.number()])));
const work = v.object({ title: text, year: v.optional(v.nullable(v.number())), ids: v.optional(v.object({ imdb: id, tmdb: id })) });
const entry = v.object({
  type: text,
  movie: v.optional(v.nullable(work)),
  show: v.optional(v.nullable(work)),
  episode: v.optional(v.nullable(v.object({ title: text }))),
  watched_at: text,
  last_watched_at: text,
  rated_at: text,
  collected_at: text,
  listed_at: text,
  rating: v.optional(v.nullable(v.number())),
});

const isEntry = (value: unknown): boolean => {
  const { success, output } = v.safeParse(entry, value);
  return success && Boolean(output.movie ?? output.show);
};

export const traktJson: JsonService = {
  service: 'trakt',
  recognises: (value) => Array.isArray(value) && value.slice(0, 20).some(isEntry),
  rows(value) {
    const entries = (value as unknown[]).map((one) => v.safeParse(entry, one)).map((parsed) => (parsed.success ? parsed.output : {}));
    const date = dateReader([], 'day');
    return entries.map((one, i): Row => {
      const film = one.movie ?? one.show ?? {};
      const watched = date(one.watched_at ?? one.last_watched_at ?? '');
      const at = watched ?? date(one.rated_at ?? one.listed_at ?? one.collected_at ?? '');
      return {
        ...blank,
        ...named(film.title, film.year),
        row: i + 1,
        rating: readRating(one.rating, 10),
        at,
        dated: at === null ? null : watched === null ? 'noted' : 'watched',
        ids: { ...readImdb(film.ids?.imdb), ...readTmdb(film.ids?.tmdb) },
        kind: one.movie || !one.show ? 'film' : 'series',
        // Owning a disc is not watching it.
        list: watched === null && !one.rated_at && (one.listed_at || one.collected_at) ? 'wanted' : 'seen',
      };
    });
  },
};

export const traktCsv: TableService = {
  service: 'trakt',
  recognises: (header) =>
    header.has('title') && ['watchedat', 'lastwatchedat', 'ratedat', 'listedat', 'collectedat', 'traktid', 'traktrating'].some((name) => header.has(name)),
  rows(table) {
    const [watched, noted] = [
      ['watchedat', 'lastwatchedat'],
      ['ratedat', 'listedat', 'collectedat', 'date'],
    ] as const;
    const readWatched = dateReader(table.column(...watched), 'day');
    const readNoted = dateReader(table.column(...noted), 'day');
    const wanted = (table.has('listedat') || table.has('collectedat')) && !table.has('watchedat') && !table.has('lastwatchedat') && !table.has('ratedat');
    return table.records.map((record, i): Row => {
      const seen = readWatched(table.cell(record, ...watched));
      const at = seen ?? readNoted(table.cell(record, ...noted));
      const episode = table.cell(record, 'episodenumber', 'seasonnumber', 'episodetitle', 'showtitle') !== '';
      return {
        ...blank,
        ...named(table.cell(record, 'title', 'movietitle'), table.cell(record, 'year', 'released')),
        row: i + 1,
        rating: readRating(table.cell(record, 'rating', 'yourrating', 'myrating'), 10),
        at,
        dated: at === null ? null : seen === null ? 'noted' : 'watched',
        ids: { ...readImdb(table.cell(record, 'imdbid', 'imdb')), ...readTmdb(table.cell(record, 'tmdbid', 'tmdb')) },
        kind: episode ? 'series' : readKind(table.cell(record, 'type', 'mediatype')),
        list: wanted ? 'wanted' : 'seen',
      };
    });
  },
};

/** Watched first, then what only ratings say. */
export const mergeTrakt = (files: readonly { rows: Row[] }[]): Row[] =>
  merged([...files].sort((a, b) => Number(b.rows[0]?.dated === 'watched') - Number(a.rows[0]?.dated === 'watched')).map(({ rows }) => rows));
