/** A measured table in the paper's terms, as docs/results/*.json and the manifest's `results` hold it. */
import * as v from 'valibot';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
// JSON has no NaN, but 1e999 is read as Infinity.
const real = v.pipe(v.number(), v.finite());
const interval = v.tuple([real, real]);

const row = v.object({
  /** As the table prints it: 'A-LLMRec', 'without matching', 'cold · SASRec'. */
  label: v.string(),
  /** Where a table has several scenarios: 'warm', 'cold', '256 users'. */
  group: v.optional(v.string()),
  users: count,
  /** Hit@1, or what `metric` names. */
  value: share,
  /** 95% bootstrap interval over users. */
  interval: v.optional(interval),
  ndcg10: v.optional(share),
  /** The same of each training seed, where `value` is their mean. */
  seeds: v.optional(v.array(share)),
  /** Less the baseline's on the same users, users resampled in pairs. */
  difference: v.optional(v.object({ value: real, interval })),
  /** The paper's own value: other data, OPT-6.7B. */
  paper: v.optional(share),
});

export const resultsSchema = v.object({
  /** As `npm run evaluate -- --table` names it: 'overall', 'cold-warm', 'cold-user', 'few-shot', 'ablation', 'genre' ... */
  table: v.string(),
  title: v.string(),
  /** Where the paper has it: 'table 1'. */
  paperTable: v.optional(v.string()),
  /** What the rows' `paper` was measured on. */
  paperData: v.optional(v.string()),
  /** 'Hit@1', unless the table counts something else. */
  metric: v.string(),
  /** What guessing gives. */
  chance: v.optional(share),
  rows: v.array(row),
  /** What differences are taken from; SASRec if it is not said. */
  baseline: v.optional(v.string()),
  seed: real,
  /** ISO date. */
  date: v.string(),
  command: v.string(),
  /** What else a reader should know, a sentence. */
  note: v.optional(v.string()),
  /** How often the first choice was right, by its probability. */
  reliability: v.optional(
    v.object({
      users: count,
      /** Expected calibration error, of the probabilities as shipped and before the temperature. */
      ece: share,
      eceBefore: v.optional(share),
      bins: v.array(v.object({ users: count, confidence: share, accuracy: share })),
      binsBefore: v.optional(v.array(v.object({ users: count, confidence: share, accuracy: share }))),
    }),
  ),
});

export type Results = v.InferOutput<typeof resultsSchema>;
