/**
 * npm run lighthouse [-- --preset mobile,desktop --runs 1 --least 95 --dist dist --json OUT]: Lighthouse's performance, accessibility and best practices of the first screen, from the
 * build as scripts/serve.mjs serves it, in the machine's Chromium; medians of `--runs`. Fails below `--least`. A run of which Lighthouse got no trace is repeated once.
 * Lighthouse is fetched by npx: it is large, and nothing else needs it.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser, sandboxFlags } from '../browser.mjs';
import { commandLine, refuse, usageOf } from '../commandLine.mjs';
import { serveBuild } from './builtPage';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

/** What a run is summed up in, beside the scores. */
const FIGURES = {
  'first paint s': { audit: 'first-contentful-paint', per: 1000, digits: 2 },
  'largest paint s': { audit: 'largest-contentful-paint', per: 1000, digits: 2 },
  'speed index s': { audit: 'speed-index', per: 1000, digits: 2 },
  'blocked ms': { audit: 'total-blocking-time', per: 1, digits: 0 },
  shift: { audit: 'cumulative-layout-shift', per: 1, digits: 3 },
} as const;

interface Audit {
  title: string;
  score: number | null;
  numericValue?: number;
  displayValue?: string;
}
interface Report {
  categories: Record<(typeof CATEGORIES)[number], { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
  runtimeError?: { code: string; message: string };
}
type Row = Record<string, number>;

const { values } = commandLine(usageOf(import.meta.url), {
  options: {
    preset: { type: 'string', default: 'mobile,desktop' },
    runs: { type: 'string', default: '1' },
    least: { type: 'string', default: '95' },
    port: { type: 'string', default: '4194' },
    dist: { type: 'string' },
    json: { type: 'string' },
  },
});
const presets = values.preset.split(',');
const unknown = presets.filter((preset) => preset !== 'mobile' && preset !== 'desktop');
if (unknown.length > 0) refuse(`--preset takes mobile and desktop, not "${unknown.join(', ')}".`);

const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) refuse(`--runs takes a whole number from 1 on, not "${values.runs}".`);

const { at, close } = await serveBuild(Number(values.port), { dist: values.dist });
const executable = await ensureBrowser();
const folder = mkdtempSync(join(tmpdir(), 'matinee-lighthouse-'));
const rows: Record<string, Row> = {};
const all: Record<string, Row[]> = {};
try {
  for (const preset of presets) {
    const measured: Row[] = [];
    for (let run = 1; run <= runs; run++) {
      if (runs > 1) console.error(`${preset}: run ${run} of ${runs}`);
      const report = await measure(preset);
      measured.push(rowOf(report));
      if (run === runs) sayWhatLacks(preset, report);
    }
    all[preset] = measured;
    rows[preset] = Object.fromEntries(Object.keys(measured[0]!).map((name) => [name, median(measured.map((row) => row[name]!))]));
  }
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}
console.table(rows);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ date: new Date().toISOString(), lighthouse: LIGHTHOUSE, runs, rows, all }, null, 2)}\n`);
const isEnough = Object.values(rows).every((row) => CATEGORIES.every((name) => row[name]! >= Number(values.least)));
if (!isEnough) console.error(`Below ${values.least}.`);
process.exit(isEnough ? 0 : 1);

function rowOf({ categories, audits }: Report): Row {
  const figures = Object.entries(FIGURES).map(([name, { audit, per, digits }]) => [name, Number(((audits[audit]?.numericValue ?? NaN) / per).toFixed(digits))]);
  return Object.fromEntries([...CATEGORIES.map((name) => [name, Math.round(100 * (categories[name].score ?? 0))]), ...figures]) as Row;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function sayWhatLacks(preset: string, { categories, audits }: Report): void {
  for (const name of CATEGORIES)
    for (const { id, weight } of categories[name].auditRefs) {
      const audit = audits[id];
      if (weight > 0 && audit && audit.score !== null && audit.score < 0.9)
        console.log(`${preset}, ${name}: ${audit.title} ${audit.displayValue ?? ''} (${Math.round(100 * audit.score)})`);
    }
}

/** Chromium sometimes hands over a trace without the page's beginning: that is no measurement, and says nothing of the page. */
async function measure(preset: string): Promise<Report> {
  const first = await lighthouse(preset);
  if (!first.runtimeError) return first;
  console.error(`Lighthouse could not measure (${first.runtimeError.code}), so it is asked once more.`);
  const second = await lighthouse(preset);
  if (second.runtimeError) throw new Error(`Lighthouse could not measure twice: ${second.runtimeError.message}`);
  return second;
}

async function lighthouse(preset: string): Promise<Report> {
  const path = join(folder, `${preset}.json`);
  const args = [
    '--yes',
    LIGHTHOUSE,
    at,
    `--only-categories=${CATEGORIES.join(',')}`,
    '--output=json',
    `--output-path=${path}`,
    `--chrome-flags=${['--headless=new', ...sandboxFlags].join(' ')}`,
    '--no-enable-error-reporting',
    '--quiet',
    ...(preset === 'desktop' ? ['--preset=desktop'] : []),
  ];
  const code = await new Promise<number | null>((fulfil) => {
    const child = spawn('npx', args, {
      env: { ...process.env, CHROME_PATH: executable },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', () => fulfil(127));
    child.on('close', fulfil);
  });
  // Where a page could not be measured, the report says why, and the status is not 0.
  if (!existsSync(path)) throw new Error(`Lighthouse ended with ${code}: see above. Without a network, npx needs a filled cache.`);
  const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
  rmSync(path);
  return report;
}
