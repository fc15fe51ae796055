import { memo } from 'react';
import { factsOf, moreFactsOf } from '../../store/state';
import type { Item } from '../../engine/types';
import { genreColours } from './format';
import { useMatinee, useT } from './useMatinee';
import '../facts.css';

export function ColdBadge({ inFull = false }: { inFull?: boolean }) {
  const t = useT();
  return (
    <span className="badge" title={t('history.coldHelp')}>
      {t('history.cold')}
      <span className={inFull ? '' : 'visually-hidden'}>: {t('history.coldMeaning')}</span>
    </span>
  );
}

const DIRECTORS = 2;
const COUNTRIES = 2;

/** Who made a film and where, and the other title that it was found by: where there is room for a second line. */
function MoreFacts({ item, other }: { item: Item; other: string }) {
  const t = useT();
  const facts = useMatinee((state) => state.facts);
  const { directors, countries } = moreFactsOf({ facts }, item);
  const parts = [directors.slice(0, DIRECTORS).join(', '), t.labels(countries.slice(0, COUNTRIES))].filter(Boolean);
  if (parts.length === 0 && !other) return null;
  return (
    <span className="film-more">
      {other && (
        <span className="film-other" dir="auto">
          {t('history.alsoCalled', { title: other })}
        </span>
      )}
      {parts.map((part) => (
        <span key={part} dir="auto">
          {part}
        </span>
      ))}
    </span>
  );
}

interface Props {
  item: Item;
  /** With who made it and where. */
  inFull?: boolean;
  /** The other title that it was found by. */
  other?: string | undefined;
}

/** Title, year and genres of a film, with its genres' colours as bands. */
export const FilmLine = memo(function FilmLine({ item, inFull = false, other = '' }: Props) {
  const t = useT();
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
        {film.own ? <span className="badge">{t('history.yours')}</span> : <span className="film-genres">{t.labels(film.genres.slice(0, 3))}</span>}
        {film.cold && !film.own && <ColdBadge inFull={inFull} />}
      </span>
      {(inFull || other) && <MoreFacts item={item} other={other} />}
    </span>
  );
});
