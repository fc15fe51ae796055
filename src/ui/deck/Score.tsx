import type { DeckKind } from '../../engine/deck/deal';
import { Button } from '../shared/Button';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { GUESS_ORDER, VOICE_OF } from './order';

/** The day's score of a deck: the visitor's against the three voices'. */
export function Score({ deck }: { deck: DeckKind }) {
  const t = useT();
  const actions = useActions();
  const tally = useMatinee(({ scores }) => scores[deck]);
  const isEmpty = useMatinee(({ scores }) => Object.values(scores).every(({ rounds }) => rounds === 0));
  const columns = [
    { name: t('deck.you'), right: tally.right, of: tally.rounds },
    ...GUESS_ORDER.map((system) => ({ name: t(`voices.${VOICE_OF[system]}.name`), ...tally.voices[system] })),
  ];
  return (
    <div className="deck-score">
      <h3>{t('deck.scoreHead')}</h3>
      <dl className="deck-tally">
        {columns.map(({ name, right, of }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{of ? t('deck.of', { right, of }) : '–'}</dd>
          </div>
        ))}
      </dl>
      <div className="row">
        {tally.streak > 1 || tally.best > 1 ? (
          <span className="deck-streak">
            {tally.best > tally.streak ? t('deck.streakBest', { count: tally.streak, best: tally.best }) : t('deck.streak', { count: tally.streak })}
          </span>
        ) : null}
        <Button className="quiet" blocked={isEmpty} onClick={() => actions.resetScore()}>
          {t('deck.reset')}
        </Button>
      </div>
    </div>
  );
}
