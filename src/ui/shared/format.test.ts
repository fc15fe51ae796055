import { expect, test } from 'vitest';
import { translate } from '../../content/language';
import { longestWord, millions, ordinal, share, signed, thousands, time } from './format';

test('counts have commas, as Intl writes them', () => {
  for (const count of [0, 7, 999, 1000, 19311, 100000, 1234567]) expect(thousands(count)).toBe(count.toLocaleString('en'));
});

test('places, shares, differences and times', () => {
  expect([1, 2, 3, 4, 11, 12, 21].map((place) => ordinal(translate(), place))).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '21st']);
  expect([share(0.58512), signed(0.0123), signed(-0.2), signed(0)]).toEqual(['0.585', '+0.012', '−0.200', '+0.000']);
  expect([time(translate(), 0.2), time(translate(), 89), time(translate(), 120)]).toEqual(['1 s', '89 s', '2 min']);
  expect([millions(translate(), 430_000), millions(translate(), 1_234_567), millions(translate(), 12_345_678)]).toEqual([
    '430 thousand',
    '1.2 million',
    '12 million',
  ]);
});

test.each([
  ['The Shawshank Redemption', 10],
  ['Spider-Man: No Way Home', 6],
  ['기생충', 2],
  ['', 1],
  ['👩‍🚀 ' + 'a'.repeat(40), 40],
])('the longest word of %j has %i characters', (title, characters) => expect(longestWord(title)).toBe(characters));
