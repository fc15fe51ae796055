import { expect, test, vi } from 'vitest';
import { latest } from './latest';

test('a burst is shown once a frame, its last value last, and nothing after the end', () => {
  vi.useFakeTimers();
  const put = vi.fn();
  const { show, end } = latest<number>(put);
  for (let i = 0; i < 100; i++) show(i);
  expect(put.mock.calls).toEqual([[0]]);
  vi.advanceTimersByTime(16);
  expect(put.mock.calls).toEqual([[0], [99]]);
  vi.advanceTimersByTime(100);
  show(100);
  show(101);
  end();
  vi.advanceTimersByTime(100);
  show(102);
  expect(put.mock.calls).toEqual([[0], [99], [100]]);
  vi.useRealTimers();
});
