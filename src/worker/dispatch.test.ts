import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sbert } from '../engine/items/sbert';
import type { Models } from '../engine/models';
import { MatineeError } from '../errors';
import type { WebBundle } from '../bundle/webBundle';
import { deferred } from '../testing/deferred';
import type { Browse } from './browse/browse';
import { createDispatcher } from './dispatch';
import { Model, type Foundations } from './model/model';
import type { FromWorker, Requests, ToWorker } from './protocol';

/** Foundations of which each step waits for the test, where the test wants that. */
function setUp() {
  const bundle = { notice: null, forget: vi.fn(), download: vi.fn(async () => undefined) } as unknown as WebBundle;
  const sbert = { ownFilm: vi.fn(async (film: object) => ({ ...film, embedding: new Float32Array(2) })) };
  const models = {
    dispose: vi.fn(async () => undefined),
    sbert: async () => sbert,
    films: [],
    manifest: { catalogue: { warm: 0 }, aligner: {} },
    textEmbeddings: { there: true },
  } as unknown as Models;
  let loseDevice!: (message: string) => void;
  const use = {
    hasCopy: vi.fn(async () => false),
    openBundle: vi.fn<Foundations['openBundle']>(async () => bundle),
    withFallback: vi.fn(async (_: unknown, work: (device: { runtime: object }) => Promise<unknown>) => {
      const device = { runtime: {}, report: { device: 'wasm', detail: '2 threads', fallbackReason: 'No WebGPU.' } };
      return { result: await work(device), device };
    }),
    deviceLost: vi.fn(() => new Promise<string>((resolve) => (loseDevice = resolve))),
    loadModels: vi.fn<Foundations['loadModels']>(async (_bundle, _runtime, onProgress) => {
      onProgress?.({ step: 'warming-up' });
      return models;
    }),
  };
  const posted: FromWorker[] = [];
  const post = (message: FromWorker) => posted.push(message);
  const model = new Model((message) => post({ id: -1, kind: 'event', event: { type: 'device-lost', message } }), use as unknown as Foundations);
  const browse = {
    search: () => {
      throw new MatineeError('not-loaded', 'The catalogue is not loaded.', 'Load it.');
    },
  } as unknown as Browse;
  const dispatch = createDispatcher(browse, model, post);
  let id = 0;
  const send = <K extends keyof Requests>(name: K, args: Requests[K]['args']) => {
    dispatch({ id: ++id, name, args } as ToWorker);
    return id;
  };
  const answer = (id: number) =>
    vi.waitFor(() => posted.find((message) => message.id === id && message.kind !== 'progress') ?? Promise.reject(new Error('no answer')));
  return { use, bundle, models, sbert, posted, send, answer, dispatch, loseDevice: (message: string) => loseDevice(message) };
}

