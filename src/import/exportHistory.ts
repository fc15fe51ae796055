/** A history and a list of films, for keeping and for other services. */
import Papa from 'papaparse';
import { FORMAT, VERSION, type MatineeFile } from './services/matinee';

export interface ExportedFilm {
  title: string;
  /** 0 when unknown. */
  year: number;
  /** In the bundle's source data set; null for a film of one's own. */
  id: number | null;
  imdb?: string | undefined;
  tmdb?: number | undefined;
  /** 0.5 to 5, where the person gave one. */
  rating?: number | null | undefined;
  /** Milliseconds since 1970. */
  at?: number | null | undefined;
  /** Of a film of one's own. */
  description?: string | undefined;
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

/**
 * Matinee's own JSON, which `readExport` reads back.
 * @param source data set of the ids, as the catalogue names it
 * @param history oldest first
 * @param list what to watch, best first
 */
export function toMatineeJson(source: string, history: readonly ExportedFilm[], list: readonly ExportedFilm[]): string {
  const film = ({ title, year, id, imdb, tmdb, rating, at, description }: ExportedFilm): MatineeFile['history'][number] => ({
    title,
    year: year || null,
    id,
    ...(imdb ? { imdb } : {}),
    ...(tmdb ? { tmdb } : {}),
    ...(rating ? { rating } : {}),
    ...(at == null ? {} : { watched: new Date(at).toISOString() }),
    ...(description === undefined ? {} : { description }),
  });
  const file: MatineeFile = { format: FORMAT, version: VERSION, source, history: history.map(film), list: list.map(film) };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/**
 * The CSV that letterboxd.com/import takes: Title, Year, tmdbID or imdbID where known, Rating and WatchedDate where the person gave them.
 * Columns that no film fills are left out. Letterboxd's ratings are whole halves.
 */
export function toLetterboxdCsv(films: readonly ExportedFilm[]): string {
  const all = films.map(({ title, year, imdb, tmdb, rating, at }) => ({
    Title: title,
    Year: year || '',
    tmdbID: tmdb ?? '',
    imdbID: imdb ?? '',
    Rating: rating ? Math.max(0.5, Math.round(rating * 2) / 2) : '',
    WatchedDate: at == null ? '' : day(at),
  }));
  const columns = (['Title', 'Year', 'tmdbID', 'imdbID', 'Rating', 'WatchedDate'] as const).filter(
    (column) => column === 'Title' || column === 'Year' || all.some((film) => film[column] !== ''),
  );
  return `${Papa.unparse(all, { columns: [...columns], newline: '\r\n' })}\r\n`;
}
