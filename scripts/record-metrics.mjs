/**
 * Writes what `npm run evaluate -- --json FILE` measured into the bundle's manifest, where the page shows it:
 *   node scripts/record-metrics.mjs FILE [--bundle public/models/movies] [--split test]
 * Only the latest measurement of a system by the TypeScript engine on a split is kept.
 */
import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { bundle: { type: 'string', default: 'public/models/movies' }, split: { type: 'string', default: 'test' } },
});
const [file] = positionals;
if (!file) throw new Error('Name the file that npm run evaluate -- --json wrote.');

const lines = createInterface({ input: createReadStream(file) });
const { value: first } = await lines[Symbol.asyncIterator]().next();
lines.close();
const { summary } = JSON.parse(first);

const path = join(values.bundle, 'manifest.json');
const manifest = JSON.parse(readFileSync(path, 'utf8'));
if (summary.bundle !== manifest.name || summary.created !== manifest.created)
  throw new Error(`${file} measured the bundle ${summary.bundle} of ${summary.created}, but ${path} is ${manifest.name} of ${manifest.created}: evaluate it again.`);

const measured = summary.systems.map(({ system, users, hit1, ndcg10, interval }) => ({
  system,
  split: values.split,
  by: 'typescript',
  users,
  candidates: summary.candidates,
  seed: summary.seed,
  hit1,
  ndcg10,
  interval,
  date: statSync(file).mtime.toISOString().slice(0, 10),
}));
const isOld = (metric) => metric.by === 'typescript' && metric.split === values.split && measured.some(({ system }) => system === metric.system);
manifest.metrics = [...measured, ...manifest.metrics.filter((metric) => !isOld(metric))];
writeFileSync(path, `${JSON.stringify(manifest, null, 1)}\n`);
console.log(`${path}: ${measured.map(({ system, hit1, users }) => `${system} ${hit1.toFixed(4)} (${users} users)`).join(', ')}`);
