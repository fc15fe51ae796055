import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react';
import { DECK } from '../../content/acts/deck';
import type { DeckKind, Round } from '../../engine/deck/deal';
import type { Guess } from '../../engine/evaluation/guess';
import { factsOf } from '../../store/state';
import { Choice } from '../shared/Choice';
import { useActions, useMatinee } from '../shared/useMatinee';
import { useDeckCopy } from './deckCopy';
import { Five } from './Five';
import { Person } from './Person';
import { Score } from './Score';

const DECKS: readonly DeckKind[] = ['person', 'unrated', 'friend'];
const NO_GUESSES: readonly Guess[] = [];

export function Deck() {
  const actions = useActions();
  const copy = useDeckCopy();
  const catalogue = useMatinee((state) => state.catalogue);
  const state = useMatinee(({ deckRound }) => deckRound);
  const question = useRef<HTMLHeadingElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const isOpen = catalogue.kind === 'open';
  const deck = state.kind === 'none' ? 'person' : state.kind === 'open' || state.kind === 'told' ? state.round.deck : state.deck;
  const round = state.kind === 'open' || state.kind === 'told' ? state.round : null;
  const told = state.kind === 'told' ? state : null;

  const deal = useCallback((kind: DeckKind) => void actions.dealRound(kind), [actions]);
  // Also for the next visitor, whose page has none.
  const isNone = state.kind === 'none';
  useEffect(() => {
    if (isOpen && isNone) deal('person');
  }, [isOpen, isNone, deal]);

  // The keys 1 to 5 belong to whoever is in the game: a new round takes the focus, unless it is at the choice of decks.
  const seed = round?.seed;
  const asked = useRef(true);
  useEffect(() => {
    if (seed === undefined) return;
    if (asked.current) question.current?.focus({ preventScroll: true });
    asked.current = false;
  }, [seed]);
  const next = () => {
    asked.current = true;
    table.current?.scrollIntoView({ block: 'start' });
    deal(deck);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const digit = /^[1-5]$/.test(event.key) ? Number(event.key) : 0;
    if (digit && state.kind === 'open') {
      event.preventDefault();
      void actions.guessNext(digit - 1);
    }
    // A button that can be pressed takes Enter for itself.
    const free = !(event.target instanceof HTMLButtonElement) || event.target.ariaDisabled === 'true';
    if (event.key === 'Enter' && told && free && !event.repeat) {
      event.preventDefault();
      next();
    }
  };

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the controls within, for whoever is at one of them
    <div className="deck-table" ref={table} onKeyDown={onKeyDown}>
      <Choice
        legend="Whose history"
        name="deck"
        options={DECKS.map((value) => ({ value, label: copy.decks[value].label }))}
        value={deck}
        onChange={(kind) => deal(kind)}
      />
      <p className="hint">{copy.decks[deck].help}</p>
      {state.kind === 'too-little' && (
        <p className="deck-note" role="status">
          {copy.tooLittle[deck]}
        </p>
      )}
      {state.kind === 'failed' && (
        <p className="alert" role="alert">
          {state.error.message} {state.error.nextStep}{' '}
          <button className="quiet" onClick={() => deal(deck)}>
            {DECK.again}
          </button>
        </p>
      )}
      {state.kind === 'dealing' && <p className="hint">{DECK.dealing}</p>}
      {round && (
        <>
          <Person round={round} isTold={told !== null} />
          <h3 className="deck-question" ref={question} tabIndex={-1}>
            {deck === 'friend' ? copy.friendQuestion : copy.question}
          </h3>
          {!told && <p className="hint">{copy.choose}</p>}
          <Five round={round} choice={told?.choice ?? null} guesses={told?.guesses ?? NO_GUESSES} onChoose={(choice) => void actions.guessNext(choice)} />
          <Verdict round={round} />
          {told && (
            <div className="row">
              <button className="primary" onClick={next}>
                {DECK.next} <kbd aria-hidden="true">{DECK.nextKey}</kbd>
              </button>
            </div>
          )}
        </>
      )}
      <Score deck={deck} />
      {deck !== 'friend' && <p className="hint deck-why">{copy.why}</p>}
    </div>
  );
}

/** What is said of the visitor's guess, and of who made the person. A live region that is there before it speaks. */
function Verdict({ round }: { round: Round }) {
  const copy = useDeckCopy();
  const catalogue = useMatinee((state) => state.catalogue);
  const state = useMatinee(({ deckRound }) => deckRound);
  const told = state.kind === 'told' && state.round === round ? state : null;
  const title = factsOf({ catalogue }, { kind: 'film', row: round.candidates[round.answer]! })?.title ?? '';
  const { taste } = round;
  return (
    <div className="deck-verdict" role="status">
      {told && (
        <>
          <p className="deck-said" data-right={told.choice === round.answer}>
            {told.choice === round.answer ? copy.right(title) : copy.wrong(title)}
          </p>
          {taste && <p>{copy.rule(taste.kind, taste.name, round.fits.length, round.history.length)}</p>}
          {told.voices === 'done' && <p className="visually-hidden">{told.guesses.map((guess) => sentence(guess, round, catalogue)).join(' ')}</p>}
          {told.voices === 'loading' && <p className="hint">{DECK.loading}</p>}
          {told.voices === 'guessing' && <p className="hint">{DECK.guessing}</p>}
          {typeof told.voices === 'object' && (
            <p className="hint">
              {told.voices.message} {told.voices.nextStep}
            </p>
          )}
          {told.guesses.some(({ choice }) => choice === null) && (
            <p className="hint">
              {DECK.voices.sasrec}: {copy.knowsNone}
            </p>
          )}
        </>
      )}
    </div>
  );
}

function sentence({ system, choice }: Guess, { candidates, answer }: Round, catalogue: Parameters<typeof factsOf>[0]['catalogue']): string {
  const title = choice === null ? DECK.noGuess : (factsOf({ catalogue }, { kind: 'film', row: candidates[choice]! })?.title ?? '');
  return `${DECK.voices[system]}: ${title}${choice === answer ? ', right' : ''}.`;
}
