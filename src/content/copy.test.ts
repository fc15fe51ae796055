import { expect, test } from 'vitest';
import type { Film } from '../engine/types';
import { copyFor, FIRST_WORDS } from './copy';
import { examplesOf, PRESETS } from './presets';

const games = { item: 'video game', items: 'video games', consumed: 'played', consume: 'play' };
const sentences = (words: typeof games): string => {
  const copy = copyFor(words);
  const said = Object.values(copy).flatMap((value): unknown[] => (typeof value === 'function' ? [] : [value]));
  return JSON.stringify([...said, copy.count(1), copy.count(2), copy.nothingFound('x'), copy.linkCopied(true), copy.readLimit(10, 50), copy.candidatesSummary(20), copy.candidateKinds(true), copy.candidateKinds(false)]);
};

test('the names that visitors and their tools know a page of films by', () => {
  expect(copyFor(FIRST_WORDS)).toMatchObject({ search: 'Search movies', historyName: 'Watch history' });
});

test('in another domain no sentence speaks of films', () => {
  expect(copyFor(games)).toMatchObject({ search: 'Search video games', historyName: 'Play history', tagline: 'A video game recommender that runs whole in this tab.', hero: 'What should you play next?' });
  expect(sentences(games)).not.toMatch(/film|movie|watch/i);
});

test('words that begin with a vowel, and one of many', () => {
  const copy = copyFor({ item: 'album', items: 'albums', consumed: 'heard', consume: 'hear' });
  expect(copy.ownTitle).toBe('Add an album of your own');
  expect([copy.count(1), copy.count(3)]).toEqual(['1 album', '3 albums']);
});

test('the same words are written once', () => expect(copyFor(games)).toBe(copyFor(games)));

test('newcomers are said to be recent only where years are known', () => {
  expect(copyFor(FIRST_WORDS).candidateKinds(true).newcomers.help).toContain('from 2015 on');
  expect(copyFor(games).candidateKinds(false).newcomers.help).not.toContain('2015');
});

const title = (row: number, text: string, more: Partial<Film> = {}): Film => ({ row, id: row, title: text, year: 0, genres: [], popularity: row, cold: false, ...more });

test("examples of films are chosen by hand; another domain's come from its titles", () => {
  expect(examplesOf(null)).toBe(PRESETS);
  expect(examplesOf([title(0, 'Heat', { year: 1995 })])).toBe(PRESETS);
  const catalogue = [...Array.from({ length: 8 }, (_, row) => title(row, `Game ${row} - Nintendo DS`)), title(8, 'Rare - PC'), title(9, 'Cold - Nintendo DS', { cold: true, popularity: 99 }), title(10, 'No dash')];
  expect(examplesOf(catalogue)).toEqual([{ name: 'Nintendo DS', ids: [7, 6, 5, 4, 3, 2], genres: [] }]);
  expect(examplesOf([title(0, 'Alone')])).toEqual([]);
});
