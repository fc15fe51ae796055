import { memo } from 'react';
import { COPY } from '../../content/copy';
import { factsOf } from '../../store/state';
import type { Item } from '../../engine/types';
import { genreColours } from './format';
import { useCopy, useMatinee } from './useMatinee';

export function ColdBadge({ inFull = false }: { inFull?: boolean }) {
  return (
    <span className="badge" title={useCopy().coldHelp}>
      {COPY.coldBadge}
      <span className={inFull ? '' : 'visually-hidden'}>: {COPY.coldMeaning}</span>
    </span>
  );
}

/** Title, year and genres of a film, with its genres' colours as bands. */
export const FilmLine = memo(function FilmLine({ item, inFull = false }: { item: Item; inFull?: boolean }) {
  const catalogue = useMatinee((state) => state.catalogue);
  const film = factsOf({ catalogue }, item);
  if (!film) return null;
  return (
    <span className="film" style={genreColours(film.genres)}>
      <span className="film-title" dir="auto" title={film.title}>
        {film.title}
      </span>
      <span className="film-facts">
        {film.year > 0 && <span className="film-year">{film.year}</span>}
        {film.own ? <span className="badge">yours</span> : <span className="film-genres">{film.genres.slice(0, 3).join(', ')}</span>}
        {film.cold && !film.own && <ColdBadge inFull={inFull} />}
      </span>
    </span>
  );
});
