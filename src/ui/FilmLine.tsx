import type { CSSProperties } from 'react';
import { COPY } from '../content/copy';
import { describe } from '../store/state';
import type { ItemRef } from '../worker/protocol';
import { genreHue } from './format';
import { useMatinee } from './useMatinee';

/** Title, year and genres of a film, with the colour of its first genre. */
export function FilmLine({ item }: { item: ItemRef }) {
  const catalogue = useMatinee((state) => state.catalogue);
  const film = describe({ catalogue }, item);
  if (!film) return null;
  return (
    <span className="film" style={{ '--hue': genreHue(film.genres) } as CSSProperties}>
      <span className="film-title" dir="auto">
        {film.title}
      </span>
      <span className="film-facts">
        {film.year > 0 && <span className="film-year">{film.year}</span>}
        {film.own ? <span className="badge">yours</span> : <span className="film-genres">{film.genres.slice(0, 3).join(', ')}</span>}
        {film.cold && !film.own && (
          <span className="badge" title={COPY.coldHelp}>
            {COPY.coldBadge}
          </span>
        )}
      </span>
    </span>
  );
}