const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    const stop = () => reject(new MatineeError('stopped', 'Stopped.', 'Again.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });

const load = { bundle: 'https://films.example/models/toy/', device: 'auto' } as const;
const film = { title: 'Mine', year: 2024, description: '' };

describe('the worker', () => {
  let worker: ReturnType<typeof setUp>;
  beforeEach(() => {
    worker = setUp();
  });

  it.each([
    { what: 'a copy in store is read while the device is found', copy: true, device: 'auto', early: true },
    { what: 'without a copy the device comes first', copy: false, device: 'auto', early: false },
    { what: 'so it does where WebGPU alone is wanted', copy: true, device: 'webgpu', early: false },
  ] as const)('$what', async ({ copy, device, early }) => {
    const found = deferred<null>();
    const { withFallback } = worker.use;
    const work = withFallback.getMockImplementation()!;
    withFallback.mockImplementation(async (...args) => {
      await found.promise;
      return work(...args);
    });
    worker.use.hasCopy.mockResolvedValue(copy);
    const id = worker.send('load', { ...load, device });
    await vi.waitFor(() => expect(withFallback).toHaveBeenCalled());
    expect(worker.use.openBundle).toHaveBeenCalledTimes(early ? 1 : 0);
    found.resolve(null);
    expect(await worker.answer(id)).toMatchObject({ kind: 'result' });
    expect(worker.use.openBundle).toHaveBeenCalledTimes(1);
  });

  it('loads with progress, and says on what it runs', async () => {
    const id = worker.send('load', load);
    expect(await worker.answer(id)).toMatchObject({
      name: 'load',
      kind: 'result',
      value: { device: { device: 'wasm', fallbackReason: 'No WebGPU.' }, notices: [] },
    });
    expect(worker.posted.filter((message) => message.kind === 'progress').map((message) => message.value)).toEqual([
      { step: 'checking' },
      { step: 'warming-up' },
    ]);
  });

  it('answers without the texts of the catalogue on a slow network: what needs them waits, may be stopped, and hears when they do not come', async () => {
    const texts = deferred<Uint8Array>();
    const arrived = texts.promise.then(() => undefined);
    const last = vi.fn<NonNullable<WebBundle['last']>>(() => texts.promise);
    Object.assign(worker.bundle, { last });
    Object.assign(worker.models, {
      films: [
        { cold: false, popularity: 9 },
        { cold: true, popularity: 0 },
      ],
      textEmbeddings: { there: false, arrived },
    });
    expect(await worker.answer(worker.send('load', load))).toMatchObject({ value: { lacksTexts: true } });
    expect(worker.use.loadModels.mock.lastCall![3]!.texts).toBeInstanceOf(Promise);
    const heard = worker.send('texts', {});
    last.mock.lastCall![0]!.onProgress!({ loadedBytes: 1, totalBytes: 2, cachedBytes: 0, file: 'texts' });
    await vi.waitFor(() => expect(worker.posted).toContainEqual(expect.objectContaining({ id: heard, kind: 'progress' })));

    // Neither film nor model is a real one: it fails, but not for want of texts.
    const known = worker.send('genre', { history: [{ kind: 'film', row: 0 }] });
    expect(await worker.answer(known)).toMatchObject({ kind: 'error' });
    const unknown = worker.send('genre', { history: [{ kind: 'film', row: 1 }] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(worker.posted.some(({ id }) => id === unknown || id === heard + 100)).toBe(false);
    worker.dispatch({ id: 99, name: 'stop', target: unknown });
    expect(await worker.answer(unknown)).toMatchObject({ error: { code: 'stopped' } });

    texts.reject(new MatineeError('file-altered', 'They have been altered.', 'Tell somebody.'));
    expect(await worker.answer(heard)).toMatchObject({ kind: 'error', error: { code: 'file-altered' } });
  });

  it('asks for the texts of the catalogue until the network is there again', async () => {
    vi.useFakeTimers();
    try {
      const last = vi
        .fn<NonNullable<WebBundle['last']>>()
        .mockRejectedValueOnce(new MatineeError('network', 'The network failed.', ''))
        .mockResolvedValue(new Uint8Array(3));
      Object.assign(worker.bundle, { last });
      worker.send('load', load);
      await vi.advanceTimersByTimeAsync(1500);
      await expect(worker.use.loadModels.mock.lastCall![3]!.texts).resolves.toHaveLength(3);
      expect(last).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('answers what throws at once, and what it does not know, with an error', async () => {
    expect(await worker.answer(worker.send('search', { query: 'x', limit: 1 }))).toMatchObject({ kind: 'error', error: { code: 'not-loaded' } });
    expect(await worker.answer(worker.send('train' as 'search', { query: 'x', limit: 1 }))).toMatchObject({ kind: 'error', error: { code: 'unexpected' } });
  });

  it('asks for the model to be loaded first', async () => {
    expect(await worker.answer(worker.send('genre', { history: [] }))).toMatchObject({ kind: 'error', error: { code: 'not-loaded' } });
  });

  it('does one thing at a time, and stops when it is told to', async () => {
    await worker.answer(worker.send('load', load));
    vi.mocked(worker.bundle.download).mockImplementation((_, options) => untilStopped(options!.signal!));
    const first = worker.send('embed', film);
    expect(await worker.answer(worker.send('genre', { history: [] }))).toMatchObject({ error: { code: 'busy' } });
    worker.dispatch({ id: 99, name: 'stop', target: first });
    expect(await worker.answer(first)).toMatchObject({ error: { code: 'stopped' } });
    vi.mocked(worker.bundle.download).mockResolvedValue();
    expect(await worker.answer(worker.send('embed', film))).toMatchObject({ kind: 'result', value: { title: 'Mine' } });
  });

  it('downloads SBERT once', async () => {
    await worker.answer(worker.send('load', load));
    await worker.answer(worker.send('embed', film));
    await worker.answer(worker.send('embed', film));
    expect(worker.bundle.download).toHaveBeenCalledTimes(1);
    expect(worker.sbert.ownFilm).toHaveBeenCalledTimes(2);
  });

  it.each(['compiles', 'reads'])('stops while SBERT %s: the film is not given', async (step) => {
    await worker.answer(worker.send('load', load));
    let finish!: () => void;
    const blocked = new Promise<void>((resolve) => (finish = resolve));
    const begun = vi.fn();
    const wait = async <T>(value: T): Promise<T> => {
      begun();
      await blocked;
      return value;
    };
    if (step === 'compiles') worker.models.sbert = () => wait(worker.sbert as unknown as Sbert);
    else worker.sbert.ownFilm.mockImplementation((film) => wait({ ...film, embedding: new Float32Array(2) }));
    const asked = worker.send('embed', film);
    await vi.waitFor(() => expect(begun).toHaveBeenCalled());
    worker.dispatch({ id: 99, name: 'stop', target: asked });
    finish();
    expect(await worker.answer(asked)).toMatchObject({ kind: 'error', error: { code: 'stopped' } });
    if (step === 'compiles') expect(worker.sbert.ownFilm).not.toHaveBeenCalled();
  });

  it('hears a stop that came while compiling held its thread', async () => {
    await worker.answer(worker.send('load', load));
    const asked = worker.send('embed', film);
    // As from the page: a message that is handled only when the worker yields.
    worker.models.sbert = async () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        worker.dispatch({ id: 99, name: 'stop', target: asked });
        port1.close();
      };
      port2.postMessage(null);
      return worker.sbert as unknown as Sbert;
    };
    expect(await worker.answer(asked)).toMatchObject({ kind: 'error', error: { code: 'stopped' } });
    expect(worker.sbert.ownFilm).not.toHaveBeenCalled();
  });

  it("says what is wrong with a visitor's file of users", async () => {
    expect(await worker.answer(worker.send('evaluate', { text: '', limit: 1, seed: 1 }))).toMatchObject({ error: { code: 'not-loaded' } });
    await worker.answer(worker.send('load', load));
    expect(await worker.answer(worker.send('evaluate', { text: ' ', limit: 1, seed: 1 }))).toMatchObject({
      error: { code: 'file-invalid', message: 'The file is empty.' },
    });
    const unknown = worker.send('evaluate', { text: 'a\t1 2', limit: 1, seed: 1 });
    expect(await worker.answer(unknown)).toMatchObject({
      error: { code: 'file-invalid', message: expect.stringContaining("user a: the target 2 is not in the bundle's catalogue") as string },
    });
  });

  it('frees everything when it is stopped as the loading ends, and says nothing of the device that it gave back', async () => {
    worker.use.loadModels.mockImplementation(async () => {
      worker.dispatch({ id: 99, name: 'stop', target: 1 });
      return worker.models;
    });
    expect(await worker.answer(worker.send('load', load))).toMatchObject({ kind: 'error', error: { code: 'stopped' } });
    expect(worker.models.dispose).toHaveBeenCalledTimes(1);
    expect(await worker.answer(worker.send('embed', film))).toMatchObject({ error: { code: 'not-loaded' } });
    worker.loseDevice('destroyed');
    await new Promise((resolve) => setTimeout(resolve));
    expect(worker.posted.some((message) => message.kind === 'event')).toBe(false);
  });

  it('tells of a lost device, lets no request wait for it, and can load again', async () => {
    await worker.answer(worker.send('load', load));
    worker.sbert.ownFilm.mockReturnValue(new Promise<never>(() => undefined));
    const asked = worker.send('embed', film);
    await vi.waitFor(() => expect(worker.sbert.ownFilm).toHaveBeenCalled());
    worker.loseDevice('driver reset.');
    expect(await worker.answer(asked)).toMatchObject({ error: { code: 'device-lost' } });
    expect(worker.posted).toContainEqual({ id: -1, kind: 'event', event: { type: 'device-lost', message: 'The graphics device was lost (driver reset).' } });
    expect(worker.models.dispose).toHaveBeenCalledTimes(1);
    expect(await worker.answer(worker.send('load', load))).toMatchObject({ kind: 'result' });
  });

  it.each([
    [new RangeError('Array buffer allocation failed'), 'out-of-memory'],
    [new Error('Aborted(OOM)'), 'out-of-memory'],
    [new DOMException('The operation was aborted.', 'AbortError'), 'stopped'],
    [new TypeError('x is not a function'), 'unexpected'],
    ['a string', 'unexpected'],
  ] as const)('turns %s into an error with a next step', async (cause, code) => {
    worker.use.loadModels.mockRejectedValue(cause);
    const answer = await worker.answer(worker.send('load', load));
    expect(answer).toMatchObject({ kind: 'error', error: { code, nextStep: expect.stringMatching(/\.$/) as string } });
    expect(structuredClone(answer)).toEqual(answer);
  });
});
