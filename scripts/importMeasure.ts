/**
 * npm run import:measure [-- --rows 1000 --seed 1 --bundle DIR --json OUT --save]
 *
 * Precision and recall of matching by kind of trap, on the bundle's own titles in each service's style (src/import/fixtures), with the bundle's own ids
 * and other titles where it has facts, and the time and memory of 20,000 rows. Exits with 1 where a kind misses 0.99 or 0.95; 'namesake a year apart', which
 * nobody can tell from a year off by one, has no target. --save writes the table into docs/IMPORT.md.
 */
import { writeFileSync } from 'node:fs';
import { whole } from './explained';
import { commandLine, usageOf } from './commandLine.mjs';
import { parseCatalogue } from '../src/engine/items/catalogue';
import { namingFacts, readFacts } from '../src/facts/facts';
import { measure, missesTarget } from '../src/import/fixtures/measure';
import { diaryOf, style } from '../src/import/fixtures/styles';
import { importHistory } from '../src/import/importHistory';
import { FilmIndex } from '../src/import/matching/filmIndex';
import { openNodeBundle } from '../src/node/nodeBundle';
import { saveMatching } from './importReport';

const { values } = commandLine(usageOf(import.meta.url), {
  options: {
    rows: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    bundle: { type: 'string', default: 'public/models/movies' },
    json: { type: 'string' },
    save: { type: 'boolean', default: false },
  },
});
const [sample, seed] = [whole('rows', values.rows, { least: 1 }), whole('seed', values.seed)];
const bundle = await openNodeBundle(values.bundle);
const films = parseCatalogue(await bundle.read('catalogue'), bundle.manifest);

const facts = namingFacts(await readFacts(bundle));
const measured = await measure(films, { sample, seed, facts });
console.log('kind of trap                           right    rows  lacking  precision  recall  unsure');
for (const { trap, right, rows, lacking, precision, recall, unsure } of measured)
  console.log(
    `${trap.padEnd(38)} ${right.padEnd(7)} ${String(rows).padStart(5)}  ${String(lacking).padStart(7)}  ${precision.toFixed(4).padStart(9)}  ${recall.toFixed(4)}  ${String(unsure).padStart(6)}`,
  );
const missed = measured.filter(missesTarget);
for (const { trap, wrong } of missed) console.log(`${trap} misses 0.99 or 0.95\n${wrong.map((one) => `  ${one}\n`).join('')}`);

const ROWS = 20_000;
const megabytes = () => process.memoryUsage().heapUsed / 1024 ** 2;
const viewings = diaryOf(films, ROWS);
const timings = [];
for (const name of ['Letterboxd diary', 'Netflix viewing activity', 'Trakt JSON']) {
  const bytes = style(name).write(viewings);
  globalThis.gc?.();
  const before = megabytes();
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const index = new FilmIndex(films, facts);
  const built = performance.now();
  let [last, longest, peak] = [built, 0, 0];
  const { counts } = await importHistory(bytes, '', index, {
    onProgress: () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      peak = Math.max(peak, megabytes());
    },
  });
  const done = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  const timing = {
    style: name,
    rows: ROWS,
    indexMs: built - started,
    importMs: done - built,
    cpuMs: (user + system) / 1000,
    longestPieceMs: longest,
    heapMB: peak - before,
    fileMB: bytes.length / 1024 ** 2,
    counts,
  };
  timings.push(timing);
  console.log(
    `${ROWS} rows, ${name}: index ${timing.indexMs.toFixed(0)} ms, import ${timing.importMs.toFixed(0)} ms (${timing.cpuMs.toFixed(0)} ms of processor for both), longest piece ${longest.toFixed(0)} ms, heap +${timing.heapMB.toFixed(0)} MB; ${counts.matched} matched`,
  );
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ rows: Number(values.rows), seed: Number(values.seed), measured, timings }, null, 1)}\n`);
if (values.save) saveMatching(measured, `npm run import:measure -- --rows ${values.rows} --seed ${values.seed} --save`);
process.exitCode = missed.length > 0 ? 1 : 0;
