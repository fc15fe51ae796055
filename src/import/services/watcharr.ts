/** Watcharr's export: a list of what was watched and planned, each with TMDB's facts. */
import * as v from 'valibot';
import { dateReader } from '../file/dates';
import type { Row } from '../types';
import { blank, named, readImdb, readKind, readRating, readTmdb } from './fields';
import type { JsonService } from './service';

const text = v.optional(v.nullable(v.string()));
const entry = v.object({
  status: text,
  rating: v.optional(v.nullable(v.number())),
  createdAt: text,
  updatedAt: text,
  content: v.optional(
    v.nullable(v.object({ tmdbId: v.optional(v.nullable(v.number())), imdbId: text, title: text, type: text, release_date: text, releaseDate: text })),
  ),
  game: v.optional(v.nullable(v.object({ name: text }))),
  activity: v.optional(v.nullable(v.array(v.object({ type: text, customDate: text, createdAt: text, data: text })))),
});

export const watcharr: JsonService = {
  service: 'watcharr',
  recognises: (value) =>
    Array.isArray(value) && value.slice(0, 20).some((one) => typeof one === 'object' && one !== null && ('content' in one || 'game' in one) && 'status' in one),
  rows(value) {
    const date = dateReader([], 'day');
    return (value as unknown[]).map((one, i): Row => {
      const parsed = v.safeParse(entry, one);
      const { status, rating, createdAt, content, game, activity } = parsed.success ? parsed.output : ({} as v.InferOutput<typeof entry>);
      // Watcharr keeps when a status was set; the last time that it became "finished" is when the film was watched.
      const finished = (activity ?? []).filter(
        ({ data, type, customDate }) => customDate || (data ?? '').includes('FINISHED') || (type ?? '').startsWith('IMPORTED'),
      );
      const days = finished.map((act) => date(act.customDate ?? act.createdAt ?? '')).filter((day) => day !== null);
      const at = days.length > 0 ? days.reduce((last, day) => Math.max(last, day)) : date(createdAt ?? '');
      return {
        ...blank,
        ...named(content?.title ?? game?.name, content?.release_date ?? content?.releaseDate),
        row: i + 1,
        rating: readRating(rating, 10),
        at,
        dated: at === null ? null : days.length > 0 ? 'watched' : 'noted',
        ids: { ...readImdb(content?.imdbId), ...readTmdb(content?.tmdbId) },
        kind: content ? readKind(content.type ?? '') : game ? 'other' : 'film',
        list: status === 'PLANNED' ? 'wanted' : 'seen',
      };
    });
  },
};
