/** Are the candidates' probabilities what they say? Reliability of the first choice, and the expected calibration error (Guo et al., 2017). */
import type { Results } from '../../src/runtime/results';
import type { Case } from '../evaluateOptions';

type Bins = NonNullable<NonNullable<Results['reliability']>['bins']>;
const BINS = 10;

/** p_i^power, normalised. */
function sharpened(probabilities: readonly number[], power: number): number[] {
  const weights = probabilities.map((p) => p ** power);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** @param scores probabilities of each user's candidates. */
export function reliability(cases: readonly Case[], scores: readonly (readonly number[])[]): { ece: number; nll: number; bins: Bins } {
  const sums = Array.from({ length: BINS }, () => ({ users: 0, confidence: 0, hits: 0 }));
  let nll = 0;
  scores.forEach((own, i) => {
    const best = own.indexOf(Math.max(...own));
    const bin = sums[Math.min(BINS - 1, Math.floor(own[best]! * BINS))]!;
    bin.users++;
    bin.confidence += own[best]!;
    bin.hits += Number(best === cases[i]!.target);
    nll -= Math.log(Math.max(own[cases[i]!.target]!, 1e-12)) / scores.length;
  });
  const bins = sums.filter(({ users }) => users > 0).map(({ users, confidence, hits }) => ({ users, confidence: confidence / users, accuracy: hits / users }));
  const ece = bins.reduce((sum, { users, confidence, accuracy }) => sum + (users / scores.length) * Math.abs(confidence - accuracy), 0);
  return { ece, nll, bins };
}

/** As the bundle ships them, with its temperature, and as the language model gave them. */
export function calibrated(cases: readonly Case[], scores: readonly (readonly number[])[], temperature: number): { shipped: ReturnType<typeof reliability>; before: ReturnType<typeof reliability> } {
  return { shipped: reliability(cases, scores), before: reliability(cases, scores.map((own) => sharpened(own, temperature))) };
}
