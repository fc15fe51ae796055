/** docs/results and the page that is made of it, docs/RESULTS.md; each further bundle has a folder and a page of its own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { resultsSchema, type Results } from '../../src/bundle/results';
import { TABLES } from '../evaluateOptions';
import { markdown } from './markdown';
import { withPaper } from './paper';

/** In the order of the page; the last ones are measured by python3 -m training.evaluation (systems, cross-domain). */
const ALL = [...TABLES, 'systems', 'cross-domain', 'systems-beyond'];

const suffixOf = (bundle: string) => (bundle === 'movies' ? '' : `-${bundle}`);
const pathOf = (bundle: string, table: string) => join(`docs/results${suffixOf(bundle)}`, `${table}.json`);

/** Writes the page anew, and the paper's values into every table that is there. */
export function writePage(bundle: string): void {
  const saved = ALL.map((table) => pathOf(bundle, table))
    .filter(existsSync)
    .map((path) => withPaper(v.parse(resultsSchema, JSON.parse(readFileSync(path, 'utf8'))), bundle));
  for (const table of saved) write(table, bundle);
  writeFileSync(`docs/RESULTS${suffixOf(bundle)}.md`, markdown(saved));
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
