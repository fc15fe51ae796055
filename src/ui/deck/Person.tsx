import type { Round } from '../../engine/deck/deal';
import { FilmLine } from '../shared/FilmLine';
import { Poster } from '../shared/Poster';
import { useT } from '../shared/useMatinee';

/** A history is shown from its end: what was long ago says least of what is next. */
const SHOWN = 12;

/** The history as title cards, oldest first; afterwards, those that the rule gave are marked. */
export function Person({ round: { deck, history, fits, taste }, isTold }: { round: Round; isTold: boolean }) {
  const t = useT();
  return (
    <div>
      <p className="deck-whose">{deck === 'friend' ? t('deck.yours') : t('deck.invented')}</p>
      <ol className="deck-cards" aria-label={t('deck.historyName')}>
        {history.slice(-SHOWN).map((row) => {
          const follows = isTold && taste !== null && fits.includes(row);
          return (
            <li key={row} className="deck-card" data-fits={isTold && taste ? follows : undefined}>
              <Poster item={{ kind: 'film', row }} />
              <FilmLine item={{ kind: 'film', row }} />
              {follows && <span className="deck-fits">✓ {t('deck.fits')}</span>}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
