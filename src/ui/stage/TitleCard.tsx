import type { CSSProperties } from 'react';
import type { StageFilm } from './story/scene';
import { genreColours, longestWord } from '../shared/format';
import { useT } from '../shared/useMatinee';

/** No posters are shipped: a film's title is its picture, on a card in the colours of its genres. */
export function TitleCard({ film }: { film: Pick<StageFilm, 'title' | 'year' | 'genres'> }) {
  const t = useT();
  const long = film.title.length > 34 ? 'long' : film.title.length > 16 ? 'middle' : 'short';
  return (
    <span className="card" style={genreColours(film.genres)}>
      <span className="card-genre">{film.genres.slice(0, 2).map(t.label).join(' · ')}</span>
      {/* Hyphens are put where the language of the titles has them, not that of the page. */}
      <span className="card-title" dir="auto" lang="en" title={film.title} data-length={long} style={{ '--word': longestWord(film.title) } as CSSProperties}>
        {film.title}
      </span>
      <span className="card-year">{film.year > 0 && film.year}</span>
    </span>
  );
}
