import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MatineeError } from '../errors';
import { device, film, page, timings, type Handlers } from '../testing/page';
import type { ClientEvent } from '../worker/client';
import { backoffMs } from './model';

const webgpu = { device: 'webgpu', detail: 'a card', fallbackReason: null } as const;
const answer = { candidate: 0, text: 'Film 1', ranking: [], prompt: [], timings };
const crash: ClientEvent = { type: 'worker-crashed', worker: 'model', message: 'The part of the page that runs the models stopped: out of memory.' };
const lost: ClientEvent = { type: 'device-lost', message: 'The graphics device was lost.' };

/** A page with a history, and the devices that its loads asked for. */
async function loaded(handlers: Handlers = {}, settings: Parameters<typeof page>[1] = {}) {
  const choices: string[] = [];
  const load = ({ device: choice }: { device: string }) => {
    choices.push(choice);
    return { device: choice === 'wasm' ? { ...device, fallbackReason: 'WASM was chosen.' } : webgpu, loadMs: 5 };
  };
  const all = page({ load: load as Handlers[string], ...handlers }, settings);
  const started = all.state().start();
  await vi.advanceTimersByTimeAsync(10);
  await started;
  all.state().add(film(3));
  await vi.advanceTimersByTimeAsync(10);
  return { ...all, choices };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe.each([
  ['a crash of the model worker', crash],
  ['a lost device', lost],
])('%s while nobody asks', (_, event) => {
  it('loads the model again at once, keeps the history and says so', async () => {
    const { state, emit, choices } = await loaded();
    emit(event);
    expect(state().model.kind).not.toBe('ready');
    expect(state().recovery).toBe(`${event.type === 'device-lost' ? lost.message : event.message} The model is being loaded again; your history is kept.`);
    await vi.advanceTimersByTimeAsync(1);
    expect(state().model).toMatchObject({ kind: 'ready', device: webgpu });
    expect(state().recovery).toMatch(/was loaded again; your history is kept\.$/);
    expect(state().history).toEqual([film(3)]);
    expect(choices).toEqual(['auto', 'auto']);
  });

  it('loads it on WASM when that was not enough, and then after longer and longer pauses', async () => {
    const { state, emit, choices } = await loaded();
    emit(event);
    await vi.advanceTimersByTimeAsync(1);
    emit(event);
    await vi.advanceTimersByTimeAsync(1);
    expect(choices).toEqual(['auto', 'auto', 'wasm']);
    expect(state().model).toMatchObject({ kind: 'ready', device: { device: 'wasm', fallbackReason: 'WebGPU failed twice.' } });
    expect(state().recovery).toMatch(/was loaded again on WASM/);

    emit(event);
    expect(state().model).toMatchObject({ kind: 'lost', error: { nextStep: 'The model is loaded again on WASM in 2 s; your history is kept.' } });
    await vi.advanceTimersByTimeAsync(backoffMs(3) - 1);
    expect(choices).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1);
    expect(choices).toEqual(['auto', 'auto', 'wasm', 'wasm']);
    expect(state().model.kind).toBe('ready');
  });

  it('asks the visitor of a page in the end, and goes on for a booth', async () => {
    for (const kiosk of [false, true]) {
      const { state, emit, choices } = await loaded({}, { kiosk });
      for (let i = 0; i < 12; i++) {
        emit(event);
        await vi.advanceTimersByTimeAsync(59_000); // not for long enough to start a new row
      }
      await vi.advanceTimersByTimeAsync(60_000);
      expect(state().model.kind).toBe(kiosk ? 'ready' : 'failed');
      if (kiosk) continue;
      await state().load();
      expect(state().model.kind).toBe('ready');
      expect(state().recovery).toBeNull();
      expect(choices.at(-1)).toBe('auto');
    }
  });

  it('is taken for the first one when the model has worked for a while', async () => {
    const { emit, choices } = await loaded();
    for (let i = 0; i < 4; i++) {
      emit(event);
      await vi.advanceTimersByTimeAsync(61_000);
    }
    expect(choices).toEqual(['auto', 'auto', 'auto', 'auto', 'auto']);
  });
});

