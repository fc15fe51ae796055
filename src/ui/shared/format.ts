/** Numbers and colours as the page shows them. */
import type { CSSProperties } from 'react';
import { TAGS, type Translate } from '../../content/language';

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

/** Characters of the longest word, which a narrow card must not break; Chinese, Japanese and Korean break between any two. */
export const longestWord = (title: string): number =>
  Math.max(1, ...title.split(/[\s\u2010-\u2015/-]+/).map((word) => (/[\u1100-\u11ff\u3040-\u9fff\uac00-\ud7af]/.test(word) ? 2 : [...word].length)));

export const megabytes = (bytes: number): string => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
export const seconds = (t: Translate, ms: number): string =>
  ms < 1000 ? t('format.milliseconds', { value: Math.round(ms) }) : t('format.seconds', { value: (ms / 1000).toFixed(ms < 10_000 ? 2 : 1) });
export const percent = (share: number): string => `${share >= 0.0995 ? Math.round(share * 100) : (share * 100).toFixed(1)}%`;
/** A share such as Hit@1, and a difference of shares. */
export const share = (value: number): string => value.toFixed(3);
export const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
export const time = (t: Translate, seconds: number): string =>
  seconds < 90 ? t('format.seconds', { value: Math.max(1, Math.round(seconds)) }) : t('format.minutes', { value: Math.round(seconds / 60) });
/** Thousands and millions; Korean and Chinese count in ten thousands. */
export function millions(t: Translate, count: number): string {
  if (t.language !== 'en') return new Intl.NumberFormat(TAGS[t.language], { notation: 'compact', maximumSignificantDigits: 3 }).format(count);
  return count < 1e6 ? t('format.thousand', { value: Math.round(count / 1e3) }) : t('format.million', { value: (count / 1e6).toFixed(count < 1e7 ? 1 : 0) });
}

/** Intl's first number format costs 27 ms of the render in which the catalogue arrives. */
export const thousands = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

export const ordinal = (t: Translate, place: number): string => t('format.ordinal', { count: place, ordinal: true });
