import { DECK } from '../../content/acts/deck';
import type { DeckKind } from '../../engine/deck/deal';
import { Button } from '../shared/Button';
import { useActions, useMatinee } from '../shared/useMatinee';
import { GUESS_ORDER } from './order';

/** The day's score of a deck: the visitor's against the three voices'. */
export function Score({ deck }: { deck: DeckKind }) {
  const actions = useActions();
  const tally = useMatinee(({ scores }) => scores[deck]);
  const isEmpty = useMatinee(({ scores }) => Object.values(scores).every(({ rounds }) => rounds === 0));
  const columns = [
    { name: DECK.you as string, right: tally.right, of: tally.rounds },
    ...GUESS_ORDER.map((system) => ({ name: DECK.voices[system], ...tally.voices[system] })),
  ];
  return (
    <div className="deck-score">
      <h3>{DECK.scoreHead}</h3>
      <dl className="deck-tally">
        {columns.map(({ name, right, of }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{DECK.of(right, of)}</dd>
          </div>
        ))}
      </dl>
      <div className="row">
        {tally.streak > 1 || tally.best > 1 ? <span className="deck-streak">{DECK.streak(tally.streak, tally.best)}</span> : null}
        <Button className="quiet" blocked={isEmpty} onClick={() => actions.resetScore()}>
          {DECK.reset}
        </Button>
      </div>
    </div>
  );
}
