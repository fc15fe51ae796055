import { expect, test } from 'vitest';
import { ordinal, share, signed, thousands, time } from './format';

test('counts have commas, as Intl writes them', () => {
  for (const count of [0, 7, 999, 1000, 19311, 100000, 1234567]) expect(thousands(count)).toBe(count.toLocaleString('en'));
});

test('places, shares, differences and times', () => {
  expect([1, 2, 3, 4, 11, 12, 21].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '21st']);
  expect([share(0.58512), signed(0.0123), signed(-0.2), signed(0)]).toEqual(['0.585', '+0.012', '−0.200', '+0.000']);
  expect([time(0.2), time(89), time(120)]).toEqual(['1 s', '89 s', '2 min']);
});
