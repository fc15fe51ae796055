import type { Round } from '../../engine/deck/deal';
import { FilmLine } from '../shared/FilmLine';
import { Poster } from '../shared/Poster';
import { useDeckCopy } from './deckCopy';

/** A history is shown from its end: what was long ago says least of what is next. */
const SHOWN = 12;

/** The history as title cards, oldest first; afterwards, those that the rule gave are marked. */
export function Person({ round: { deck, history, fits, taste }, isTold }: { round: Round; isTold: boolean }) {
  const copy = useDeckCopy();
  return (
    <div>
      <p className="deck-whose">{deck === 'friend' ? copy.yours : copy.invented}</p>
      <ol className="deck-cards" aria-label={copy.historyName}>
        {history.slice(-SHOWN).map((row) => {
          const follows = isTold && taste !== null && fits.includes(row);
          return (
            <li key={row} className="deck-card" data-fits={isTold && taste ? follows : undefined}>
              <Poster item={{ kind: 'film', row }} />
              <FilmLine item={{ kind: 'film', row }} />
              {follows && <span className="deck-fits">✓ {copy.fits}</span>}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
