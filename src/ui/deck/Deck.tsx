import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react';
import type { DeckKind, Round } from '../../engine/deck/deal';
import type { Guess } from '../../engine/evaluation/guess';
import type { DeckRound } from '../../store/deck/deck';
import { factsOf } from '../../store/state';
import { Choice } from '../shared/Choice';
import type { Translate } from '../../content/language';
import { VOICE_OF } from './order';
import { nameOfTaste } from './facts';
import { useActions, useMatinee, useT } from '../shared/useMatinee';
import { Five } from './Five';
import { Person } from './Person';
import { Score } from './Score';
import { Failure } from '../Failure';
import { bringIntoView, bringToTop } from './view';

const DECKS: readonly DeckKind[] = ['person', 'unrated', 'friend'];
const NO_GUESSES: readonly Guess[] = [];

export function Deck() {
  const actions = useActions();
  const t = useT();
  const catalogue = useMatinee((state) => state.catalogue);
  const state = useMatinee(({ deckRound }) => deckRound);
  const question = useRef<HTMLHeadingElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const isOpen = catalogue.kind === 'open';
  const hasFacts = isOpen && catalogue.manifest.files.facts !== undefined;
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
  const isFirst = useRef(true);
  useEffect(() => {
    if (seed === undefined) return;
    if (isFirst.current) bringToTop(table.current!.closest('section')!);
    isFirst.current = false;
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
        legend={t('deck.whose')}
        name="deck"
        options={DECKS.map((value) => ({ value, label: t(`deck.decks.${value}`) }))}
        value={deck}
        onChange={(kind) => deal(kind)}
      />
      <p className="hint">{t(`deck.helps.${deck}`)}</p>
      {state.kind === 'too-little' && (
        <p className="deck-note" role="status">
          {t(`deck.tooLittle.${deck}`)}
        </p>
      )}
      {state.kind === 'failed' && (
        <p className="alert" role="alert">
          <Failure error={state.error} />{' '}
          <button className="quiet" onClick={() => deal(deck)}>
            {t('page.again')}
          </button>
        </p>
      )}
      {state.kind === 'dealing' && <p className="hint">{t('deck.dealing')}</p>}
      {round && (
        <>
          <Person round={round} isTold={told !== null} />
          <h3 className="deck-question" ref={question} tabIndex={-1}>
            {deck === 'friend' ? t('deck.friendQuestion') : t('deck.question')}
          </h3>
          <div className="hint deck-choose" data-told={told !== null}>
            <p className="by-mouse">{t('deck.choose')}</p>
            <p className="by-touch">{t('deck.chooseByTouch')}</p>
          </div>
          <Five round={round} choice={told?.choice ?? null} guesses={told?.guesses ?? NO_GUESSES} onChoose={(choice) => void actions.guessNext(choice)} />
          <Verdict round={round} onNext={next} />
        </>
      )}
      <Score deck={deck} />
      {deck !== 'friend' && <p className="hint deck-why">{t(hasFacts ? 'deck.why' : 'deck.whyWithoutFacts')}</p>}
    </div>
  );
}

/** What is said of the visitor's guess, and of who made the person. A live region that is there before it speaks. */
function Verdict({ round, onNext }: { round: Round; onNext: () => void }) {
  const t = useT();
  const catalogue = useMatinee((state) => state.catalogue);
  const state = useMatinee(({ deckRound }) => deckRound);
  const isBusy = useMatinee(({ model }) => model.kind === 'running');
  const told = state.kind === 'told' && state.round === round ? state : null;
  const title = factsOf({ catalogue }, { kind: 'film', row: round.candidates[round.answer]! })?.title ?? '';
  const { taste } = round;
  const place = useSeen(told);
  return (
    <div className="deck-after" ref={place}>
      <div className="deck-verdict" role="status">
        {told && (
          <>
            <p className="deck-said" data-right={told.choice === round.answer}>
              {told.choice === round.answer ? t('deck.right', { title }) : t('deck.wrong', { title })}
            </p>
            {taste && <p>{ruleOf(t, taste, round)}</p>}
            {told.voices === 'done' && <p className="visually-hidden">{told.guesses.map((guess) => sentence(t, guess, round, catalogue)).join(' ')}</p>}
            {told.voices === 'loading' && <p className="hint">{t(isBusy ? 'meaning.busy' : 'deck.loading')}</p>}
            {told.voices === 'guessing' && <p className="hint">{t('deck.guessing')}</p>}
            {typeof told.voices === 'object' && (
              <p className="hint">
                <Failure error={told.voices} />
              </p>
            )}
            {told.guesses.some(({ choice }) => choice === null) && <p className="hint">{t('deck.knowsNone', { voice: t('voices.crowd.name') })}</p>}
          </>
        )}
      </div>
      {told && (
        <div className="row">
          <button className="primary" onClick={onNext}>
            {t('deck.next')}{' '}
            <kbd className="by-mouse" aria-hidden="true">
              {t('deck.nextKey')}
            </kbd>
          </button>
        </div>
      )}
    </div>
  );
}

/** Its element is brought into view when the visitor has guessed, and stays there, unless it is left, when the voices' guesses come above it. */
function useSeen(told: Extract<DeckRound, { kind: 'told' }> | null) {
  const place = useRef<HTMLDivElement>(null);
  const isSeen = useRef(false);
  const last = useRef(told?.round);
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => void (isSeen.current = entry!.isIntersecting));
    watch.observe(place.current!);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (!told) return;
    if (told.round !== last.current) isSeen.current = true;
    last.current = told.round;
    if (isSeen.current) bringIntoView(place.current!);
  }, [told]);
  return place;
}

function ruleOf(t: Translate, { kind, name }: NonNullable<Round['taste']>, { fits, history }: Round): string {
  const rule = t(`deck.rules.${kind}`, { name: nameOfTaste(t, kind, name) });
  return t('deck.rule', { rule, fits: fits.length, of: history.length });
}

function sentence(t: Translate, { system, choice }: Guess, { candidates, answer }: Round, catalogue: Parameters<typeof factsOf>[0]['catalogue']): string {
  const title = choice === null ? t('deck.noGuess') : (factsOf({ catalogue }, { kind: 'film', row: candidates[choice]! })?.title ?? '');
  const voice = t(`voices.${VOICE_OF[system]}.name`);
  return choice === answer ? t('deck.guessRight', { voice, title }) : t('deck.guess', { voice, title });
}
