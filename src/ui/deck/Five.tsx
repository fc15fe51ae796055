import type { Round } from '../../engine/deck/deal';
import { GUESS_ORDER, VOICE_OF } from './order';
import type { Guess } from '../../engine/evaluation/guess';
import { Button } from '../shared/Button';
import { FilmLine } from '../shared/FilmLine';
import { percent } from '../shared/format';
import { Poster } from '../shared/Poster';
import { useT } from '../shared/useMatinee';
import { RuleFact } from './RuleFact';

interface Props {
  round: Round;
  /** The visitor's; null before it. */
  choice: number | null;
  guesses: readonly Guess[];
  onChoose(choice: number): void;
}

/** The five to choose from; afterwards, who chose which, and the truth. */
export function Five({ round, choice, guesses, onChoose }: Props) {
  const t = useT();
  const isTold = choice !== null;
  return (
    <ol className="deck-five">
      {round.candidates.map((row, i) => {
        const isTruth = isTold && i === round.answer;
        return (
          <li key={row}>
            <Button
              className="deck-choice"
              blocked={isTold}
              data-truth={isTruth}
              data-mine={i === choice}
              aria-pressed={isTold ? i === choice : undefined}
              onClick={() => onChoose(i)}
            >
              <kbd className="deck-key by-mouse">{i + 1}</kbd>
              <Poster item={{ kind: 'film', row }} />
              <FilmLine item={{ kind: 'film', row }} />
              <RuleFact round={round} row={row} isTold={isTold} />
              <span className="deck-chips">
                {isTruth && (
                  <span className="deck-chip" data-who="truth">
                    ✓ {t('deck.truth')}
                  </span>
                )}
                {i === choice && (
                  <span className="deck-chip" data-who="you">
                    {t('deck.you')}
                  </span>
                )}
                {GUESS_ORDER.map((system) => {
                  const guess = guesses.find((one) => one.system === system);
                  if (guess?.choice !== i) return null;
                  return (
                    <span key={system} className="deck-chip" data-who={system}>
                      {t(`voices.${VOICE_OF[system]}.name`)}
                      {guess.probabilities && ` ${percent(guess.probabilities[i]!)}`}
                    </span>
                  );
                })}
              </span>
            </Button>
          </li>
        );
      })}
    </ol>
  );
}
