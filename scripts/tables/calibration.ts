/** Are the candidates' probabilities what they say? Reliability of the first choice, and the expected calibration error (Guo et al., 2017). */
import type { Results } from '../../src/bundle/results';
import type { Case } from '../evaluateOptions';

type Bins = NonNullable<NonNullable<Results['reliability']>['bins']>;
const BINS = 10;

/** p_i^power, normalised. */
function sharpened(probabilities: readonly number[], power: number): number[] {
  const weights = probabilities.map((p) => p ** power);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

export interface Reliability {
  /** Expected calibration error of the first choice, and of every candidate. */
  ece: number;
  eceAll: number;
  /** Means over users of -log p(target), and of the squared distance of all p to the outcome. */
  nll: number;
  brier: number;
  bins: Bins;
}

/** @param scores probabilities of each user's candidates. */
export function reliability(cases: readonly Case[], scores: readonly (readonly number[])[]): Reliability {
  const first = scores.map((own, i) => {
    const p = Math.max(...own);
    return { p, hit: own.indexOf(p) === cases[i]!.target };
  });
  const every = scores.map((own, i) => own.map((p, c) => ({ p, hit: c === cases[i]!.target })));
  const mean = (of: (own: { p: number; hit: boolean }[]) => number) => every.reduce((sum, own) => sum + of(own), 0) / every.length;
  return {
    ...binned(first),
    eceAll: binned(every.flat()).ece,
    nll: mean((own) => -Math.log(Math.max(own.find(({ hit }) => hit)!.p, 1e-12))),
    brier: mean((own) => own.reduce((sum, { p, hit }) => sum + (p - Number(hit)) ** 2, 0)),
  };
}

/** Ten bins of equal width, the empty ones left out. */
function binned(claims: readonly { p: number; hit: boolean }[]): { ece: number; bins: Bins } {
  const sums = Array.from({ length: BINS }, () => ({ users: 0, confidence: 0, hits: 0 }));
  for (const { p, hit } of claims) {
    const bin = sums[Math.min(BINS - 1, Math.floor(p * BINS))]!;
    bin.users++;
    bin.confidence += p;
    bin.hits += Number(hit);
  }
  const bins = sums.filter(({ users }) => users > 0).map(({ users, confidence, hits }) => ({ users, confidence: confidence / users, accuracy: hits / users }));
  const ece = bins.reduce((sum, { users, confidence, accuracy }) => sum + (users / claims.length) * Math.abs(confidence - accuracy), 0);
  return { ece, bins };
}

/** As the bundle ships them, with its temperature, and as the language model gave them. */
export function calibrated(cases: readonly Case[], scores: readonly (readonly number[])[], temperature: number): { shipped: Reliability; before: Reliability } {
  return {
    shipped: reliability(cases, scores),
    before: reliability(
      cases,
      scores.map((own) => sharpened(own, temperature)),
    ),
  };
}
