/** Does the place of the target among the candidates change the answer? The same users and candidates with the target first and last. */
import { hitDifference, type Difference } from '../../src/engine/evaluation/rankingMetrics';
import type { Case } from '../evaluateOptions';
import type { Measured } from './measured';

export type Place = 'first' | 'last';

/** The case with its target moved there; the others keep their order. */
export function withTarget(place: Place, { user, history, candidates, target }: Case): Case {
  const others = candidates.filter((_, i) => i !== target);
  const row = candidates[target]!;
  return place === 'first'
    ? { user, history, candidates: [row, ...others], target: 0 }
    : { user, history, candidates: [...others, row], target: others.length };
}

export interface Moved {
  /** Users whose first choice is another film. */
  changed: number;
  /** The largest change of a candidate's probability, over all users. */
  most: number;
  /** Hit@1 with the target last, less that with the target first. */
  difference: Difference;
}

/** What A-LLMRec says with the target first and last, by candidate. */
export function moved(first: Measured, last: Measured, seed: number): Moved {
  let changed = 0;
  let most = 0;
  first.cases.forEach((one, i) => {
    const probabilities = (found: Measured) => new Map(found.cases[i]!.candidates.map((row, c) => [row, found.scores['a-llmrec']![i]![c]!] as const));
    const [before, after] = [probabilities(first), probabilities(last)];
    const best = (of: Map<number, number>) => [...of].reduce((found, other) => (other[1] > found[1] ? other : found))[0];
    // Films of one title are one to the language model: whichever comes first is shown first.
    if (before.get(best(before)) !== before.get(best(after))) changed++;
    for (const row of one.candidates) most = Math.max(most, Math.abs(before.get(row)! - after.get(row)!));
  });
  return { changed, most, difference: hitDifference(last.ranks['a-llmrec']!, first.ranks['a-llmrec']!, seed) };
}
