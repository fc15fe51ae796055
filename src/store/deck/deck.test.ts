import { describe, expect, it, vi } from 'vitest';
import type { Round } from '../../engine/deck/deal';
import type { Guess } from '../../engine/evaluation/guess';
import { page, type Handlers } from '../../testing/page';
import type { ScoreKeeper } from './score';

const round: Round = {
  deck: 'person',
  seed: 1,
  history: [1, 2, 3],
  candidates: [4, 5, 6, 7, 8],
  answer: 2,
  taste: { kind: 'director', name: 'Ada' },
  fits: [1],
};
const guesses: Guess[] = [
  { system: 'sasrec', choice: 2, probabilities: null },
  { system: 'llm-only', choice: 0, probabilities: [0.6, 0.1, 0.1, 0.1, 0.1] },
  { system: 'a-llmrec', choice: 2, probabilities: [0.1, 0.1, 0.6, 0.1, 0.1] },
];
const handlers = (more: Handlers = {}): Handlers => ({
  deal: () => round,
  guess: (_args: never, options?: { onProgress?: (value: never) => void }) => {
    for (const guess of guesses) options?.onProgress?.(guess as never);
    return guesses;
  },
  ...more,
});
const keeper = () => {
  const kept: unknown[] = [];
  return { kept, read: () => kept.at(-1) ?? null, write: (value: unknown) => void kept.push(value) } satisfies ScoreKeeper & { kept: unknown[] };
};
async function game(more: Handlers = {}, settings: Parameters<typeof page>[1] = {}) {
  const visit = page(handlers(more), settings);
  await visit.store.getState().start();
  return visit;
}

describe('beating the model', () => {
  it('deals, takes a guess, lets the three voices guess, and keeps the score', async () => {
    const scoreKeeper = keeper();
    const { state } = await game({}, { scoreKeeper });
    await state().dealRound('person');
    expect(state().deckRound).toEqual({ kind: 'open', round });
    await state().guessNext(2);
    expect(state().deckRound).toMatchObject({ kind: 'told', choice: 2, guesses, voices: 'done' });
    expect(state().scores.person).toMatchObject({
      rounds: 1,
      right: 1,
      streak: 1,
      voices: { sasrec: { right: 1, of: 1 }, 'llm-only': { right: 0, of: 1 }, 'a-llmrec': { right: 1, of: 1 } },
    });
    expect(scoreKeeper.kept.at(-1)).toMatchObject({ scores: { person: { rounds: 1 } } });
  });

  it('counts one guess a round', async () => {
    const { state } = await game();
    await state().dealRound('person');
    await state().guessNext(9);
    expect(state().deckRound.kind).toBe('open');
    await state().guessNext(0);
    await state().guessNext(2);
    expect(state().scores.person).toMatchObject({ rounds: 1, right: 0 });
  });

  it('goes on with the next round while the voices are still guessing, and counts none of what they say then', async () => {
    let say = (): void => undefined;
    const { state } = await game({
      guess: (_args: never, options) =>
        new Promise((resolve) => {
          say = () => {
            for (const guess of guesses) options?.onProgress?.(guess as never);
            resolve(guesses);
          };
        }),
    });
    await state().dealRound('person');
    const asked = state().guessNext(2);
    await vi.waitFor(() => expect(state().deckRound).toMatchObject({ voices: 'guessing' }));
    await state().dealRound('person');
    say();
    await asked;
    expect(state().deckRound.kind).toBe('open');
    expect(state().scores.person.voices['a-llmrec'].of).toBe(0);
  });

  it('says that the voices failed, and the round is over all the same', async () => {
    const { state } = await game({ guess: () => Promise.reject(new Error('gone')) });
    await state().dealRound('person');
    await state().guessNext(1);
    expect(state().deckRound).toMatchObject({ kind: 'told', voices: { code: 'unexpected' } });
  });

  it('guesses at the history of the visitor for a friend, one film further back each round', async () => {
    const asked: unknown[] = [];
    const { state } = await game({ deal: (args: never) => (asked.push(args), null) });
    state().add({ kind: 'film', row: 3 });
    await state().dealRound('friend');
    await state().dealRound('friend');
    expect(state().deckRound).toEqual({ kind: 'too-little', deck: 'friend' });
    expect(asked).toMatchObject([
      { history: [3], back: 0 },
      { history: [3], back: 1 },
    ]);
  });

  it('leaves nothing for the next visitor of a booth, and a booth keeps no score', async () => {
    const scoreKeeper = keeper();
    const { state } = await game({}, { kiosk: true, scoreKeeper });
    await state().dealRound('person');
    await state().guessNext(2);
    expect(state().scores.person.rounds).toBe(1);
    state().startOver([]);
    expect(state()).toMatchObject({ deckRound: { kind: 'none' }, scores: { person: { rounds: 0 } } });
    expect(scoreKeeper.kept).toEqual([]);
  });

  it('resets the score', async () => {
    const { state } = await game();
    await state().dealRound('person');
    await state().guessNext(2);
    state().resetScore();
    expect(state().scores.person.rounds).toBe(0);
  });
});
