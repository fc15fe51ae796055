/** Rows of the comparisons that python3 -m training.evaluation variants trained and measured in PyTorch, with that run's language model in float. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { SYSTEMS } from '../../../src/content/systems';
import type { Row } from '../measured';
import { paperVariant } from '../paper';

const interval = v.tuple([v.number(), v.number()]);
const systemSchema = v.object({
  users: v.number(),
  hit1: v.number(),
  ndcg10: v.number(),
  interval,
  difference: v.optional(v.object({ value: v.number(), interval })),
});
const variantSchema = v.object({
  name: v.string(),
  table: v.string(),
  row: v.string(),
  minutes: v.number(),
  stage2: v.object({ minutes: v.number(), best: v.optional(v.unknown()) }),
  test: v.optional(v.record(v.string(), systemSchema)),
});
export type Variant = v.InferOutput<typeof variantSchema>;

const SUFFIX: Readonly<Record<string, string>> = { 'a-llmrec': '', 'a-llmrec-sbert': ' (SBERT)' };

/** The control first, then by the paper's tables. */
function place({ name, table }: Variant): number {
  return name === 'full' ? 0 : Number(/\d+/.exec(table)?.[0] ?? 0);
}

/** Those with test measurements, in the order of their tables. */
export function readVariants(work: string): Variant[] {
  const folder = join(work, 'variants');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name, 'variant.json'))
    .filter(existsSync)
    .map((path) => v.parse(variantSchema, JSON.parse(readFileSync(path, 'utf8'))))
    .filter(({ test }) => test)
    .sort((a, b) => place(a) - place(b));
}

/** Stage 2's time with all positions of a sequence and with the last ones only (paper, table 10), if both were trained. */
export function stage2Minutes(variants: readonly Variant[]): string[] {
  const [all, last] = ['full', 'last-only'].map((name) => variants.find((variant) => variant.name === name)?.stage2.minutes);
  if (all === undefined || last === undefined) return [];
  return [
    `Stage 2 took ${all.toFixed(1)} minutes of two threads with up to 40 positions of every sequence and ${last.toFixed(1)} with the last ones only: the steps are as many.`,
  ];
}

/** @param bundle its name, for the paper's values. */
export function variantRows(variants: readonly Variant[], group: (variant: Variant) => string | undefined, bundle = ''): Row[] {
  return variants.flatMap((variant) => {
    const name = group(variant);
    return Object.entries(variant.test!).map(([system, { users, hit1, ndcg10, interval, difference }]) => {
      const paper = paperVariant(bundle, variant.name, system);
      return {
        // Under a heading of its own a variant needs no more than its systems' names.
        label: name === variant.row ? (SYSTEMS[system] ?? system) : `${variant.row}${SUFFIX[system] ?? ` ${system}`}`,
        ...(name ? { group: name } : {}),
        users,
        value: hit1,
        interval,
        ndcg10,
        ...(difference ? { difference } : {}),
        ...(paper === undefined ? {} : { paper }),
      };
    });
  });
}
