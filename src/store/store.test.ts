import { expect, test, vi } from 'vitest';
import { MatineeError } from '../errors';
import { device, film, films, manifest, page, timings } from '../testing/page';

test('opens the catalogue and loads the model side by side', async () => {
  const { state } = page();
  await state().start();
  expect(state().catalogue.kind).toBe('open');
  expect(state().model).toMatchObject({ kind: 'ready', device: { fallbackReason: 'no adapter' } });
});

test('a change of the history is in the address, asks SASRec anew and can be undone', async () => {
  const { state, hashes } = page();
  await state().start();
  state().add(film(3));
  state().add(film(5));
  state().move(1, 0);
  expect(state().history).toEqual([film(5), film(3)]);
  expect(hashes.at(-1)).toBe('#h=105.103');
  await vi.waitFor(() => {
    expect(state().candidates).toHaveLength(20);
    expect(state().candidates).not.toContainEqual(film(5));
  });
  state().undo();
  state().undo();
  expect(state().history).toEqual([film(3)]);
  state().clear();
  expect(state().history).toEqual([]);
  state().undo();
  expect(state().history).toEqual([film(3)]);
});

test('the same film is refused with a notice', async () => {
  const { state } = page();
  await state().start();
  state().add(film(3));
  state().add(film(3));
  expect(state().history).toHaveLength(1);
  expect(state().notices[0]?.text).toMatch(/Film 3.*already/);
});

test('a link restores the history and says what it did not know', async () => {
  const { state } = page({}, { hash: '#h=101.999.102' });
  await state().start();
  expect(state().history).toEqual([film(1), film(2)]);
  expect(state().notices[0]?.text).toMatch(/1 of 3 movies were ignored/);
});

test('a malformed link leaves the kept history alone', async () => {
  const { state } = page({}, { hash: '#h=%E0%A4%A', keeper: { read: () => [104], write: () => true } });
  await state().start();
  expect(state().history).toEqual([film(4)]);
  expect(state().notices[0]?.text).toMatch(/ignored/);
});

test('a browser that keeps nothing is named once, and the history works', async () => {
  const { state } = page({}, { keeper: { read: () => [], write: () => false } });
  await state().start();
  state().add(film(1));
  state().add(film(2));
  expect(state().history).toHaveLength(2);
  expect(state().notices).toHaveLength(1);
});

test('an answer is written, then whole, then stale when the history changes', async () => {
  const { state } = page({
    recommend: (_, options) => {
      options?.onProgress?.({ kind: 'token', text: 'Film', forced: false } as never);
      expect(state().recommendation).toMatchObject({ kind: 'writing', text: 'Film' });
      return { candidate: 0, text: 'Film 1', ranking: [], prompt: [], timings };
    },
  });
  await state().start();
  state().add(film(3));
  await vi.waitFor(() => expect(state().candidates).toHaveLength(20));
  await state().recommend();
  expect(state().recommendation).toMatchObject({ kind: 'whole', stale: false, result: { text: 'Film 1' } });
  state().add(film(4));
  expect(state().recommendation).toMatchObject({ kind: 'whole', stale: true });
});

test('with the history its answer goes, also one that is still being written; it comes back with nothing but an answer of its own', async () => {
  let asked = 0;
  const recommend = (_: unknown, options?: { signal?: AbortSignal }) =>
    asked++ === 0
      ? { candidate: 0, text: 'Film 1', ranking: [], prompt: [], timings }
      : new Promise((_resolve, reject) => options?.signal?.addEventListener('abort', () => reject(new MatineeError('stopped', 'Stopped.', ''))));
  const { state } = page({ recommend: recommend, genre: () => ({ text: 'drama', timings }) });
  await state().start();
  state().add(film(3));
  await state().recommend();
  await state().favouriteGenre();
  state().clear();
  expect(state()).toMatchObject({ recommendation: { kind: 'none' }, genre: { kind: 'none' } });
  state().undo();
  expect(state().recommendation.kind).toBe('none');
  const second = state().recommend();
  await vi.waitFor(() => expect(state().recommendation.kind).toBe('writing'));
  state().remove(0);
  await second;
  expect(state().recommendation).toEqual({ kind: 'none' });
});

test('Stop ends the request and says so', async () => {
  const { state } = page({
    recommend: (_, options) =>
      new Promise((_resolve, reject) => options?.signal?.addEventListener('abort', () => reject(new MatineeError('stopped', 'Stopped.', '')))),
  });
  await state().start();
  state().add(film(3));
  const answer = state().recommend();
  expect(state().model.kind).toBe('running');
  state().stop();
  await answer;
  expect(state().recommendation.kind).toBe('stopped');
  expect(state().model.kind).toBe('ready');
});

test('a failed load keeps the history, and trying again works', async () => {
  let tries = 0;
  const { state } = page({
    load: () => {
      if (tries++ === 0) throw new MatineeError('network', 'opt.onnx did not arrive.', 'Try again.');
      return { device, loadMs: 1 };
    },
  });
  await state().start();
  state().add(film(3));
  expect(state().model).toMatchObject({ kind: 'failed', error: { code: 'network' } });
  await state().load();
  expect(state().model.kind).toBe('ready');
  expect(state().history).toHaveLength(1);
});

