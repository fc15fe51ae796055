import { describe, expect, it } from 'vitest';
import type { EvaluationReport } from '../engine/evaluation/evaluateUsers';
import { MatineeError } from '../errors';
import type { Client } from '../worker/client';
import type { Requests } from '../worker/protocol';
import { createMatinee } from './store';

type Evaluate = (args: Requests['evaluate']['args'], options: { signal: AbortSignal; onProgress(report: EvaluationReport): void }) => Promise<EvaluationReport>;

const device = { device: 'wasm', detail: '2 threads', fallbackReason: '' } as const;
const report = (done: number, stopped = false): EvaluationReport => ({
  run: 'a run',
  recommender: 'sasrec',
  done,
  places: [],
  total: 9,
  systems: [],
  difference: null,
  seed: 1,
  candidates: 20,
  seconds: 1,
  stopped,
  skipped: [],
  moreSkipped: 0,
});
const file = (text: string, name = 'users.tsv') => ({ name, size: text.length, text: async () => text });

async function page(evaluate: Evaluate) {
  const client = {
    request: async (name: string, args: never, options: never) =>
      name === 'evaluate'
        ? evaluate(args, options)
        : name === 'load'
          ? { device, loadMs: 1 }
          : name === 'open'
            ? { manifest: { words: { item: 'movie', items: 'movies' }, aligner: {}, files: {} }, films: [] }
            : { films: [], milliseconds: 0 },
    onEvent: () => () => undefined,
    dispose() {},
  } as unknown as Client;
  const store = createMatinee(client, {
    bundle: '',
    device: 'auto',
    kiosk: false,
    pin: '0000',
    hash: '',
    notices: [],
    keeper: { read: () => [], write: () => true },
    writeHash() {},
  });
  await store.getState().start();
  return () => store.getState();
}

describe("an evaluation of a visitor's file", () => {
  it('is sent as text with the number of users, is shown while it grows, and then whole', async () => {
    const state = await page(async (args, { onProgress }) => {
      expect(args).toEqual({ text: 'a\t1 2', limit: 50, seed: 1 });
      expect(state().model).toMatchObject({ kind: 'running', task: 'evaluate' });
      expect(state().evaluation).toEqual({ kind: 'running', of: { kind: 'file', name: 'users.tsv' }, report: null });
      onProgress(report(1));
      expect(state().evaluation).toMatchObject({ kind: 'running', report: { done: 1 } });
      return report(9);
    });
    await state().evaluate(file('a\t1 2'), 50);
    expect(state().evaluation).toEqual({ kind: 'whole', of: { kind: 'file', name: 'users.tsv' }, report: report(9) });
    expect(state().model.kind).toBe('ready');
  });

  it('shows what was measured when it is stopped, and nothing when there was nothing yet', async () => {
    let done = 3;
    const state = await page(
      (_, { signal }) =>
        new Promise((resolve, reject) =>
          signal.addEventListener('abort', () => (done ? resolve(report(done, true)) : reject(new MatineeError('stopped', 'Stopped.', '')))),
        ),
    );
    const stopped = async () => {
      const asked = state().evaluate(file('x'), 9);
      await new Promise((resolve) => setTimeout(resolve));
      state().stop();
      await asked;
      return state().evaluation;
    };
    expect(await stopped()).toMatchObject({ kind: 'whole', report: { done: 3, stopped: true } });
    done = 0;
    expect(await stopped()).toEqual({ kind: 'none' });
  });

  it('names the file that cannot be used, and asks nothing of the model for one that cannot be read', async () => {
    const state = await page(async () => {
      throw new MatineeError('file-invalid', 'The file is empty.', 'Each line ...');
    });
    await state().evaluate(file(''), 9);
    expect(state().evaluation).toMatchObject({
      kind: 'failed',
      of: { kind: 'file', name: 'users.tsv' },
      error: { code: 'file-invalid', message: 'The file is empty.' },
    });
    await state().evaluate({ ...file('', 'big.tsv'), size: 4e7 }, 9);
    expect(state().evaluation).toMatchObject({ kind: 'failed', error: { message: 'big.tsv has 40 MB; the page reads up to 32.' } });
    await state().evaluate({ ...file('', 'gone.tsv'), text: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }, 9);
    expect(state().evaluation).toMatchObject({ kind: 'failed', error: { message: 'gone.tsv could not be read.' } });
    expect(state().model.kind).toBe('ready');
  });

  it('goes on where it was paused, with the same users, and not for the next visitor of a booth', async () => {
    const asked: Requests['evaluate']['args'][] = [];
    const state = await page((args, { signal }) => {
      asked.push(args);
      return args.from ? Promise.resolve(report(9)) : new Promise((resolve) => signal.addEventListener('abort', () => resolve(report(3, true))));
    });
    const pause = async () => {
      const paused = state().evaluate(file('a\t1 2'), 9);
      await new Promise((resolve) => setTimeout(resolve));
      state().stop();
      await paused;
    };
    await pause();
    await state().continueEvaluation();
    expect(asked.at(-1)).toEqual({ text: 'a\t1 2', limit: 9, seed: 1, from: report(3, true) });
    expect(state().evaluation).toMatchObject({ kind: 'whole', report: { done: 9 } });
    // What is whole does not go on.
    await state().continueEvaluation();
    expect(asked).toHaveLength(2);
    await pause();
    state().startOver([]);
    await state().continueEvaluation();
    expect(asked).toHaveLength(3);
  });

  it('of the last visitor of a booth is not shown to the next', async () => {
    const state = await page((_, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(report(2, true)))));
    const asked = state().evaluate(file('x'), 9);
    await new Promise((resolve) => setTimeout(resolve));
    state().startOver([]);
    await asked;
    expect(state().evaluation).toEqual({ kind: 'none' });
  });
});
