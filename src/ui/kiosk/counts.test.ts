import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { count, countsCsv, readCounts } from './counts';

let kept = new Map<string, string>();
beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) });
});
afterEach(() => vi.unstubAllGlobals());

it('counts by the hour, and writes a table of it', () => {
  count('visits', new Date(2026, 4, 1, 14, 5));
  count('answers', new Date(2026, 4, 1, 14, 50));
  count('visits', new Date(2026, 4, 1, 15, 0));
  expect(countsCsv(readCounts())).toBe('hour,visits,answers\r\n2026-05-01T14:00,1,1\r\n2026-05-01T15:00,1,0\r\n');
});

it.each(['no JSON', '{}', '[null, 3, {"hour": "=cmd()", "visits": 1, "answers": 1}, {"hour": "2026-05-01T14:00", "visits": -1, "answers": 0}]'])(
  'whatever is stored, %s, is no reason to fail',
  (text) => {
    kept.set('matinee.kiosk.counts.1', text);
    expect(readCounts()).toEqual([]);
  },
);

it('a browser that stores nothing loses the count and no more', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => {
      throw new Error('refused');
    },
  });
  expect(() => count('visits')).not.toThrow();
});
