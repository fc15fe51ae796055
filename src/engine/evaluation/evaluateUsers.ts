/** The paper's evaluation over users that a visitor brings, in the tab: A-LLMRec and SASRec on the same candidates. It can be paused, and go on. */
import { firstRecommender } from '../../bundle/backbones';
import type { RecommenderName } from '../../bundle/manifest';
import { MatineeError, throwIfStopped } from '../../errors';
import { yieldToMessages } from '../../yieldToMessages';
import { hitDifference, rankingMetrics, type RankingMetrics } from './rankingMetrics';
import type { Models } from '../models';
import { scoreCandidates } from './scoreCandidates';
import { parseSequences } from './sequences';
import type { RequestOptions } from '../types';

const SYSTEMS = ['a-llmrec', 'sasrec'] as const;
const CANDIDATES = 20;
const SAID = 8;
/** Between two progress reports with intervals, which cost a resampling. */
const REPORT_MS = 400;

export interface EvaluationRequest {
  /** A line per user: user<TAB>space-separated item ids of the bundle's source data set, oldest first; the last is the target. */
  text: string;
  /** Usable users at most. */
  limit: number;
  /** Of the draws of candidates. */
  seed: number;
  /** An earlier report of the same users, limit and seed, to go on from; of another model it is left aside. */
  from?: EvaluationReport;
}

/** Measured so far: while it goes on, when it was stopped, or on all users. */
export interface EvaluationReport {
  /** The model that was measured: the manifest's `run`. */
  run: string;
  done: number;
  /** Of each system, the targets' places (1: first) in the order of the users. */
  places: number[][];
  total: number;
  /** Which one `sasrec` stands for here: that of the backbone at work. */
  recommender: RecommenderName;
  systems: ({ system: (typeof SYSTEMS)[number] } & RankingMetrics)[];
  /** Hit@1 of A-LLMRec less SASRec's. */
  difference: { value: number; interval: [number, number] } | null;
  seed: number;
  candidates: number;
  seconds: number;
  stopped: boolean;
  /** What of the file could not be used: the first few sentences. */
  skipped: string[];
  /** Sentences that are not among them. */
  moreSkipped: number;
}

/**
 * Leave-one-out with 19 uniform negatives (paper, section 4.1). Stopped after the first user, it gives what it has measured.
 * @throws MatineeError 'file-invalid' when no user of the file can be used, 'stopped' before the first user, or as `recommend`.
 */
export async function evaluateUsers(
  models: Models,
  { text, limit, seed, from }: EvaluationRequest,
  { signal, onProgress }: RequestOptions<EvaluationReport> = {},
): Promise<EvaluationReport> {
  const said: string[] = [];
  const { films, manifest } = models;
  const cases = parseSequences(text, films, manifest.catalogue.warm, { candidates: CANDIDATES, seed, limit }, (what) => said.push(what));
  if (cases.length === 0) throw unusable(text, said);

  const started = performance.now();
  const { run } = manifest;
  const recommender = firstRecommender(manifest);
  const before = from?.run === run && from.recommender === recommender && from.done <= cases.length ? from : null;
  const ranks = SYSTEMS.map((_, s) => [...(before?.places[s] ?? [])]);
  const report = (stopped: boolean): EvaluationReport => ({
    run,
    done: ranks[0]!.length,
    places: ranks.map((places) => [...places]),
    total: cases.length,
    recommender,
    systems: SYSTEMS.map((system, s) => ({ system, ...rankingMetrics(ranks[s]!, seed) })),
    difference: ranks[0]!.length ? hitDifference(ranks[0]!, ranks[1]!, seed) : null,
    seed,
    candidates: CANDIDATES,
    seconds: (before?.seconds ?? 0) + (performance.now() - started) / 1000,
    stopped,
    skipped: said.slice(0, SAID),
    moreSkipped: Math.max(0, said.length - SAID),
  });

  let reported = -Infinity;
  for (const user of cases.slice(ranks[0]!.length)) {
    try {
      await yieldToMessages();
      throwIfStopped(signal);
      const found: number[] = [];
      for (const system of SYSTEMS) found.push((await scoreCandidates(models, system, user, { signal })).places[user.target]!);
      found.forEach((rank, s) => ranks[s]!.push(rank));
    } catch (error) {
      if (error instanceof MatineeError && error.code === 'stopped' && ranks[0]!.length > 0) return report(true);
      throw error;
    }
    if (performance.now() - reported < REPORT_MS) continue;
    reported = performance.now();
    onProgress?.(report(false));
  }
  return report(false);
}

function unusable(text: string, said: readonly string[]): MatineeError {
  const form = "Each line is a user, a tab, and item ids of the bundle's data set, oldest first and separated by spaces.";
  if (text.trim() === '') return new MatineeError('file-invalid', 'The file is empty.', form);
  return new MatineeError('file-invalid', `No user of the file can be evaluated: ${said.slice(0, 3).join('; ')}${said.length > 3 ? ' ...' : '.'}`, form);
}