describe('a model that is lost in the middle of a request', () => {
  /** Fails the first `times` requests as a crash does: the event first, then the promise. */
  const crashing = (times: number, event: ClientEvent, code: 'worker-failed' | 'stopped' | 'device-lost') => {
    let emit: (event: ClientEvent) => void = () => undefined;
    let asked = 0;
    const seen: unknown[] = [];
    const handler: Handlers[string] = (args, options) => {
      seen.push(args);
      options?.onProgress?.({ kind: 'token', text: 'Half', forced: false } as never);
      if (asked++ >= times) return answer;
      emit(event);
      throw new MatineeError(code, 'gone', '');
    };
    return { handler, seen, connect: (to: typeof emit) => (emit = to) };
  };

  it.each([
    ['a crash', crash, 'worker-failed'],
    ['a device whose load takes the worker away', lost, 'stopped'],
    ['a device', lost, 'device-lost'],
  ] as const)('is asked again by itself: %s', async (_, event, code) => {
    const { handler, seen, connect } = crashing(1, event, code);
    const { state, emit, choices } = await loaded({ recommend: handler });
    connect(emit);
    const asked = state().recommend();
    await vi.advanceTimersByTimeAsync(10);
    await asked;
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(seen[0]);
    expect(choices).toEqual(['auto', 'auto']);
    expect(state()).toMatchObject({ recommendation: { kind: 'whole', stale: false }, model: { kind: 'ready' }, history: [film(3)] });
    expect(state().recovery).toMatch(/What was asked is asked again/);
  });

  it.each(['recommend', 'genre', 'evaluate', 'embed'] as const)('counts for every kind of request: %s', async (task) => {
    let tries = 0;
    const { state } = await loaded({
      [task]: () => {
        if (tries++ === 0) throw new MatineeError('out-of-memory', 'There is not enough memory for this model.', '');
        return task === 'embed' ? { title: 'Mine', year: 0, description: '', embedding: new Float32Array(2) } : answer;
      },
    });
    const own = { title: 'Mine', year: 0, description: '' };
    void { recommend: state().recommend, genre: state().favouriteGenre, evaluate: () => state().evaluate({ name: 'a', size: 1, text: async () => 'a' }, 1), embed: () => state().addOwn(own, 'history') }[task]();
    await vi.advanceTimersByTimeAsync(10);
    expect(tries).toBe(2);
    expect(state().model.kind).toBe('ready');
  });

  it('is not asked for ever: the answer says so, and the model comes back all the same', async () => {
    const { handler, seen, connect } = crashing(99, crash, 'worker-failed');
    const { state, emit } = await loaded({ recommend: handler });
    connect(emit);
    void state().recommend();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(seen).toHaveLength(3);
    expect(state().recommendation).toMatchObject({ kind: 'failed', error: { code: 'worker-failed', message: expect.stringMatching(/every time/) as string } });
    expect(state().model.kind).toBe('ready');
  });

  it('can be stopped while the model is coming back', async () => {
    const { handler, seen, connect } = crashing(99, crash, 'worker-failed');
    let loads = 0;
    const { state, emit } = await loaded({ recommend: handler, load: () => (loads++ ? new Promise(() => undefined) : { device: webgpu, loadMs: 1 }) });
    connect(emit);
    const asked = state().recommend();
    await vi.advanceTimersByTimeAsync(1);
    expect(state().recommendation.kind).toBe('writing');
    state().stop();
    await asked;
    expect(state().recommendation.kind).toBe('stopped');
    expect(seen).toHaveLength(1);
  });

  it('gives its result where that had been sent before', async () => {
    let finish: (value: unknown) => void = () => undefined;
    let back: (loaded: unknown) => void = () => undefined;
    let loads = 0;
    const { state, emit } = await loaded({
      recommend: () => new Promise((resolve) => (finish = resolve)),
      load: () => (loads++ ? new Promise((resolve) => (back = resolve)) : { device: webgpu, loadMs: 1 }),
    });
    const asked = state().recommend();
    await vi.advanceTimersByTimeAsync(1);
    emit(lost);
    finish(answer);
    await asked;
    expect(state().model.kind).toBe('checking');
    expect(state().recommendation).toMatchObject({ kind: 'whole', device: webgpu });
    back({ device: webgpu, loadMs: 1 });
    await vi.advanceTimersByTimeAsync(1);
    expect(state().model.kind).toBe('ready');
  });
});

it('a crash in the middle of loading is recovered from as one of an idle worker', async () => {
  let loads = 0;
  const all = page({
    load: () => {
      if (loads++) return { device, loadMs: 1 };
      all.emit(crash);
      throw new MatineeError('worker-failed', crash.message, '');
    },
  });
  void all.state().start();
  await vi.advanceTimersByTimeAsync(10);
  expect(all.state().model.kind).toBe('ready');
  expect(loads).toBe(2);
});

it('a load that fails for a reason is asked of the visitor, and tried again for a booth', async () => {
  for (const kiosk of [false, true]) {
    let loads = 0;
    const { state } = page(
      {
        load: () => {
          if (++loads > 4) return { device, loadMs: 1 };
          throw new MatineeError('network', 'opt.onnx did not arrive.', 'Try again.');
        },
      },
      { kiosk },
    );
    void state().start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state().model.kind).toBe(kiosk ? 'ready' : 'failed');
    expect(loads).toBe(kiosk ? 5 : 1);
  }
});
