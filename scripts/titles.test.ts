import { expect, test } from 'vitest';
import type { Models } from '../src/engine/models';
import { titleIndex } from './titles';

/** A tokeniser of one character a token; titles are cut to 8. */
const models = {
  films: [
    { row: 0, title: 'Heat', year: 1995 },
    { row: 1, title: 'Heat', year: 1986 },
    { row: 2, title: 'The Godfather', year: 0 },
  ],
  prompts: { title: (title: string) => [...title.slice(0, 8)] },
  tokenizer: { decode: (ids: readonly string[]) => ids.join('') },
} as unknown as Models;

test('a title is found whole, cut, in other letters and with its year', () => {
  const named = titleIndex(models);
  expect(named('the godfather')).toEqual([2]);
  expect(named(' The Godf')).toEqual([2]);
  expect(named('heat')).toEqual([0, 1]);
  expect(named('Heat (1986)')).toEqual([1]);
});

test('half a title, more than a title, and nothing name no film', () => {
  const named = titleIndex(models);
  for (const text of ['The Godf 2', 'Hea', 'Heat and Dust', '', '  ']) expect(named(text)).toEqual([]);
});
