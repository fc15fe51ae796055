/** "Beat the model": a round is dealt by the browse worker, guessed by the visitor, and then by the three voices in the model worker. */
import type { DeckKind, Round } from '../../engine/deck/deal';
import type { Guess } from '../../engine/evaluation/guess';
import type { WireError } from '../../worker/protocol';
import { toWireError } from '../../worker/wireError';
import type { Browsing } from '../catalogue';
import type { ModelRunner } from '../model';
import { modelIsFree } from '../pacing/modelIsFree';
import { filmRows, steering, type Context } from '../state';
import { dayOf, noScores, readScores, withGuess, withVisitor, type Scores, type Tally } from './score';

export type DeckRound =
  | { kind: 'none' }
  | { kind: 'dealing'; deck: DeckKind }
  /** The catalogue, or the visitor's history, has too little for a round. */
  | { kind: 'too-little'; deck: DeckKind }
  | { kind: 'failed'; deck: DeckKind; error: WireError }
  | { kind: 'open'; round: Round }
  /** voices: still to come, from a model that is there or on its way; those that have come are in `guesses`. */
  | { kind: 'told'; round: Round; choice: number; guesses: Guess[]; voices: 'loading' | 'guessing' | 'done' | WireError };

export interface DeckState {
  deckRound: DeckRound;
  scores: Scores;
  /** Rounds that this visitor has guessed at since the page was opened. */
  played: Round[];
}

export interface DeckActions {
  /** The next round of a deck. */
  dealRound(deck: DeckKind): Promise<void>;
  /** The visitor's guess, an index into the five. The three voices follow. */
  guessNext(choice: number): Promise<void>;
  resetScore(): void;
}

const SEEDS = 2 ** 31;
const PLAYED = 1000;

export function createDeck(
  { client, settings, set, get }: Context,
  { browse }: Pick<Browsing, 'browse'>,
  { run, stop }: Pick<ModelRunner, 'run' | 'stop'>,
  visitor: () => number,
  today: () => string = () => dayOf(new Date()),
): DeckActions {
  /** Counts rounds: what belongs to an earlier one is no longer of interest. */
  let current = 0;
  let guessing = 0;
  let day = '';
  const friend = { rows: '', back: 0 };
  /** A booth keeps nothing: its score is one visitor's. */
  const keeper = settings.kiosk ? undefined : settings.scoreKeeper;

  /** The score is a day's: the first round of a new one begins at nothing. */
  const ofToday = () => {
    const now = today();
    if (now === day) return;
    day = now;
    if (keeper) set({ scores: readScores(keeper.read(), day) ?? noScores() });
  };
  const tally = (deck: DeckKind, change: (tally: Tally) => Tally) => {
    set(({ scores }) => ({ scores: { ...scores, [deck]: change(scores[deck]) } }));
    keeper?.write({ day, scores: get().scores });
  };

  const ask = async (mine: number, { deck, history, candidates, answer }: Round) => {
    const isCurrent = () => mine === current;
    const put = (change: (told: Extract<DeckRound, { kind: 'told' }>) => Partial<Extract<DeckRound, { kind: 'told' }>>) =>
      isCurrent() && set(({ deckRound }) => (deckRound.kind === 'told' ? { deckRound: { ...deckRound, ...change(deckRound) } } : {}));
    await modelIsFree(get, isCurrent);
    const { model } = get();
    if (model.kind === 'failed') return put(() => ({ voices: model.error }));
    if (!isCurrent()) return;
    guessing = mine;
    put(() => ({ voices: 'guessing' }));
    const by = visitor();
    const onProgress = (guess: Guess) => {
      if (!isCurrent() || by !== visitor()) return;
      tally(deck, (before) => withGuess(before, guess, answer));
      put(({ guesses }) => ({ guesses: [...guesses.filter(({ system }) => system !== guess.system), guess] }));
    };
    await run(
      'guess',
      (signal) => client.request('guess', { history, candidates }, { signal, onProgress }),
      (error) => put(() => ({ voices: error })),
    );
    if (guessing === mine) guessing = 0;
    put(({ voices }) => (voices === 'guessing' ? { voices: 'done' } : {}));
  };

  return {
    async dealRound(deck) {
      const mine = ++current;
      // The voices of the round before may still be at it.
      if (guessing) stop();
      guessing = 0;
      const by = visitor();
      const put = (deckRound: DeckRound) => mine === current && by === visitor() && set({ deckRound });
      ofToday();
      put({ kind: 'dealing', deck });
      try {
        const history = deck === 'friend' ? filmRows(steering(get())) : [];
        if (friend.rows !== history.join()) Object.assign(friend, { rows: history.join(), back: 0 });
        const seed = Math.floor(Math.random() * SEEDS);
        const round = await browse('deal', () => ({ deck, seed, history, back: friend.back }));
        if (deck === 'friend') friend.back++;
        put(round ? { kind: 'open', round } : { kind: 'too-little', deck });
      } catch (cause) {
        put({ kind: 'failed', deck, error: toWireError(cause) });
      }
    },

    async guessNext(choice) {
      const { deckRound } = get();
      if (deckRound.kind !== 'open' || deckRound.round.candidates[choice] === undefined) return;
      const { round } = deckRound;
      ofToday();
      tally(round.deck, (before) => withVisitor(before, choice === round.answer));
      set(({ played }) => ({ deckRound: { kind: 'told', round, choice, guesses: [], voices: 'loading' }, played: [...played, round].slice(-PLAYED) }));
      await ask(current, round);
    },

    resetScore() {
      set({ scores: noScores() });
      keeper?.write(null);
    },
  };
}
