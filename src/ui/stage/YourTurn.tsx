import { useMemo, useState } from 'react';
import { STAGE, stageCopy } from '../../content/stage';
import { Presets } from '../history/Presets';
import { Search } from '../history/Search';
import { filmRows } from '../../store/state';
import { useActions, useCopy, useMatinee } from '../shared/useMatinee';
import { pickCards } from './pick';
import { TitleCard } from './TitleCard';

const CARDS = 8;

/** Cards to tap, and the search beside them. */
export function YourTurn() {
  const actions = useActions();
  const copy = stageCopy(useCopy());
  const films = useMatinee((state) => (state.catalogue.kind === 'open' ? state.catalogue.films : null));
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
        <h2 id="turn-heading">{copy.yourTurn}</h2>
        <span className="count" aria-live="polite">
          {history.length > 0 && copy.tapped(history.length)}
        </span>
        <button className="quiet" onClick={() => setSeed((at) => at + 1)}>
          {STAGE.more}
        </button>
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ul role="list" className="cards" aria-label={copy.cards}>
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
        Skip to the answer
      </button>
      {history.length === 0 && <Presets />}
    </section>
  );
}
