/** What a system says of the candidates of one user to evaluate. */
import type { Models } from '../models';
import { recommend } from '../recommend';
import type { Case } from './sequences';
import type { System } from '../types';

/** A score for each candidate: its probability, or x_u . E_i for SASRec, to which a cold film is unknown. @throws as `recommend` */
export async function scoreCandidates(
  models: Models,
  system: System,
  { history, candidates }: Pick<Case, 'history' | 'candidates'>,
  signal?: AbortSignal,
): Promise<{ scores: number[]; passes: number }> {
  if (system === 'sasrec') {
    const scores = models.sasrec.scores(models.sasrec.represent(history));
    return { scores: candidates.map((row) => scores[row] ?? -Infinity), passes: 0 };
  }
  const item = (row: number) => ({ kind: 'film', row }) as const;
  const request = { history: history.map(item), candidates: candidates.map(item), decoding: 'constrained', system } as const;
  const { ranking, timings } = await recommend(models, request, { signal });
  const scores = new Array<number>(candidates.length);
  for (const { candidate, probability } of ranking) scores[candidate] = probability;
  return { scores, passes: timings.forwardPasses };
}
