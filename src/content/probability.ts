import type { Manifest } from '../bundle/manifest';

/** What the order of a list is. @param places that a question of their own decided */
export function orderHelp(places: number): string {
  if (places < 2) return '';
  return `Place 2 is the model’s choice when place 1 is taken out${places > 2 ? `, and so on to place ${places}` : ''}; the percentages are those of the first question, so that a later place may have a larger one.`;
}

/** What a candidate's percentage means, in sentences. @param calibration the manifest's @param thousands writes a count */
export function probabilityHelp(calibration: Manifest['calibration'], thousands: (count: number) => string): string[] {
  const what =
    'How likely the language model finds each title as the next one, given that it is one of these candidates: the probabilities of the title’s tokens, multiplied. They add up to 100%.';
  if (!calibration) return [what, 'They are the model’s own, not compared with how often it is right: read them as an order more than as odds.'];
  const { temperature, users, ece } = calibration;
  const error =
    ece === undefined ? '' : ` The first choice’s percentage and how often it came true are then ${(100 * ece).toFixed(1)} points apart on average.`;
  return [
    what,
    `They are ${temperature > 1 ? 'softened' : 'sharpened'} by one temperature, T = ${temperature.toFixed(2)} (p becomes p^(1/T)), chosen as the one under which what ${thousands(users)} validation users chose next is most likely; the order is untouched.${error}`,
    'That holds for the paper’s test, one right answer among 19 random ones. Among candidates that are all likely, such as SASRec’s top 20, read them as an order.',
  ];
}
