/**
 * npm run soak [-- --recommendations 500 --resets 50 --device wasm|swiftshader --bundle models/movies/ --json OUT]
 *
 * The built page in a real Chromium, asked again and again as at a booth that runs for days: histories come and go, every 20th time the device is lost (on
 * WASM: the worker of the models crashes; on SwiftShader: the browser's GPU process), every 50th time the browse worker crashes. Prints what the page holds early, at each quarter
 * and at the end, after a garbage collection, the seconds until the model was at work again, and answers that were not the same for the same history; fails where
 * there was one, or where the page did not recover.
 */
import { answered } from './explained';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Browser, CDPSession } from '@playwright/test';
import { crash } from '../e2e/crash';
import { checkWritable } from './evaluateOptions';
import { swiftShaderFlags } from './browser.mjs';
import { commandLine, refuse, usageOf } from './commandLine.mjs';
import { launchChromium, mountsOf, newPage, serveBuild } from './page/builtPage';

const { values } = commandLine(usageOf(import.meta.url), {
  options: {
    recommendations: { type: 'string', default: '500' },
    resets: { type: 'string', default: '50' },
    losses: { type: 'string', default: '20' },
    crashes: { type: 'string', default: '50' },
    device: { type: 'string', default: 'wasm' },
    bundle: { type: 'string', default: 'models/movies/' },
    port: { type: 'string', default: '4197' },
    json: { type: 'string' },
    mount: { type: 'string', multiple: true, default: [] },
  },
});
const whole = (name: 'recommendations' | 'resets' | 'losses' | 'crashes' | 'port') => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= (name === 'recommendations' ? 3 : 0)) return value;
  return refuse(`--${name} takes a whole number${name === 'recommendations' ? ' from 3 on' : ''}, not "${values[name]}".`);
};
const [recommendations, resets, losses, crashes, port] = [whole('recommendations'), whole('resets'), whole('losses'), whole('crashes'), whole('port')];
if (values.device !== 'wasm' && values.device !== 'swiftshader') refuse(`--device takes wasm or swiftshader, not "${values.device}".`);
if (values.json) checkWritable(values.json);
const every = (count: number, i: number) => count > 0 && i % count === 0;
const WAIT_MS = 180_000;
/** The histories: short and long ones. */
const LENGTHS = [1, 3, 5, 10, 20, 40];

interface Held {
  after: number;
  /** Of the page and its workers, as the browser counts it. */
  memoryMB: number;
  pageHeapMB: number;
  /** Resident set of the renderer's process; on Linux only. */
  processMB: number | null;
  nodes: number;
  listeners: number;
}

const { at, close } = await serveBuild(port, { mounts: mountsOf(values.mount) });
const browser = await launchChromium(['--enable-blink-features=ForceEagerMeasureMemory', ...(values.device === 'wasm' ? [] : swiftShaderFlags)]);
const page = await newPage(browser);
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');

const catalogue = (await answered(`${at}${values.bundle}catalogue.json`).then((response) => response.json())) as { ids: number[]; popularity: number[] };
const popular = catalogue.ids.map((id, row) => ({ id, popularity: catalogue.popularity[row]! })).sort((a, b) => b.popularity - a.popularity);
const links = LENGTHS.map((length, i) => {
  const films = popular.slice(i, i + length).map(({ id }) => id);
  return { films: films.length, hash: `#h=${films.join('.')}` };
});

const status = page.getByRole('status', { name: 'Model status' });
const region = page.getByRole('region', { name: 'Recommendation', exact: true });
const ready = () => status.filter({ hasText: /ready on/i }).waitFor({ timeout: WAIT_MS });

await page.goto(`${at}?${new URLSearchParams({ bundle: values.bundle, device: values.device === 'wasm' ? 'wasm' : 'webgpu' })}`);
await ready();

const answers = new Map<string, string>();
const recoveries: Recovery[] = [];
const wrong: string[] = [];
const held: Held[] = [];
const marks = new Set([0.1, 0.25, 0.5, 0.75, 1].map((share) => Math.ceil(recommendations * share)));
const reset = resets > 0 ? Math.max(1, Math.floor(recommendations / resets)) : 0;
const started = performance.now();
let failed = '';
try {
  for (let i = 1; i <= recommendations; i++) {
    const link = links[i % links.length]!;
    const answer = await ask(link);
    const first = answers.get(link.hash);
    if (first === undefined) answers.set(link.hash, answer);
    else if (first !== answer) wrong.push(`recommendation ${i}, ${link.films} films: ${answer}, not ${first}`);
    if (every(reset, i)) await page.getByRole('button', { name: 'Clear history', exact: true }).click();
    if (every(losses, i)) recoveries.push(await lose());
    if (every(crashes, i)) await crash(page, 'browse');
    if (marks.has(i)) {
      held.push(await measure(i));
      console.error(JSON.stringify(held.at(-1)));
    }
    if (i % 20 === 0) console.error(`${i} of ${recommendations}: ${Math.round((performance.now() - started) / 1000)} s`);
  }
} catch (error) {
  failed = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}
const said = await status.innerText().catch(() => '');
await browser.close();
await close();

