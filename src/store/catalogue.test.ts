import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MatineeError } from '../errors';
import { film, films, manifest, page } from '../testing/page';
import type { ClientEvent } from '../worker/client';

const crash: ClientEvent = { type: 'worker-crashed', worker: 'browse', message: 'It stopped.' };
const failed = (code: 'worker-failed' | 'not-loaded') => new MatineeError(code, 'It stopped.', 'Try again.');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function opened(handlers: Parameters<typeof page>[0] = {}) {
  const all = page(handlers);
  void all.state().start();
  await vi.advanceTimersByTimeAsync(10);
  all.asked.length = 0;
  return all;
}

test('one crash of the browse worker opens the catalogue once, whoever asked meanwhile', async () => {
  let isOpen = true;
  let emit: (event: ClientEvent) => void = () => undefined;
  const ask =
    <T>(value: T) =>
    () => {
      if (!isOpen) throw failed('not-loaded');
      return value;
    };
  let crashed = false;
  const all = await opened({
    open: () => ((isOpen = true), { manifest, films }),
    search: () => {
      if (!crashed) {
        crashed = true;
        isOpen = false;
        emit(crash);
        throw failed('worker-failed');
      }
      return ask({ rows: [7], milliseconds: 1 })();
    },
    sasrec: ask({ films: [{ row: 1, score: 1 }], milliseconds: 1 }),
  });
  emit = all.emit;
  const search = all.state().search('film');
  all.state().add(film(3));
  expect(await search).toEqual([7]);
  await vi.advanceTimersByTimeAsync(10);
  expect(all.asked.filter((name) => name === 'open')).toHaveLength(1);
  expect(all.state().notices).toEqual([]);
});

test('what is asked while the catalogue is opened again waits for it, and does not open it once more', async () => {
  let isOpen = true;
  const { state, asked, emit } = await opened({
    open: async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      isOpen = true;
      return { manifest, films };
    },
    search: () => {
      if (!isOpen) throw failed('not-loaded');
      return { rows: [7], milliseconds: 1 };
    },
  });
  await vi.advanceTimersByTimeAsync(100);
  asked.length = 0;
  isOpen = false;
  emit(crash);
  await vi.advanceTimersByTimeAsync(10);
  const found = Promise.all([state().search('a'), state().search('b')]);
  await vi.advanceTimersByTimeAsync(100);
  expect(await found).toEqual([[7], [7]]);
  expect(asked.filter((name) => name === 'open')).toHaveLength(1);
});

test('a browse worker that crashes while nobody asks is opened again, and not for ever', async () => {
  const { asked, emit } = await opened();
  emit(crash);
  await vi.advanceTimersByTimeAsync(10);
  expect(asked).toEqual(['open', 'learnt']);
  for (let i = 0; i < 5; i++) {
    emit(crash);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(asked).toEqual(['open', 'learnt']);
  await vi.advanceTimersByTimeAsync(10_000);
  emit(crash);
  expect(asked).toEqual(['open', 'learnt', 'open']);
});

test('a search whose worker cannot be brought back says why, and the next one tries again', async () => {
  let opens = 0;
  let back = false;
  const { state } = await opened({
    open: () => {
      if (opens++ && !back) throw failed('worker-failed');
      return { manifest, films };
    },
    search: () => {
      if (!back) throw failed('worker-failed');
      return { rows: [7], milliseconds: 1 };
    },
  });
  await expect(state().search('film')).rejects.toMatchObject({ code: 'worker-failed' });
  back = true;
  expect(await state().search('film')).toEqual([7]);
});

test('a crash while the catalogue is opened is tried again without a person', async () => {
  let opens = 0;
  const { state } = await opened({
    open: () => {
      if (opens++ < 3) throw failed('worker-failed');
      return { manifest, films };
    },
  });
  expect(state().catalogue.kind).toBe('failed');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(state().catalogue.kind).toBe('open');
  expect(opens).toBe(4);
});
