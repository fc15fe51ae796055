/** Matinee's own file, as exportHistory.ts writes it. */
import * as v from 'valibot';
import { dateReader } from '../file/dates';
import type { Row } from '../types';
import { blank, named, readImdb, readTmdb } from './fields';
import type { JsonService } from './service';

export const FORMAT = 'matinee';
export const VERSION = 1;

export const filmSchema = v.object({
  title: v.string(),
  year: v.optional(v.nullable(v.number())),
  /** In the data set that `source` names. */
  id: v.optional(v.nullable(v.number())),
  imdb: v.optional(v.string()),
  tmdb: v.optional(v.number()),
  /** 0.5 to 5. */
  rating: v.optional(v.number()),
  /** YYYY-MM-DD, or with the time. */
  watched: v.optional(v.string()),
  /** Of a film that the visitor described. */
  description: v.optional(v.string()),
});

export const fileSchema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  source: v.string(),
  /** Oldest first. */
  history: v.array(filmSchema),
  list: v.array(filmSchema),
});

export type MatineeFile = v.InferOutput<typeof fileSchema>;

export const matinee: JsonService = {
  service: 'matinee',
  recognises: (value) => v.is(v.object({ format: v.literal(FORMAT) }), value) && v.is(fileSchema, value),
  rows(value) {
    const { source, history, list } = v.parse(fileSchema, value);
    const date = dateReader([], 'day');
    return [...history.map((film) => ({ film, wanted: false })), ...list.map((film) => ({ film, wanted: true }))].map(({ film, wanted }, i): Row => {
      const at = date(film.watched ?? '');
      return {
        ...blank,
        ...named(film.title, film.year),
        row: i + 1,
        rating: film.rating !== undefined && film.rating > 0 && film.rating <= 5 ? film.rating : null,
        at,
        dated: at === null ? null : 'watched',
        ids: { ...(source === 'MovieLens' && typeof film.id === 'number' ? { movielens: film.id } : {}), ...readImdb(film.imdb), ...readTmdb(film.tmdb) },
        list: wanted ? 'wanted' : 'seen',
        ...(film.description === undefined ? {} : { description: film.description }),
      };
    });
  },
};
