/** What systems said of users' candidates, and the rows of a table made of it. */
import { SYSTEMS } from '../../src/content/systems';
import { hitDifference, rankingMetrics, rankOf } from '../../src/engine/evaluation/rankingMetrics';
import type { Film, System } from '../../src/engine/types';
import type { Results } from '../../src/bundle/results';
import type { Case, MLP_LLM } from '../evaluateOptions';
import type { Done } from '../evaluateWorker';

export type Row = Results['rows'][number];
/** The engine's systems, and the ranking by training interactions. */
export type Measure = System | typeof MLP_LLM | 'popularity';

export interface Measured {
  cases: readonly Case[];
  /** Scores of the candidates, and the target's rank, of every user by system. */
  scores: Partial<Record<Measure, number[][]>>;
  ranks: Partial<Record<Measure, number[]>>;
}

export function measured(cases: readonly Case[], systems: readonly Exclude<Measure, 'popularity'>[], done: readonly Done[], films: readonly Film[]): Measured {
  const scores: Measured['scores'] = { popularity: cases.map(({ candidates }) => candidates.map((row) => films[row]!.popularity)) };
  systems.forEach((system, s) => (scores[system] = done.map(({ results }) => results[s]!.scores)));
  const ranks: Measured['ranks'] = { popularity: scores.popularity!.map((own, i) => rankOf(cases[i]!.target, own)) };
  systems.forEach((system, s) => (ranks[system] = done.map(({ results }, i) => results[s]!.places[cases[i]!.target]!)));
  return { cases, scores, ranks };
}

/** A row a system, of the users at these places (no rows of nobody), with the paired difference to SASRec where SASRec ranked them too. */
export function systemRows(
  { cases, ranks }: Measured,
  systems: readonly Measure[],
  seed: number,
  only: { group?: string; users?: readonly number[] } = {},
): Row[] {
  const places = only.users ?? cases.map((_, i) => i);
  if (places.length === 0) return [];
  const of = (system: Measure) => places.map((i) => ranks[system]![i]!);
  return systems.map((system) => {
    const { users, hit1, ndcg10, interval } = rankingMetrics(of(system), seed);
    return {
      label: SYSTEMS[system]!,
      ...(only.group ? { group: only.group } : {}),
      users,
      value: hit1,
      interval,
      ndcg10,
      ...(system !== 'sasrec' && systems.includes('sasrec') ? { difference: hitDifference(of(system), of('sasrec'), seed) } : {}),
    };
  });
}

/** Hit@1 of the shipped weights less that of PyTorch's, and the share of users with the same first choice, of the systems whose PyTorch scores every case carries. */
export function quantisation({ cases, scores, ranks }: Measured, systems: readonly System[]): { label: string; points: number; same: number }[] {
  const first = (own: readonly number[]) => own.indexOf(Math.max(...own));
  return systems.flatMap((system) => {
    const float = cases.flatMap(({ reference }) => (reference?.[system] ? [reference[system]] : []));
    if (cases.length === 0 || float.length < cases.length) return [];
    const share = (of: (i: number) => boolean) => cases.filter((_, i) => of(i)).length / cases.length;
    const hit1 = share((i) => ranks[system]![i] === 1) - share((i) => rankOf(cases[i]!.target, float[i]!) === 1);
    return [{ label: SYSTEMS[system]!, points: 100 * hit1, same: share((i) => first(scores[system]![i]!) === first(float[i]!)) }];
  });
}
