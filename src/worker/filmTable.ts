/** A catalogue as columns: cheap to send from one thread to another. */
import type { Film } from '../engine/types';

export interface FilmTable {
  ids: Int32Array;
  titles: string[];
  years: Int16Array;
  popularity: Int32Array;
  /** Index into genreSets. */
  genres: Uint16Array;
  genreSets: string[][];
  /** Rows from here on are cold. */
  warm: number;
}

/** @param films in row order, warm ones first. */
export function packFilms(films: readonly Film[]): FilmTable {
  const sets = new Map<string, number>();
  const genreSets: string[][] = [];
  const genres = Uint16Array.from(films, (film) => {
    const name = film.genres.join('|');
    let index = sets.get(name);
    if (index === undefined) {
      index = genreSets.push([...film.genres]) - 1;
      sets.set(name, index);
    }
    return index;
  });
  const cold = films.findIndex((film) => film.cold);
  return {
    ids: Int32Array.from(films, (film) => film.id),
    titles: films.map((film) => film.title),
    years: Int16Array.from(films, (film) => film.year),
    popularity: Int32Array.from(films, (film) => film.popularity),
    genres,
    genreSets,
    warm: cold < 0 ? films.length : cold,
  };
}

export function unpackFilms({ ids, titles, years, popularity, genres, genreSets, warm }: FilmTable): Film[] {
  return titles.map((title, row) => ({
    row,
    id: ids[row]!,
    title,
    year: years[row]!,
    genres: genreSets[genres[row]!]!,
    popularity: popularity[row]!,
    cold: row >= warm,
  }));
}
