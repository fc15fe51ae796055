import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addressWriter } from './addressWriter';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('writes 1,000 changes in fewer than 100 calls in 30 seconds, the first at once and the last for good', () => {
  const replace = vi.fn();
  const write = addressWriter(replace);
  write('#h=0');
  expect(replace).toHaveBeenCalledTimes(1);
  for (let i = 1; i <= 1000; i++) {
    write(`#h=${i}`);
    vi.advanceTimersByTime(30);
  }
  expect(replace.mock.calls.length).toBeLessThan(100);
  vi.advanceTimersByTime(1000);
  expect(replace).toHaveBeenLastCalledWith('#h=1000');
});

it('tries again what the browser refuses, and throws nothing', () => {
  const replace = vi.fn<(hash: string) => void>();
  replace.mockImplementationOnce(() => {
    throw new DOMException('Attempt to use history.replaceState() more than 100 times per 30 seconds', 'SecurityError');
  });
  const write = addressWriter(replace);
  expect(() => write('#h=1')).not.toThrow();
  vi.advanceTimersByTime(1000);
  expect(replace.mock.calls).toEqual([['#h=1'], ['#h=1']]);
});
