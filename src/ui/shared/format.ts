/** Numbers and colours as the page shows them. */
import type { CSSProperties } from 'react';

/**
 * Okabe and Ito's palette, made to be told apart by the colour-blind (Color Universal Design, 2008), as lightness, chroma and hue in oklch. A genre's
 * name always stands beside its colour.
 */
const COLOURS = {
  orange: [0.76, 0.16, 73],
  sky: [0.74, 0.11, 236],
  green: [0.62, 0.13, 165],
  yellow: [0.9, 0.17, 107],
  blue: [0.56, 0.14, 248],
  vermilion: [0.62, 0.19, 43],
  purple: [0.69, 0.12, 346],
  grey: [0.68, 0.02, 70],
} as const;

const OF_GENRE: Record<string, keyof typeof COLOURS> = {
  Action: 'vermilion', Adventure: 'orange', Animation: 'yellow', Children: 'yellow', Comedy: 'orange', Crime: 'grey', Documentary: 'green',
  Drama: 'blue', Fantasy: 'purple', 'Film-Noir': 'grey', Horror: 'vermilion', IMAX: 'sky', Musical: 'purple', Mystery: 'green', Romance: 'purple',
  'Sci-Fi': 'sky', Thriller: 'green', War: 'grey', Western: 'orange',
}; // prettier-ignore

/** The colours of a film's first three genres, for the style sheet. */
export function genreColours(genres: readonly string[]): CSSProperties {
  const known = genres.flatMap((genre) => (Object.hasOwn(OF_GENRE, genre) ? [COLOURS[OF_GENRE[genre]!]] : []));
  const a = known[0] ?? COLOURS.grey;
  const b = known[1] ?? a;
  const named = [a, b, known[2] ?? b].flatMap(([light, chroma, hue], i) => {
    const name = `--${'abc'.charAt(i)}`;
    return [[name, hue], [`${name}-light`, light], [`${name}-chroma`, chroma]]; // prettier-ignore
  });
  return Object.fromEntries(named) as CSSProperties;
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
