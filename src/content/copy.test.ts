import { expect, test } from 'vitest';
import { copyFor, FIRST_WORDS } from './copy';

const games = { item: 'video game', items: 'video games', consumed: 'played', consume: 'play' };
const sentences = (words: typeof games): string => {
  const copy = copyFor(words);
  const said = Object.values(copy).flatMap((value): unknown[] => (typeof value === 'function' ? [] : [value]));
  return JSON.stringify([
    ...said,
    copy.count(1),
    copy.count(2),
    copy.nothingFound('x'),
    copy.linkCopied(true),
    copy.readLimit(10, 50),
    copy.candidatesSummary(20),
    copy.candidateKinds(true),
    copy.candidateKinds(false),
  ]);
};

test('the names that visitors and their tools know a page of films by', () => {
  expect(copyFor(FIRST_WORDS)).toMatchObject({ search: 'Search movies', historyName: 'Watch history' });
});

test('in another domain no sentence speaks of films', () => {
  expect(copyFor(games)).toMatchObject({
    search: 'Search video games',
    historyName: 'Play history',
    tagline: 'A video game recommender that runs whole in this tab.',
    hero: 'What should you play next?',
  });
  // A watchlist is what the services of films call it.
  expect(sentences(games)).not.toMatch(/film|movie|watch(?!list)/i);
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
