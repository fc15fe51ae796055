/**
 * npm run soak:kiosk [-- --hours 8 --visitors 40 --json OUT]: a booth's day by a simulated clock, in a real Chromium with the fixture bundle. Left alone it plays its examples,
 * now and then a visitor begins, taps three films, gets an answer and walks away. Prints after each eighth of the day what the page holds, always in one state: nobody there, the same
 * example, answered, the story at the same beat, at rest and after a garbage collection. Fails where a visitor finds something of the one before, or where memory, nodes or listeners grow in the second half of the day.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { commandLine, refuse, usageOf } from '../commandLine.mjs';
import { launchChromium, newPage, serveBuild } from './builtPage';

const { values } = commandLine(usageOf(import.meta.url), {
  options: {
    hours: { type: 'string', default: '8' },
    visitors: { type: 'string', default: '40' },
    port: { type: 'string', default: '4192' },
    json: { type: 'string' },
  },
});
const [hours, visitors] = [Number(values.hours), Number(values.visitors)];
if (!(hours > 0) || !(visitors >= 1)) refuse('--hours takes a number above 0, --visitors a number from 1 on.');
/** As the booth has it: src/ui/kiosk/idleSeconds.ts. */
const IDLE_SECONDS = 90;
const WAIT_MS = 180_000;
const MARKS = 8;
/** Growth from the middle of the day to its end that is no leak: what engines keep and give back in their own time. */
const ALLOWED = { heapMB: 4, nodes: 400, listeners: 40 };
/** Measurements one after the other that have to agree, a simulated second apart, and how many are tried. */
const STILL = 3;
const TRIES = 60;
/** Films of an example that is measured, at least. */
const FILMS = 3;
/** In the page: how many nodes stand in it. */
const SHOWN = `(() => { const walker = document.createTreeWalker(document); let nodes = 1; while (walker.nextNode()) nodes++; return nodes; })()`;

interface Held {
  hour: number;
  heapMB: number;
  /** All that the renderer has, and those of them that stand in the page: what is only in the first may be a leak. */
  nodes: number;
  shown: number;
  listeners: number;
}

const fixture = fileURLToPath(new URL('../../e2e/fixtures/bundle', import.meta.url));
const { at, close } = await serveBuild(Number(values.port), { mounts: { 'models/fixture': fixture } });
const browser = await launchChromium();
const page = await newPage(browser);
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');
await page.clock.install({ time: new Date('2026-05-01T09:00:00') });
/** The films of the example that is measured. */
let example = '';
const beat = page.getByRole('region', { name: 'Stage', exact: true }).getByRole('button', { name: 'Three voices' });
const begin = page.getByRole('button', { name: 'Touch to begin' });
const films = page.getByRole('list', { name: 'Watch history' }).getByRole('listitem');
const ready = () =>
  page
    .getByRole('status', { name: 'Model status' })
    .filter({ hasText: /ready on/i })
    .waitFor({ timeout: WAIT_MS });

const cycles = Math.ceil((hours * 3600) / IDLE_SECONDS);
const held: Held[] = [];
const faults: string[] = [];
page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
let met = 0;
try {
  await page.goto(`${at}?${new URLSearchParams({ kiosk: '1', device: 'wasm', bundle: 'models/fixture/' }).toString()}`);
  await ready();
  for (let cycle = 1; cycle <= cycles; cycle++) {
    if (Math.floor((cycle * visitors) / cycles) > met) await visit(page, ++met);
    await nobody();
    if (Math.floor((cycle * MARKS) / cycles) > held.length) held.push(await measure((cycle * IDLE_SECONDS) / 3600));
  }
} catch (error) {
  faults.push((error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!);
}
await browser.close();
await close();

console.log(`${hours} simulated hours: ${cycles} examples, ${met} visitors`);
console.table(held);
const [middle, end] = [held[Math.ceil(held.length / 2) - 1], held.at(-1)];
if (middle && end)
  for (const what of ['heapMB', 'nodes', 'listeners'] as const)
    if (end[what] - middle[what] > ALLOWED[what]) faults.push(`${what} grew from ${middle[what]} to ${end[what]} in the second half`);
for (const fault of faults) console.error(fault);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ date: new Date().toISOString(), hours, visitors: met, held, faults }, null, 2)}\n`);
process.exit(faults.length > 0 || held.length < MARKS ? 1 : 0);

/** Nobody is there: the countdown ends, and the next example begins. */
async function nobody(): Promise<void> {
  await ready();
  await page.clock.fastForward((IDLE_SECONDS - 1) * 1000);
  await page.clock.runFor(2500);
  await begin.waitFor({ timeout: WAIT_MS });
}

/** Somebody touches the screen, finds an empty page, taps three films, reads the answer, and goes. */
async function visit(on: Page, number: number): Promise<void> {
  if ((await begin.count()) > 0) await begin.click();
  await begin.waitFor({ state: 'detached' });
  if ((await films.count()) > 0) faults.push(`visitor ${number} found a history`);
  const cards = on.getByRole('list', { name: 'Movies to tap' }).getByRole('button');
  for (const at of [0, 1, 2]) await cards.nth(at).click();
  await ready();
  await on.clock.runFor(1500); // an answer waits for a history that stands
  await on.getByRole('region', { name: 'Recommendation', exact: true }).getByText('first token').first().waitFor({ state: 'attached', timeout: WAIT_MS });
}

/**
 * Whether the example is the one of the first measurement. Of the examples, which are chosen by hand, the fixture bundle knows some films of some, and none of others:
 * their pages hold up to three times as much as those of an empty history.
 */
async function isMeasuredExample(): Promise<boolean> {
  const now = await films.allTextContents();
  if (example === '' && now.length >= FILMS) example = now.join('\n');
  return example !== '' && now.join('\n') === example;
}

/** What the page holds with that example answered, every voice heard, the story at the same beat, and nothing that changes any more. */
async function measure(hour: number): Promise<Held> {
  while (!(await isMeasuredExample())) await nobody();
  // From here on the clock stands but for what is run of it by hand: the story goes on no further than that.
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 500));
  let [before, held, same] = [NaN, await count(hour), 0];
  for (let tries = 0; same < STILL && tries < TRIES; tries++) {
    await page.clock.runFor(1000);
    await ready();
    [before, held] = [held.nodes, await count(hour)];
    same = held.nodes === before && (await beat.getAttribute('aria-pressed')) === 'true' ? same + 1 : 0;
  }
  await page.clock.resume();
  if (same < STILL) faults.push(`hour ${hour}: the page did not come to rest`);
  return held;
}

async function count(hour: number): Promise<Held> {
  // What one collection frees may hold what the next one does.
  for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? NaN;
  return {
    hour,
    heapMB: Math.round(metric('JSHeapUsedSize') / 1e5) / 10,
    nodes: metric('Nodes'),
    shown: await page.evaluate<number>(SHOWN),
    listeners: metric('JSEventListeners'),
  };
}
