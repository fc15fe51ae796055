/** Numbers and colours as the page shows them. */
import type { CSSProperties } from 'react';

/** Hues in oklch. */
const HUES: Record<string, number> = {
  Action: 35, Adventure: 62, Animation: 90, Children: 105, Comedy: 78, Crime: 12, Documentary: 195, Drama: 300, Fantasy: 322,
  'Film-Noir': 262, Horror: 25, IMAX: 170, Musical: 348, Mystery: 282, Romance: 0, 'Sci-Fi': 225, Thriller: 248, War: 120, Western: 50,
}; // prettier-ignore
const UNKNOWN = 70;

/** The hues of a film's first three genres, for the style sheet. */
export function genreColours(genres: readonly string[]): CSSProperties {
  const hues = genres.flatMap((genre) => (Object.hasOwn(HUES, genre) ? HUES[genre]! : []));
  const a = hues[0] ?? UNKNOWN;
  const b = hues[1] ?? a;
  return { '--a': a, '--b': b, '--c': hues[2] ?? b } as CSSProperties;
}

export const megabytes = (bytes: number): string => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
export const seconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`);
export const percent = (share: number): string => `${share >= 0.0995 ? Math.round(share * 100) : (share * 100).toFixed(1)}%`;
/** A share such as Hit@1, and a difference of shares. */
export const share = (value: number): string => value.toFixed(3);
export const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
export const time = (seconds: number): string => (seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`);
export const millions = (count: number): string =>
  count < 1e6 ? `${Math.round(count / 1e3)} thousand` : `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} million`;

/** Intl's first number format costs 27 ms of the render in which the catalogue arrives. */
export const thousands = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

let rules: Intl.PluralRules | undefined;
const ENDING = { one: 'st', two: 'nd', few: 'rd', many: 'th', other: 'th', zero: 'th' } as const;
export const ordinal = (place: number): string => `${place}${ENDING[(rules ??= new Intl.PluralRules('en', { type: 'ordinal' })).select(place)]}`;
