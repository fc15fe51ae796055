import type { Round } from '../../engine/deck/deal';
import { useMatinee, useT } from '../shared/useMatinee';
import { factsOfRule, nameOfTaste, sayFact } from './facts';
import { factsOf } from '../../store/state';

/** Of one film: more would not fit a card. */
const MOST = 4;

/** Whether a film follows the rule, and by which fact, once that is told. Its room is kept before, alike on every card: nothing moves, and nothing is given away. */
export function RuleFact({ round: { taste, fits, candidates, answer }, row, isTold }: { round: Round; row: number; isTold: boolean }) {
  const t = useT();
  const facts = useMatinee((state) => state.facts);
  const catalogue = useMatinee((state) => state.catalogue);
  const film = factsOf({ catalogue }, { kind: 'film', row });
  if (!taste) return null;
  const { kind, name } = taste;
  const follows = fits.includes(row) || row === candidates[answer];
  const known = isTold && film ? factsOfRule(facts, kind, { row, ...film }) : null;
  return (
    <span className="deck-fact" data-follows={isTold && follows}>
      {isTold && follows && (
        <>
          ✓ {known === null ? t('deck.fits') : <span className="visually-hidden">{t('deck.fits')}: </span>}
          {known !== null && <bdi>{nameOfTaste(t, kind, name)}</bdi>}
        </>
      )}
      {known !== null && !follows && (
        <>
          ✗ <span className="visually-hidden">{t('deck.fitsNot')}: </span>
          {known.length > 0 ? (
            <bdi>
              {known
                .slice(0, MOST)
                .map((fact) => sayFact(t, kind, fact))
                .join(', ')}
            </bdi>
          ) : (
            t('deck.noFact')
          )}
        </>
      )}
    </span>
  );
}
