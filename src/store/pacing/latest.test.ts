import { expect, test, vi } from 'vitest';
import { latest, paced } from './latest';

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

test('what a request still tells after its end is not shown, whether it failed or not', async () => {
  vi.useFakeTimers();
  const put = vi.fn();
  let tell: (step: number) => void = () => undefined;
  const ask = (end: () => Promise<string>) => paced<number, string>(put, (onProgress) => ((tell = onProgress), onProgress(1), onProgress(2), end()));
  await expect(ask(async () => 'whole')).resolves.toBe('whole');
  await expect(ask(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  tell(3);
  vi.advanceTimersByTime(100);
  expect(put.mock.calls).toEqual([[1], [1]]);
  vi.useRealTimers();
});
