import { describe, expect, it, vi } from 'vitest';
import type { Item } from '../engine/types';
import { MatineeError } from '../errors';
import { film, films, page, timings } from '../testing/page';

const answer = { candidate: 0, text: 'Film 1', ranking: [], prompt: [{ kind: 'text', text: 'read' }], timings };
type Args = { history: Item[]; candidates: Item[] };

/** Until SASRec's list has come. */
const listed = () => new Promise((resolve) => setTimeout(resolve));

async function ready(...[handlers, settings]: Parameters<typeof page>) {
  const all = page(handlers, settings);
  await all.state().start();
  return all;
}

describe('history and candidates', () => {
  it.each(['add', 'undo', 'usePreset', 'openLink', 'move'] as const)('are of one state right after a change: %s', async (change) => {
    const { state } = await ready({}, { hash: '#h=110.111' });
    state().remove(0);
    await listed();
    const watched = state().candidates[4] as { kind: 'film'; row: number };
    const changes = {
      add: () => state().add(watched),
      undo: () => state().undo(),
      usePreset: () => state().usePreset([100 + watched.row]),
      openLink: () => state().openLink(`#h=${100 + watched.row}`),
      move: () => state().move(0, 0),
    };
    changes[change]();
    for (const item of state().history) expect(state().candidates).not.toContainEqual(item);
  });

  it('are sent of one state when Recommend is pressed right after Add, and the answer is not old', async () => {
    const sent: Args[] = [];
    const sasrec = async ({ rows }: { rows: number[] }) => {
      await listed(); // as from another thread: later than the press
      return { films: films.filter(({ row }) => row < 40 && !rows.includes(row)).slice(0, 20).map(({ row }) => ({ row, score: 0 })), milliseconds: 1 };
    };
    const { state } = await ready({ sasrec: sasrec as never, recommend: ((args: Args) => (sent.push(args), answer)) as never });
    state().add(film(30));
    await listed();
    state().add(film(0)); // the first on SASRec's list, so that the list changes
    await state().recommend();
    expect(sent).toEqual([{ history: [film(30), film(0)], candidates: state().candidates, decoding: 'constrained' }]);
    expect(sent[0]!.candidates).not.toContainEqual(film(0));
    expect(sent[0]!.candidates).toContainEqual(film(20)); // the list's new last one
    expect(state().recommendation).toMatchObject({ kind: 'whole', stale: false });
  });

  it('do not wait for a list that cannot come, nor against Stop', async () => {
    let broken = false;
    let hangs = false;
    const { state } = await ready({
      sasrec: (() => {
        if (broken) throw new MatineeError('unexpected', 'SASRec is gone.', '');
        return hangs ? new Promise(() => undefined) : { films: films.slice(0, 20).map(({ row }) => ({ row, score: 0 })), milliseconds: 1 };
      }) as never,
    });
    broken = true;
    state().add(film(3));
    await state().recommend();
    expect(state().recommendation.kind).toBe('whole');

    broken = false;
    hangs = true;
    state().add(film(4));
    const asked = state().recommend();
    state().stop();
    await asked;
    expect(state().recommendation.kind).toBe('stopped');
    expect(state().model.kind).toBe('ready');
  });
});

it('a history that changes while the answer is written makes it old', async () => {
  const { state } = await ready({ recommend: () => (state().add(film(5)), answer) });
  state().add(film(3));
  await state().recommend();
  expect(state().recommendation).toMatchObject({ kind: 'whole', stale: true });
});

describe('the prompt', () => {
  it('is asked of the engine, once for a history and its candidates', async () => {
    const prompt = vi.fn(() => [{ kind: 'text', text: 'asked' }]);
    const { state } = await ready({ prompt });
    await state().showPrompt();
    expect(prompt).not.toHaveBeenCalled(); // no history, no prompt
    state().add(film(3));
    await listed();
    await state().showPrompt();
    await state().showPrompt();
    expect(prompt).toHaveBeenCalledExactlyOnceWith({ history: state().history, candidates: state().candidates }, undefined);
    expect(state().prompt).toMatchObject({ kind: 'whole', history: [film(3)], pieces: [{ text: 'asked' }] });
  });

  it('comes with an answer, as it was read', async () => {
    const { state, asked } = await ready({ recommend: () => answer });
    state().add(film(3));
    await state().recommend();
    await state().showPrompt();
    expect(state().prompt).toMatchObject({ kind: 'whole', pieces: answer.prompt });
    expect(asked).not.toContain('prompt');
  });

  it('says why it cannot be shown, and is not that of an earlier history', async () => {
    const { state } = await ready({
      prompt: () => {
        throw new MatineeError('film-invalid', '“Mine” has not been read.', 'Ask.');
      },
    });
    state().add(film(3));
    await listed();
    const first = state().showPrompt();
    state().add(film(4));
    await first;
    expect(state().prompt.kind).toBe('none');
    await listed();
    await state().showPrompt();
    expect(state().prompt).toMatchObject({ kind: 'failed', error: { message: '“Mine” has not been read.' } });
  });
});
