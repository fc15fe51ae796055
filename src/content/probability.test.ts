import { expect, test } from 'vitest';
import { orderHelp, probabilityHelp } from './probability';

test('says how the percentages were calibrated, and that they were not', () => {
  expect(probabilityHelp(undefined, String).join(' ')).toMatch(/not compared with how often it is right/);
  const calibrated = probabilityHelp({ temperature: 2.345, split: 'validation', users: 3278, ece: 0.0213 }, String).join(' ');
  expect(calibrated).toMatch(/softened by one temperature, T = 2\.35.*3278 validation users.*2\.1 points apart/);
  expect(probabilityHelp({ temperature: 0.8, split: 'validation', users: 1 }, String).join(' ')).toMatch(/sharpened(?!.*points apart)/);
});

test('says how a list was made, where it was made by more than one question', () => {
  expect(orderHelp(5)).toMatch(/place 1 is taken out, and so on to place 5; the percentages are those of the first question/);
  expect(orderHelp(2)).not.toMatch(/so on/);
  expect([orderHelp(0), orderHelp(1)]).toEqual(['', '']);
});
