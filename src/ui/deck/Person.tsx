import type { Round } from '../../engine/deck/deal';
import { FilmLine } from '../shared/FilmLine';
import { Poster } from '../shared/Poster';
import { RuleFact } from './RuleFact';
import { useT } from '../shared/useMatinee';

/** A history is shown from its end: what was long ago says least of what is next. */
const SHOWN = 12;

/** The history as title cards, oldest first; afterwards, those that the rule gave are marked. */
export function Person({ round, isTold }: { round: Round; isTold: boolean }) {
  const t = useT();
  const { deck, history, fits, taste } = round;
  return (
    <div>
      <p className="deck-whose">{deck === 'friend' ? t('deck.yours') : t('deck.invented')}</p>
      <ol className="deck-cards" aria-label={t('deck.historyName')}>
        {history.slice(-SHOWN).map((row) => (
          <li key={row} className="deck-card" data-fits={isTold && taste ? fits.includes(row) : undefined}>
            <Poster item={{ kind: 'film', row }} />
            <FilmLine item={{ kind: 'film', row }} />
            <RuleFact round={round} row={row} isTold={isTold} />
          </li>
        ))}
      </ol>
    </div>
  );
}
