/** docs/results and the page that is made of it, docs/RESULTS.md; each further bundle has a folder and a page of its own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { resultsSchema, type Results } from '../../src/bundle/results';
import { TABLES } from '../evaluateOptions';
import { markdown } from './markdown';
import { withPaper } from './paper';

/** Measured by python3 -m training.evaluation, each behind one of ours. */
const OF_TRAINING: Readonly<Record<string, string>> = { overall: 'systems', catalogue: 'systems-beyond', backbones: 'cross-domain' };
/** In the order of the page. */
const ALL = TABLES.flatMap((table) => [table, OF_TRAINING[table] ?? []].flat());

const suffixOf = (bundle: string) => (bundle === 'movies' ? '' : `-${bundle}`);
const pathOf = (bundle: string, table: string) => join(`docs/results${suffixOf(bundle)}`, `${table}.json`);

/** Writes the page anew, and the paper's values into every table that is there. */
export function writePage(bundle: string): void {
  const tables = ALL.flatMap((table) => saved(table, bundle) ?? []).map((table) => withPaper(table, bundle));
  for (const table of tables) write(table, bundle);
  writeFileSync(`docs/RESULTS${suffixOf(bundle)}.md`, markdown(tables));
}

/** Training's tables have more, which it goes on from (training/evaluation/comparisons/tables.py). */
const withMore = v.looseObject(resultsSchema.entries);

/** A table as it was saved last, if it was. */
export function saved(table: string, bundle: string): Results | undefined {
  const path = pathOf(bundle, table);
  return existsSync(path) ? v.parse(withMore, JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

/** Keeps a table, and writes the page. */
export function keep(table: Results, bundle: string): void {
  mkdirSync(`docs/results${suffixOf(bundle)}`, { recursive: true });
  write(table, bundle);
  writePage(bundle);
}

function write(table: Results, bundle: string): void {
  writeFileSync(pathOf(bundle, table.table), `${JSON.stringify(table, rounded, 1)}\n`);
}

const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value);