const spread = (times: number[]) => {
  const sorted = times.sort((a, b) => a - b);
  return { medianSeconds: sorted[sorted.length >> 1] ?? null, mostSeconds: sorted.at(-1) ?? null };
};
const [back, idle] = [spread(recoveries.map((one) => one.back)), spread(recoveries.map((one) => one.idle))];
const report = {
  bundle: values.bundle,
  device: values.device,
  recommendations,
  seconds: Math.round((performance.now() - started) / 1000),
  held,
  recoveries: { count: recoveries.length, ...back, untilIdle: idle },
  wrong,
};
console.log(`${values.bundle} on ${values.device}: ${recommendations} recommendations in ${report.seconds} s, ${LENGTHS.length} histories`);
console.table(Object.fromEntries(held.map(({ after, ...row }) => [`after ${after}`, row])));
console.log(
  `losses recovered from: ${recoveries.length}${recoveries.length ? `, at work again after ${back.medianSeconds} s (median; at most ${back.mostSeconds} s), with nothing left to do after ${idle.medianSeconds} s` : ''}; wrong answers: ${wrong.length}`,
);
for (const line of wrong.slice(0, 10)) console.log(line);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ date: new Date().toISOString(), ...report }, null, 2)}\n`);
if (failed) console.error(`The page did not go on: ${failed}\nModel status: ${said}`);
process.exit(failed || wrong.length > 0 ? 1 : 0);

/** The ranking of a history, as the page shows it when the press is answered: the films' order. */
async function ask({ films, hash }: (typeof links)[number]): Promise<string> {
  await page.evaluate((to) => {
    if (location.hash === to) dispatchEvent(new HashChangeEvent('hashchange'));
    else location.hash = to;
  }, hash);
  await page.waitForFunction(
    (count) => document.querySelectorAll('[aria-label="Watch history"] > li, [aria-label="Watch history"] li').length >= Math.min(count, 5),
    films,
    {
      timeout: WAIT_MS,
    },
  );
  // The answer that stands there, of the page itself or of another history, is not the one that is asked for.
  await page.evaluate(() => document.querySelector('[aria-label="Recommendation"] dl')?.setAttribute('data-before', ''));
  await page.getByRole('button', { name: 'Recommend', exact: true }).click({ timeout: WAIT_MS });
  await page.waitForFunction(
    () => {
      const found = document.querySelector('[aria-label="Recommendation"]');
      return found?.getAttribute('aria-busy') === 'false' && found.querySelector('dl:not([data-before])') !== null && !found.querySelector('.stale');
    },
    undefined,
    { timeout: WAIT_MS },
  );
  const lines = await region.getByRole('list').first().getByRole('listitem').allInnerTexts();
  return lines.map((line) => line.split('\n').find(Boolean)).join(' > ');
}

/** Seconds until the model is at work again, and until it has nothing to do: what stood in line when it went is asked again. */
interface Recovery {
  back: number;
  idle: number;
}

async function lose(): Promise<Recovery> {
  // The page itself looks: it may be away for less than a look from outside takes.
  await page.evaluate(() => {
    const begun = performance.now();
    const times: { gone?: number; back?: number } = {};
    Object.assign(globalThis, { loss: times });
    const look = setInterval(() => {
      const isThere = /(ready|working) on/i.test(document.querySelector('[aria-label="Model status"]')?.textContent ?? '');
      if (!isThere) times.gone ??= performance.now() - begun;
      else if (times.gone !== undefined) {
        times.back = performance.now() - begun;
        clearInterval(look);
      }
    }, 10);
  });
  const begun = performance.now();
  if (values.device === 'wasm') await crash(page, 'model');
  else void (await browser.newBrowserCDPSession()).send('Browser.crashGpuProcess').catch(() => undefined); // its answer is lost with the process
  const back = await page.waitForFunction(() => (globalThis as { loss?: { back?: number } }).loss?.back, undefined, { timeout: WAIT_MS });
  const backMs = (await back.jsonValue())!;
  await ready();
  return { back: round(backMs / 1000), idle: round((performance.now() - begun) / 1000) };
}

/** With the same history on the page each time, and nothing under way. */
async function measure(after: number): Promise<Held> {
  await ask(links[2]!);
  const stop = page.getByRole('button', { name: 'Stop', exact: true });
  for (let quiet = 0; quiet < 10; quiet++) {
    await page.waitForTimeout(200);
    if (
      (await stop.count()) > 0 &&
      (await stop
        .first()
        .isEnabled({ timeout: 500 })
        .catch(() => false))
    )
      quiet = -1;
  }
  await session.send('HeapProfiler.collectGarbage');
  const memory = await page.evaluate(
    async () => (await (performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> }).measureUserAgentSpecificMemory()).bytes,
  );
  const metrics = await metricsOf(session);
  return {
    after,
    memoryMB: round(memory / 1e6),
    pageHeapMB: round(metrics('JSHeapUsedSize') / 1e6),
    processMB: await processMemory(browser),
    nodes: metrics('Nodes'),
    listeners: metrics('JSEventListeners'),
  };
}

async function metricsOf(from: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await from.send('Performance.getMetrics');
  return (name) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
}

async function processMemory(of: Browser): Promise<number | null> {
  const { processInfo } = await (await of.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type, id }) => type === 'renderer' && existsSync(`/proc/${id}/status`))
    .map(({ id }) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) / 1000);
  return sizes.length > 0 ? round(Math.max(...sizes)) : null;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
