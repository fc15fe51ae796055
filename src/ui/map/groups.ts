/** The genres that are told apart on the map: few enough for colours that everybody can tell apart, each with a shape of its own. */
import type { Film } from '../../engine/types';

/** Colours of the style sheet, and shapes of `drawing.ts`; one more is for the others. */
export const GENRES = 7;

export interface Groups {
  /** The commonest genres, commonest first, and '' for all others, where there are any. */
  names: string[];
  /** Of each film, an index into `names`. [films] */
  of: Uint8Array;
  counts: number[];
}

/** A film of several of these genres belongs to the rarest of them, which says most. Without genres all are of one group. */
export function groupsOf(films: readonly Film[]): Groups {
  const frequency = new Map<string, number>();
  for (const { genres } of films) for (const genre of genres) frequency.set(genre, (frequency.get(genre) ?? 0) + 1);
  const common = [...frequency]
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => name)
    .slice(0, GENRES);
  const place = new Map(common.map((name, i) => [name, i]));
  const others = common.length;
  const of = Uint8Array.from(films, ({ genres }) => {
    const known = genres.flatMap((genre) => place.get(genre) ?? []);
    return known.length ? Math.max(...known) : others;
  });
  const counts = Array.from({ length: others + 1 }, () => 0);
  for (const group of of) counts[group]!++;
  return { names: counts[others] ? [...common, ''] : common, of, counts };
}

/** A press on a group: of all that are shown, only it; then it too, or no longer. When the only one shown is pressed, all are again. */
export function pressGroup(shown: readonly boolean[], group: number): boolean[] {
  if (shown.every(Boolean)) return shown.map((_, i) => i === group);
  const next = shown.map((is, i) => (i === group ? !is : is));
  return next.some(Boolean) ? next : shown.map(() => true);
}
