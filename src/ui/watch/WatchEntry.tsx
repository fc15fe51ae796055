import { memo } from 'react';
import type { WatchEntry as Entry } from '../../engine/whatToWatch';
import { fame } from '../../store/watch/filters';
import { besideOf } from '../../store/watch/beside';
import { factsOf } from '../../store/state';
import { ordinal } from '../shared/format';
import { ColdBadge } from '../shared/FilmLine';
import { Poster } from '../shared/Poster';
import { useMatinee, useT } from '../shared/useMatinee';

export type Pressed = (what: 'more' | 'less' | 'seen', row: number) => void;
const CHOICES = ['more', 'less', 'seen'] as const;

interface Props {
  entry: Entry;
  place: number;
  /** Of the other of two; null in a list for one. */
  otherName: string | null;
  onPress: Pressed;
}

/** A film of the list: what it is, how it comes to stand here, and what the visitor may say of it. */
export const WatchEntry = memo(function WatchEntry({ entry: { row, places, likest }, place, otherName, onPress }: Props) {
  const t = useT();
  const catalogue = useMatinee((state) => state.catalogue);
  const beside = useMatinee(besideOf);
  const films = catalogue.kind === 'open' ? catalogue.films : [];
  const film = films[row];
  if (!film) return null;
  const titleOf = (of: number | null | undefined) => (of == null ? undefined : factsOf({ catalogue }, { kind: 'film', row: of })?.title);
  const [mine, theirs] = [titleOf(likest[0]), titleOf(likest[1])];
  const facts = [
    film.year ? String(film.year) : '',
    t.labels(film.genres.slice(0, 3)),
    t.labels(beside?.countriesOf(row).slice(0, 2) ?? []),
    film.cold ? '' : t(`watch.fames.${fame(films, film)}`),
  ];
  return (
    <li className="watch-entry">
      <span className="watch-place">{place}</span>
      <Poster item={{ kind: 'film', row }} />
      <div className="watch-words">
        <h3 className="watch-title" dir="auto">
          {film.title}
        </h3>
        <p className="watch-facts">
          {facts.filter(Boolean).join(' · ')} {film.cold && <ColdBadge />}
        </p>
        {otherName !== null && places.length > 1 && (
          <p className="watch-why" dir="auto">
            {t('watch.places', { mine: ordinal(t, places[0]!), theirs: ordinal(t, places[1]!), name: otherName })}
          </p>
        )}
        {mine && (
          <p className="watch-why" dir="auto">
            {t('watch.likest', { title: mine })}
          </p>
        )}
        {otherName !== null && theirs && (
          <p className="watch-why" dir="auto">
            {t('watch.likestOf', { name: otherName, title: theirs })}
          </p>
        )}
      </div>
      <span className="watch-buttons">
        {CHOICES.map((what) => (
          <button key={what} className="quiet" data-choice={what} aria-label={`${t(`watch.${what}`)}: ${film.title}`} onClick={() => onPress(what, row)}>
            {t(`watch.${what}`)}
          </button>
        ))}
      </span>
    </li>
  );
});
