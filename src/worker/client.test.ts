import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient, type Client, type Role, type WorkerLike } from './client';
import type { FromWorker, ToWorker } from './protocol';

class FakeWorker implements WorkerLike {
  readonly heard: ToWorker[] = [];
  terminated = false;
  onmessage: WorkerLike['onmessage'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;
  onerror: WorkerLike['onerror'] = null;

  constructor(readonly role: Role) {}
  postMessage(message: ToWorker) {
    // As a real one does: what cannot be cloned throws.
    this.heard.push(structuredClone(message));
  }
  terminate() {
    this.terminated = true;
  }
  say(message: FromWorker) {
    if (!this.terminated) this.onmessage?.({ data: structuredClone(message) } as MessageEvent<FromWorker>);
  }
  crash(message: string) {
    this.onerror?.({ message, preventDefault() {} } as ErrorEvent);
  }
}

describe('the client', () => {
  let workers: FakeWorker[];
  let client: Client;
  const worker = (role: Role) => workers.filter((each) => each.role === role).at(-1)!;
  const search = { query: 'matrix', limit: 5 };
  const film = { title: 'Mine', year: 0, description: '' };
  const found = { rows: [3], others: [], milliseconds: 1 };

  beforeEach(() => {
    workers = [];
    client = createClient((role) => {
      workers.push(new FakeWorker(role));
      return workers.at(-1)!;
    });
  });

  it('answers each request with its own result, in any order', async () => {
    const first = client.request('search', search);
    const second = client.request('search', { ...search, query: 'dune' });
    const [a, b] = worker('browse').heard;
    worker('browse').say({ id: b!.id, name: 'search', kind: 'result', value: { ...found, rows: [7] } });
    worker('browse').say({ id: a!.id, name: 'search', kind: 'result', value: found });
    expect((await first).rows).toEqual([3]);
    expect((await second).rows).toEqual([7]);
  });

  it('searches in one worker and runs the models in another', () => {
    void client.request('search', search);
    void client.request('genre', { history: [{ kind: 'film', row: 1 }] });
    expect(workers.map(({ role }) => role)).toEqual(['browse', 'model']);
  });

  describe('a rival of the model', () => {
    const load = { bundle: 'http://localhost/models/movies/', device: 'wasm' as const };
    const loaded = { device: { device: 'wasm' as const, detail: '2 threads', fallbackReason: null }, loadMs: 5 };
    const answer = (role: Role) => {
      const { id } = worker(role).heard.at(-1)!;
      worker(role).say({ id, name: 'load', kind: 'result', value: loaded });
    };

    it('has a worker of its own beside the model, and nothing of it is an event', async () => {
      const events: unknown[] = [];
      client.onEvent((event) => events.push(event));
      const first = client.request('load', load);
      answer('model');
      await first;
      const second = client.request('load', load, { rival: true });
      worker('rival').say({ id: -1, kind: 'event', event: { type: 'device-lost', message: 'lost' } });
      worker('rival').crash('boom');
      await expect(second).rejects.toMatchObject({ code: 'worker-failed' });
      expect(events).toEqual([]);
      expect(worker('model').terminated).toBe(false);
      expect(client.promoteRival()).toBe(false);
    });

    it('takes the place of the model with all that it holds', async () => {
      const first = client.request('load', load);
      answer('model');
      await first;
      const second = client.request('load', load, { rival: true });
      answer('rival');
      await second;
      expect(client.promoteRival()).toBe(true);
      expect(worker('model').terminated).toBe(true);
      void client.request('genre', { history: [] });
      expect(worker('rival').heard.at(-1)).toMatchObject({ name: 'genre' });
      expect(workers).toHaveLength(2);
      const events: unknown[] = [];
      client.onEvent((event) => events.push(event));
      worker('rival').say({ id: -1, kind: 'event', event: { type: 'device-lost', message: 'lost' } });
      expect(events).toHaveLength(1);
    });

    it('waits while the model is at work, and is ended when nobody wants it', async () => {
      void client.request('genre', { history: [] }).catch(() => undefined);
      const second = client.request('load', load, { rival: true });
      answer('rival');
      await second;
      expect(client.promoteRival()).toBe(false);
      const asked = client.request('genre', { history: [] }, { rival: true });
      client.endRival();
      await expect(asked).rejects.toMatchObject({ code: 'stopped' });
      expect(worker('rival').terminated).toBe(true);
      expect(worker('model').terminated).toBe(false);
    });
  });

  it('passes progress on until the result is there', async () => {
    const steps: string[] = [];
    const loading = client.request('load', { bundle: 'b', device: 'auto' }, { onProgress: ({ step }) => steps.push(step) });
    const { id } = worker('model').heard[0]!;
    worker('model').say({ id, name: 'load', kind: 'progress', value: { step: 'checking' } });
    worker('model').say({ id, name: 'load', kind: 'progress', value: { step: 'warming-up' } });
    worker('model').say({ id, name: 'load', kind: 'result', value: { device: { device: 'wasm', detail: '2 threads', fallbackReason: null }, loadMs: 1 } });
    await loading;
    worker('model').say({ id, name: 'load', kind: 'progress', value: { step: 'checking' } });
    expect(steps).toEqual(['checking', 'warming-up']);
  });

  it('turns an error on the wire into a MatineeError', async () => {
    const asked = client.request('genre', { history: [] });
    const error = { code: 'history-empty', message: 'The watch history is empty.', nextStep: 'Add a film.', detail: 'where it was' } as const;
    worker('model').say({ id: worker('model').heard[0]!.id, kind: 'error', error });
    await expect(asked).rejects.toMatchObject({
      name: 'MatineeError',
      code: 'history-empty',
      message: error.message,
      nextStep: error.nextStep,
      cause: 'where it was',
    });
  });

  it('sends stop when the signal aborts, and waits for the worker to have stopped', async () => {
    const abort = new AbortController();
    const asked = client.request('genre', { history: [] }, { signal: abort.signal });
    const settled = vi.fn();
    asked.catch(settled);
    abort.abort();
    const [request, stop] = worker('model').heard;
    expect(stop).toMatchObject({ name: 'stop', target: request!.id });
    await Promise.resolve();
    expect(settled).not.toHaveBeenCalled();
    worker('model').say({ id: request!.id, kind: 'error', error: { code: 'stopped', message: 'Stopped.', nextStep: 'Start over.' } });
    await expect(asked).rejects.toMatchObject({ code: 'stopped' });
  });

  it('sends nothing for a signal that was aborted before, or aborts after the answer', async () => {
    await expect(client.request('search', search, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'stopped' });
    expect(workers).toHaveLength(0);

    const abort = new AbortController();
    const asked = client.request('search', search, { signal: abort.signal });
    worker('browse').say({ id: worker('browse').heard[0]!.id, name: 'search', kind: 'result', value: found });
    await asked;
    abort.abort();
    expect(worker('browse').heard).toHaveLength(1);
  });

  it('fails everything that a crashed worker owes, and starts a fresh one at the next request', async () => {
    const first = client.request('genre', { history: [] });
    const second = client.request('embed', film);
    const crashed = worker('model');
    crashed.crash('out of luck');
    await expect(first).rejects.toMatchObject({ code: 'worker-failed', message: expect.stringContaining('out of luck') as string });
    await expect(second).rejects.toMatchObject({ code: 'worker-failed' });
    expect(crashed.terminated).toBe(true);

    const again = client.request('embed', film);
    expect(worker('model')).not.toBe(crashed);
    const read = { ...film, embedding: new Float32Array(2) };
    worker('model').say({ id: worker('model').heard[0]!.id, name: 'embed', kind: 'result', value: read });
    await expect(again).resolves.toEqual(read);
  });

  it('gives each load a worker of its own, and stops what the one before was doing', async () => {
    const asked = client.request('genre', { history: [] });
    const before = worker('model');
    void client.request('load', { bundle: 'b', device: 'wasm' }).catch(() => undefined);
    await expect(asked).rejects.toMatchObject({ code: 'stopped' });
    expect(before.terminated).toBe(true);
    expect(worker('model').heard.map(({ name }) => name)).toEqual(['load']);
  });

  it.each(['browse', 'model'] as const)('tells of a crash of the %s worker that nobody waits for', (role) => {
    const heard = vi.fn();
    client.onEvent(heard);
    void client.request(role === 'browse' ? 'search' : 'genre', { ...search, history: [] }).catch(() => undefined);
    worker(role).crash('out of memory');
    worker(role).crash('again');
    expect(heard).toHaveBeenCalledExactlyOnceWith({
      type: 'worker-crashed',
      worker: role,
      message: expect.stringMatching(/stopped: out of memory\.$/) as string,
    });
  });

  it('sends a fresh browse worker what was asked and nothing else: the store opens the catalogue, once', () => {
    void client.request('open', { bundle: 'b' }).catch(() => undefined);
    worker('browse').crash('x');
    void client.request('search', search);
    expect(worker('browse').heard.map(({ name }) => name)).toEqual(['search']);
  });

  it('does not listen to a worker that it has ended', () => {
    const heard = vi.fn();
    client.onEvent(heard);
    void client.request('genre', { history: [] }).catch(() => undefined);
    const before = worker('model');
    void client.request('load', { bundle: 'b', device: 'wasm' }).catch(() => undefined);
    before.onmessage!({ data: { id: -1, kind: 'event', event: { type: 'device-lost', message: 'gone' } } } as MessageEvent<FromWorker>);
    expect(heard).not.toHaveBeenCalled();
  });

  it('fails a request that cannot be sent', async () => {
    const uncloneable = { query: (() => 0) as unknown as string, limit: 1 };
    await expect(client.request('search', uncloneable)).rejects.toMatchObject({ code: 'worker-failed' });
  });

  it('tells listeners of events until they leave', () => {
    const heard = vi.fn();
    const leave = client.onEvent(heard);
    void client.request('genre', { history: [] });
    worker('model').say({ id: -1, kind: 'event', event: { type: 'device-lost', message: 'gone' } });
    leave();
    worker('model').say({ id: -1, kind: 'event', event: { type: 'device-lost', message: 'gone' } });
    expect(heard).toHaveBeenCalledExactlyOnceWith({ type: 'device-lost', message: 'gone' });
  });

  it('ends its workers when it is disposed of', async () => {
    const asked = client.request('search', search);
    client.dispose();
    await expect(asked).rejects.toMatchObject({ code: 'stopped' });
    expect(worker('browse').terminated).toBe(true);
    await expect(client.request('search', search)).rejects.toMatchObject({ code: 'stopped' });
  });
});
