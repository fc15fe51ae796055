import { expect, test } from 'vitest';
import { dayOf, noScores, readScores, withGuess, withVisitor } from './score';

const today = '2026-11-25';

test('right guesses in a row are a streak; a wrong one ends it, and the best one stays', () => {
  const tally = [true, true, false, true].reduce(withVisitor, noScores().person);
  expect(tally).toMatchObject({ rounds: 4, right: 3, streak: 1, best: 2 });
});
test('a voice that makes no guess is neither right nor wrong', () => {
  const { voices } = withGuess(noScores().unrated, { system: 'sasrec', choice: null, probabilities: null }, 2);
  expect(voices.sasrec).toEqual({ right: 0, of: 0 });
});
test('a score is kept for its day', () => {
  const scores = noScores();
  scores.person = withGuess(withVisitor(scores.person, true), { system: 'a-llmrec', choice: 2, probabilities: [0, 0, 1, 0, 0] }, 2);
  const kept: unknown = JSON.parse(JSON.stringify({ day: today, scores }));
  expect(readScores(kept, today)).toEqual(scores);
  expect(readScores(kept, '2026-11-26')).toBeNull();
});
test.each([null, 7, [], {}, { day: today }, { day: today, scores: {} }, { day: today, scores: { ...noScores(), person: { ...noScores().person, right: 9 } } }])(
  'what is no score is none: %j',
  (value) => expect(readScores(value, today)).toBeNull(),
);
test('a day is that of the clock on the wall', () => expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05'));
