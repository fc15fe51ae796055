import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packFilms } from '../../worker/filmTable';
import { createClient, type Role, type WorkerLike } from '../../worker/client';
import type { FromWorker, ToWorker } from '../../worker/protocol';
import { film, films, manifest, timings } from '../../testing/page';
import { createMatinee } from '../store';
import { BOUND_MS, TOLD_MS } from './watchClient';

const RESULTS: Record<string, unknown> = {
  open: { manifest, films: packFilms(films), source: 'films' },
  load: { device: { device: 'webgpu', detail: 'a card', fallbackReason: null }, loadMs: 5 },
  sasrec: { films: films.slice(0, 20).map(({ row }) => ({ row, score: 1 })), milliseconds: 1 },
  search: { rows: [7], milliseconds: 1 },
  recommend: { candidate: 0, text: 'Film 1', ranking: [], prompt: [], timings },
};

/** A worker that answers at once, but what `stuck` says of it. */
class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;
  onerror: WorkerLike['onerror'] = null;
  ended = false;
  readonly asked: ToWorker[] = [];

  constructor(
    readonly role: Role,
    private readonly answer: (worker: FakeWorker, message: ToWorker) => boolean,
  ) {}
  postMessage(message: ToWorker) {
    this.asked.push(message);
    queueMicrotask(() => {
      if (this.answer(this, message)) this.say({ id: message.id, name: message.name, kind: 'result', value: RESULTS[message.name] } as FromWorker);
    });
  }
  terminate() {
    this.ended = true;
  }
  say(message: FromWorker) {
    if (!this.ended) this.onmessage?.({ data: message } as MessageEvent<FromWorker>);
  }
}

async function visit(answer: (worker: FakeWorker, message: ToWorker) => boolean) {
  const workers: FakeWorker[] = [];
  const client = createClient((role) => {
    workers.push(new FakeWorker(role, answer));
    return workers.at(-1)!;
  });
  const store = createMatinee(client, {
    bundle: 'http://localhost/models/movies/',
    device: 'auto',
    kiosk: false,
    pin: '',
    hash: '',
    notices: [],
    keeper: { read: () => [], write: () => true },
    writeHash: () => undefined,
  });
  void store.getState().start();
  await vi.advanceTimersByTimeAsync(200);
  store.getState().add(film(3));
  await vi.advanceTimersByTimeAsync(10);
  return { state: () => store.getState(), of: (role: Role) => workers.filter((worker) => worker.role === role) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a recommendation that never ends', () => {
  it('is said after a while, and the model is started again, asked again, and answers', async () => {
    let times = 0;
    const { state, of } = await visit((_, { name }) => name !== 'recommend' || times++ > 0);
    void state().recommend();
    await vi.advanceTimersByTimeAsync(TOLD_MS + 1000);
    expect(state().recovery).toMatch(/Nothing has been heard of the part of the page that runs the models for 10 s/);
    expect(of('model')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(BOUND_MS - TOLD_MS);
    expect(of('model')).toHaveLength(2);
    expect(of('model')[0]!.ended).toBe(true);
    expect(state()).toMatchObject({ recommendation: { kind: 'whole' }, model: { kind: 'ready' }, history: [film(3)] });
    expect(state().recovery).toMatch(/nothing was heard of it for 30 s.*was loaded again.*asked again/);
  });

  it('goes to WASM when that does not help', async () => {
    const { state, of } = await visit((_, { name }) => name !== 'recommend' && name !== 'stop');
    void state().recommend();
    await vi.advanceTimersByTimeAsync(2 * BOUND_MS + 4000);
    expect(of('model').map(({ asked }) => (asked[0] as { args: { device: string } }).args.device)).toEqual(['auto', 'auto', 'wasm']);
  });

  it('is waited for while it makes progress, however slowly', async () => {
    let worker: FakeWorker | undefined;
    let id = 0;
    const { state, of } = await visit((which, message) => {
      if (message.name !== 'recommend') return true;
      [worker, id] = [which, message.id];
      return false;
    });
    void state().recommend();
    const pass = (doneTokens: number) => worker!.say({ id, name: 'recommend', kind: 'progress', value: { kind: 'prefill', doneTokens, totalTokens: 100 } });
    await vi.advanceTimersByTimeAsync(1000);
    // It is found to be slower and slower: 25 s, then 90 s a pass.
    for (const [i, seconds] of [25, 90, 90].entries()) {
      await vi.advanceTimersByTimeAsync(seconds * 1000);
      pass(i + 1);
      expect(state().recovery).toBeNull();
    }
    worker!.say({ id, name: 'recommend', kind: 'result', value: RESULTS.recommend } as FromWorker);
    await vi.advanceTimersByTimeAsync(10);
    expect(state().recommendation.kind).toBe('whole');
    expect(of('model')).toHaveLength(1);
    // Nothing is watched when nothing is asked.
    await vi.advanceTimersByTimeAsync(10 * BOUND_MS);
    expect(of('model')).toHaveLength(1);
  });
});

it.each(['search', 'sasrec'] as const)('a %s that is never answered is asked of a new worker, with the catalogue opened again', async (name) => {
  let times = 0;
  const { state, of } = await visit((_, message) => message.name !== name || times++ !== (name === 'sasrec' ? 2 : 0));
  const found = name === 'search' ? state().search('film') : (state().add(film(4)), Promise.resolve([7]));
  await vi.advanceTimersByTimeAsync(BOUND_MS + 2000);
  expect(of('browse')).toHaveLength(2);
  expect(of('browse')[1]!.asked.map((each) => each.name)).toEqual(expect.arrayContaining(['open', name]));
  expect(await found).toEqual([7]);
  expect(state().sasrec?.films).toHaveLength(20);
});

it('a machine that slept is no stuck worker', async () => {
  const { state, of } = await visit((_, { name }) => name !== 'recommend');
  void state().recommend();
  await vi.advanceTimersByTimeAsync(1000);
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(2000);
  expect(of('model')).toHaveLength(1);
  vi.restoreAllMocks();
});
