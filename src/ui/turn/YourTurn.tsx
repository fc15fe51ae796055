import { useDeferredValue, useMemo, useState } from 'react';
import { Presets } from '../history/Presets';
import { Search } from '../history/Search';
import { filmRows } from '../../store/state';
import { useActions, useT, useMatinee } from '../shared/useMatinee';
import { pickCards } from './pick';
import { TitleCard } from '../stage/TitleCard';
import { showVoices } from '../stage/story/view';

const CARDS = 8;

/** Cards to tap, and the search beside them. */
export function YourTurn() {
  const actions = useActions();
  const t = useT();
  // The cards are no part of the render in which the catalogue arrives everywhere.
  const films = useDeferredValue(useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.films : null)));
  const history = useMatinee((state) => state.history);
  const [seed, setSeed] = useState(() => Math.floor(Math.random() * 1e9));
  const rows = useMemo(() => (films ? pickCards(films, seed, CARDS) : []), [films, seed]);
  const chosen = new Set(filmRows(history));
  const tap = (row: number) => {
    const index = history.findIndex((item) => item.kind === 'film' && item.row === row);
    if (index < 0) actions.add({ kind: 'film', row });
    else actions.remove(index);
  };

  return (
    <section className="turn" aria-labelledby="turn-heading">
      <div className="turn-head">
        <h2 id="turn-heading" tabIndex={-1}>
          {t('stage.yourTurn')}
        </h2>
        <button className="quiet" onClick={() => setSeed((at) => at + 1)}>
          {t('stage.more')}
        </button>
      </div>
      <div className="turn-count">
        <span className="count" aria-live="polite">
          {history.length > 0 && t(history.length >= 3 ? 'stage.tappedAll' : 'stage.tapped', { count: history.length })}
        </span>
        {history.length >= 3 && (
          <button className="quiet turn-voices" onClick={showVoices}>
            {t('stage.toVoices')} ↑
          </button>
        )}
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ul role="list" className="cards" aria-label={t('stage.cards')}>
        {(films ? rows : Array.from({ length: CARDS }, (_, i) => -1 - i)).map((row) => (
          <li key={row}>
            {films ? (
              <button className="card-button" aria-pressed={chosen.has(row)} onClick={() => tap(row)}>
                <TitleCard film={films[row]!} />
              </button>
            ) : (
              <span className="card-blank" aria-hidden="true" />
            )}
          </li>
        ))}
      </ul>
      <Search />
      <button className="skip" onClick={() => document.getElementById('recommend')?.focus()}>
        {t('stage.skip')}
      </button>
      {history.length === 0 && <Presets />}
    </section>
  );
}
