/**
 * npm run lighthouse [-- --preset mobile,desktop --least 95 --json OUT]: Lighthouse's performance, accessibility and best practices of the first screen, from the
 * build as scripts/serve.mjs serves it, in the machine's Chromium. Fails below `--least`. Lighthouse is fetched by npx: it is large, and nothing else needs it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser, sandboxFlags } from '../browser.mjs';
import { ensureBuild } from '../prepare.mjs';
import { createApp, listen } from '../serve.mjs';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

interface Audit {
  title: string;
  score: number | null;
  displayValue?: string;
  scoreDisplayMode: string;
}
interface Report {
  categories: Record<(typeof CATEGORIES)[number], { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
}

const { values } = parseArgs({
  options: {
    preset: { type: 'string', default: 'mobile,desktop' },
    least: { type: 'string', default: '95' },
    port: { type: 'string', default: '4194' },
    json: { type: 'string' },
  },
});
const presets = values.preset.split(',');
const unknown = presets.filter((preset) => preset !== 'mobile' && preset !== 'desktop');
if (unknown.length > 0) {
  console.error(`--preset takes mobile and desktop, not "${unknown.join(', ')}".`);
  process.exit(2);
}

await ensureBuild();
const executable = await ensureBrowser();
const close = await listen(createApp({}), Number(values.port));
const folder = mkdtempSync(join(tmpdir(), 'matinee-lighthouse-'));
const rows: Record<string, Record<string, string | number>> = {};
let isEnough = true;
try {
  for (const preset of presets) {
    const { categories, audits } = await measure(preset);
    const scores = CATEGORIES.map((name) => [name, Math.round(100 * (categories[name].score ?? 0))] as const);
    const shown = (id: string) => audits[id]?.displayValue ?? '';
    rows[preset] = {
      ...Object.fromEntries(scores),
      'first paint': shown('first-contentful-paint'),
      'largest paint': shown('largest-contentful-paint'),
      blocked: shown('total-blocking-time'),
      shift: shown('cumulative-layout-shift'),
    };
    for (const [name, score] of scores) {
      if (score < Number(values.least)) isEnough = false;
      for (const { id, weight } of categories[name].auditRefs) {
        const audit = audits[id];
        if (weight > 0 && audit && audit.score !== null && audit.score < 0.9)
          console.log(`${preset}, ${name}: ${audit.title} ${audit.displayValue ?? ''} (${Math.round(100 * audit.score)})`);
      }
    }
  }
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}
console.table(rows);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ date: new Date().toISOString(), lighthouse: LIGHTHOUSE, rows }, null, 2)}\n`);
if (!isEnough) console.error(`Below ${values.least}.`);
process.exit(isEnough ? 0 : 1);

async function measure(preset: string): Promise<Report> {
  const path = join(folder, `${preset}.json`);
  const args = [
    '--yes',
    LIGHTHOUSE,
    `http://localhost:${values.port}/`,
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
  if (code !== 0) throw new Error(`Lighthouse ended with ${code}: see above. Without a network, npx needs a filled cache.`);
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
}
