import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MatineeError } from '../../errors';
import { page } from '../../testing/page';
import { reloadWhenStuck } from './reloadWhenStuck';

let serves = true;
beforeEach(() => {
  vi.useFakeTimers();
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal('location', { href: 'http://localhost/' });
  vi.stubGlobal('fetch', async () => ({ ok: serves }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  serves = true;
});
const MINUTE = 60_000;

/** A booth whose model never comes, and how often the page was loaded anew. */
async function stuck(handlers: Parameters<typeof page>[0]) {
  const all = page(handlers, { kiosk: true });
  const reload = vi.fn();
  const end = reloadWhenStuck(all.store, reload);
  void all.state().start();
  await vi.advanceTimersByTimeAsync(10);
  return { ...all, reload, end };
}
const noModel = {
  load: () => {
    throw new MatineeError('network', 'It did not arrive.', 'Try again.');
  },
};

it('loads a page anew whose model does not come, after longer and longer waits', async () => {
  const { reload, end } = await stuck(noModel);
  await vi.advanceTimersByTimeAsync(4.5 * MINUTE);
  expect(reload).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(reload).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(9 * MINUTE);
  expect(reload).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  expect(reload).toHaveBeenCalledTimes(2);
  end();
});

it('and an answer that makes no progress', async () => {
  const { state, reload, end } = await stuck({ recommend: () => new Promise(() => undefined) });
  state().add({ kind: 'film', row: 3 });
  await vi.advanceTimersByTimeAsync(10);
  void state().recommend();
  await vi.advanceTimersByTimeAsync(6 * MINUTE);
  expect(reload).toHaveBeenCalledTimes(1);
  end();
});

it('leaves a page alone whose model is ready, and one whose server does not answer', async () => {
  const ready = await stuck({});
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(ready.reload).not.toHaveBeenCalled();
  ready.end();
  serves = false;
  const cut = await stuck(noModel);
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(cut.reload).not.toHaveBeenCalled();
  cut.end();
});