test('candidates: newcomers are cold, the seed reproduces, own films are among them', async () => {
  const { state } = page({ embed: () => ({ title: 'Mine', year: 0, description: '', embedding: new Float32Array(2) }) });
  await state().start();
  state().add(film(0));
  await vi.waitFor(() => expect(state().candidates).toHaveLength(20));
  const first = state().candidates;
  state().reshuffle();
  expect(state().candidates).not.toEqual(first);
  state().chooseCandidateKind('paper');
  expect(state().candidates.every((item) => item.kind === 'film' && item.row < 40)).toBe(true);
  await state().addOwn({ title: 'Mine', year: 0, description: '' }, 'candidates');
  expect(state().candidates.filter((item) => item.kind === 'own')).toHaveLength(1);
  expect(state().candidates).toHaveLength(20);
});

test('a link takes the place of the kept history, and Undo brings that back', async () => {
  const written: unknown[] = [];
  const { state } = page({}, { hash: '#h=101.102&c=paper&s=4', keeper: { read: () => [104], write: (items) => written.push(items) > 0 } });
  await state().start();
  expect(state()).toMatchObject({ history: [film(1), film(2)], candidateKind: 'paper', seed: 4 });
  expect(state().notices[0]?.text).toMatch(/Undo/);
  expect(written).toEqual([]); // a look at a link costs nobody their history
  state().undo();
  expect(state().history).toEqual([film(4)]);
});

test('a link opened while the page is there can be undone', async () => {
  const { state, hashes } = page({}, { keeper: { read: () => [104], write: () => true } });
  await state().start();
  state().openLink('#h=101.102');
  expect(state().history).toEqual([film(1), film(2)]);
  state().reshuffle();
  expect(hashes.at(-1)).toBe('#h=101.102&s=2');
  state().undo();
  expect(state().history).toEqual([film(4)]);
});

test('a booth starts over with nothing of the last visitor: no film, no answer, no Undo, no address', async () => {
  const { state, hashes } = page(
    {
      recommend: (_, options) =>
        new Promise((_resolve, reject) => options?.signal?.addEventListener('abort', () => reject(new MatineeError('stopped', 'Stopped.', '')))),
    },
    { kiosk: true, keeper: { read: () => [104], write: () => expect.fail('kept') } },
  );
  await state().start();
  expect(state().history).toEqual([]);
  state().add(film(3));
  await vi.waitFor(() => expect(state().candidates).toHaveLength(20));
  const answer = state().recommend();
  state().startOver([101, 102, 999]);
  await answer;
  expect(state()).toMatchObject({ history: [film(1), film(2)], past: [], recommendation: { kind: 'none' }, model: { kind: 'ready' }, kiosk: true });
  expect(hashes).toEqual([]);
});

test("a film of one's own can be taken out of the candidates again", async () => {
  const own = { title: 'Mine', year: 0, description: '', embedding: new Float32Array(2) };
  const { state } = page({ embed: () => own });
  await state().start();
  await state().addOwn({ title: 'Mine', year: 0, description: '' }, 'candidates');
  state().forgetOwn(own);
  expect(state().candidates.some((item) => item.kind === 'own')).toBe(false);
});

test('a link opened while the catalogue loads is taken when it is there', async () => {
  const { state } = page({}, { hash: '#h=104' });
  const starting = state().start();
  state().openLink('#h=101.102');
  await starting;
  expect(state().history).toEqual([film(1), film(2)]);
});

test("the films that are shown are of the model's version, and the history goes over by its ids", async () => {
  const shifted = films.map((each) => ({ ...each, id: 100 + ((each.row + 1) % films.length) }));
  const open = vi.fn(({ version }: { version?: string }) =>
    version === 'old' ? { manifest, films: shifted, version: 'old' } : { manifest, films, version: 'new' },
  );
  const { state } = page({ open, load: () => ({ device, loadMs: 1, version: 'old' }) }, { hash: '#h=105' });
  await state().start();
  expect(state().catalogue).toMatchObject({ kind: 'open', version: 'old' });
  expect(open).toHaveBeenCalledTimes(2);
  expect(state().history).toEqual([film(4)]); // the row of id 105 there
  expect(state().model.kind).toBe('ready');
});

test('a load that gives no sign is said after 20 s, goes on by itself, and is tried again in the end', async () => {
  vi.useFakeTimers();
  try {
    const { state, asked } = page({ load: () => new Promise(() => undefined) });
    void state().start();
    await vi.advanceTimersByTimeAsync(21_000);
    expect(state().recovery).toMatch(/Nothing has been heard of the worker .* goes on by itself/);
    expect(asked.filter((name) => name === 'load')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(asked.filter((name) => name === 'load')).toHaveLength(2);
    expect(state().recovery).toMatch(/Nothing was heard .* loaded again/);
  } finally {
    vi.useRealTimers();
  }
});

test('what is waited for is said no more when it has come', async () => {
  vi.useFakeTimers();
  try {
    let report: ((progress: never) => void) | undefined;
    let finish: ((value: unknown) => void) | undefined;
    const { state } = page({
      load: (_, options) => {
        report = options?.onProgress;
        return new Promise((resolve) => (finish = resolve));
      },
    });
    void state().start();
    await vi.advanceTimersByTimeAsync(1000);
    report?.({ step: 'warming-up' } as never);
    await vi.advanceTimersByTimeAsync(21_000);
    expect(state().recovery).toMatch(/device, which was to compute a self-test/);
    report?.({ step: 'warming-up' } as never);
    expect(state().recovery).toBeNull();
    // Nothing has happened to the model: it was slow.
    await vi.advanceTimersByTimeAsync(21_000);
    expect(state().recovery).not.toBeNull();
    finish?.({ device, loadMs: 5 });
    await vi.advanceTimersByTimeAsync(130_000);
    expect(state().model.kind).toBe('ready');
    expect(state().recovery).toBeNull();
  } finally {
    vi.useRealTimers();
  }
});
