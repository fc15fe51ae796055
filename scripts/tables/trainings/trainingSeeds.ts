/** The same Stage 2 trained from several seeds: each on the same users, and their mean. */
import { bootstrap, hit, mean, pairedDifference } from '../../../src/engine/evaluation/rankingMetrics';
import { systemRows, type Measured, type Row } from '../measured';

/** The seed in a run's heading: '2026-11-26 10:07 tiny-gpu, seed 0'. */
export const seedOfRun = (run: string) => /seed \d+/.exec(run)?.[0] ?? run;

/** Of each user, the share of the runs that have the target first. @param runs ranks of the same users in the same order */
export const meanHits = (runs: readonly (readonly number[])[]): number[] => runs[0]!.map((_, i) => mean(runs.map((run) => hit(run[i]!))));

/** @param runs of the same users in the same order. Intervals of the mean are over users, of each user's mean over the seeds. */
export function trainingSeedRows(runs: readonly { run: string; found: Measured }[], seed: number): Row[] {
  const each = runs.flatMap(({ run, found }) =>
    // SASRec is the same in all of them: ranked once.
    systemRows({ ...found, ranks: { ...found.ranks, sasrec: runs[0]!.found.ranks.sasrec! } }, ['a-llmrec', 'sasrec'], seed)
      .filter(({ label }) => label === 'A-LLMRec')
      .map((row) => ({ ...row, label: `A-LLMRec, trained with ${seedOfRun(run)}` })),
  );
  const sasrec = systemRows(runs[0]!.found, ['sasrec'], seed);
  const hits = meanHits(runs.map(({ found }) => found.ranks['a-llmrec']!));
  return [
    {
      label: `A-LLMRec, mean of ${runs.length}`,
      users: hits.length,
      value: mean(hits),
      interval: bootstrap(hits, seed),
      ndcg10: mean(each.map(({ ndcg10 }) => ndcg10!)),
      seeds: each.map(({ value }) => value),
      difference: pairedDifference(hits, runs[0]!.found.ranks.sasrec!.map(hit), seed),
    },
    ...each,
    ...sasrec,
  ];
}
