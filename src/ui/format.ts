/** Numbers as the page shows them. */
const HUES: Record<string, number> = {
  Action: 12, Adventure: 28, Animation: 44, Children: 56, Comedy: 48, Crime: 350, Documentary: 200, Drama: 265, Fantasy: 290,
  'Film-Noir': 230, Horror: 0, Musical: 320, Mystery: 245, Romance: 335, 'Sci-Fi': 190, Thriller: 215, War: 85, Western: 35,
}; // prettier-ignore

/** The hue that stands for a film's first genre. */
export const genreHue = (genres: readonly string[]): number => HUES[genres[0] ?? ''] ?? 30;

export const megabytes = (bytes: number): string => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
export const seconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`);
export const percent = (share: number): string => `${share >= 0.0995 ? Math.round(share * 100) : (share * 100).toFixed(1)}%`;
export const millions = (count: number): string => (count < 1e6 ? `${Math.round(count / 1e3)} thousand` : `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} million`);
