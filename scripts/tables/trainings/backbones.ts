/** A-LLMRec on each collaborative filter that a bundle carries, beside that filter (paper, table 11). */
import { bootstrap, gainAt10, hit, hitDifference, mean, pairedDifference, type Difference } from '../../../src/engine/evaluation/rankingMetrics';
import type { Results } from '../../../src/bundle/results';
import { UsageError } from '../../commandLine.mjs';
import type { Row } from '../measured';
import { meanHits } from './trainingSeeds';

export interface Backbone {
  /** The filter's. */
  label: string;
  /** Places of the targets (1: first), users in one order: of the filter alone, and of A-LLMRec on it for each training seed. */
  alone: readonly number[];
  together: readonly (readonly number[])[];
}

/** A group a filter: alone, and in A-LLMRec, less itself. Of several seeds each user's mean is taken. */
export function backboneRows(backbones: readonly Backbone[], seed: number): Row[] {
  return backbones.flatMap(({ label, alone, together }) => {
    const own = alone.map(hit);
    const hits = meanHits(together);
    const of = (values: readonly number[], runs: readonly (readonly number[])[]) => ({
      group: label,
      users: values.length,
      value: mean(values),
      interval: bootstrap(values, seed),
      ndcg10: mean(runs.map((run) => mean(run.map(gainAt10)))),
    });
    return [
      { label, ...of(own, [alone]) },
      {
        label: `A-LLMRec (${label})`,
        ...of(hits, together),
        difference: pairedDifference(hits, own, seed),
        ...(together.length > 1 ? { seeds: together.map((run) => mean(run.map(hit))) } : {}),
      },
    ];
  });
}

/** A-LLMRec on each filter less the first filter alone, of the mean of its seeds and of each seed. @param first places of the targets, of the first filter */
export function lessFirst(backbones: readonly Backbone[], first: readonly number[], seed: number): { label: string; differences: Difference[] }[] {
  return backbones.map(({ label, together }) => {
    const each = together.length > 1 ? together.map((run) => hitDifference(run, first, seed)) : [];
    return { label, differences: [pairedDifference(meanHits(together), first.map(hit), seed), ...each] };
  });
}

const ROUNDED = 1e-4; // some tables have four digits

/** @throws UsageError where a saved table is of other users: its first filter has other numbers. */
export function checkSame({ rows }: Pick<Results, 'rows'>, label: string, first: readonly number[]): void {
  const row = rows.find((one) => one.label === label);
  const value = mean(first.map(hit));
  if (row?.users !== first.length || Math.abs(row.value - value) > ROUNDED)
    throw new UsageError(
      `--add: the saved table is of other users or weights: its ${label} has ${row?.value} of ${row?.users} users, here ${value} of ${first.length}. Leave --add away.`,
    );
}
