/**
 * npm run tasks [-- --most 50 --device wasm --viewport 1440x900 --wait 45 --dist dist --json OUT]: the page's longest tasks on its main thread, while it loads, while three taps are
 * answered and while it scrolls, in a real Chromium with the shipped bundle. Each has the time that it took and the time on the processor: on a machine that does other
 * things, too, only the second is the page's. What has not come within `--wait` seconds is said, and what was seen until then is measured. Fails where a task is over
 * `--most` milliseconds of processor time.
 */
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { commandLine, refuse, usageOf } from '../commandLine.mjs';
import { launchChromium, newPage, serveBuild } from './builtPage';

const { values } = commandLine(usageOf(import.meta.url), {
  options: {
    most: { type: 'string', default: '50' },
    device: { type: 'string', default: 'wasm' },
    viewport: { type: 'string', default: '1440x900' },
    wait: { type: 'string', default: '45' },
    port: { type: 'string', default: '4193' },
    dist: { type: 'string' },
    json: { type: 'string' },
  },
});
const [width, height] = values.viewport.split('x').map(Number);
if (!width || !height) refuse(`--viewport takes WIDTHxHEIGHT, not "${values.viewport}".`);
const most = Number(values.most);
const waitMs = 1000 * Number(values.wait);
/** 'toplevel' has every thread of every process, and makes a trace of hundreds of megabytes; these have a page's tasks and what they do. */
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];
const SHOWN = 8;

/** Microseconds; tdur is on the processor. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string; data?: { url?: string; functionName?: string; lineNumber?: number; type?: string } };
}

interface Task {
  while: string;
  ms: number;
  cpuMs: number;
  /** What of it took the most processor time. */
  what: string;
}

const { at: base, close } = await serveBuild(Number(values.port), { dist: values.dist });
const browser = await launchChromium();
const tasks: Task[] = [];
const late: string[] = [];
try {
  const page = await newPage(browser, { viewport: { width, height } });
  page.setDefaultTimeout(waitMs);
  const ready = page.getByRole('status', { name: 'Model status' }).filter({ hasText: /ready on/i });
  const genre = page.getByRole('region', { name: 'Favourite genre', exact: true }).getByText('first token').first();
  await traced(page, 'it loads', async () => {
    await page.goto(`${base}?device=${values.device}`);
    await come('the model', ready.waitFor());
    await page.waitForTimeout(2000); // what comes after the first screen
  });
  await traced(page, 'it answers', async () => {
    const cards = page.getByRole('list', { name: 'Movies to tap' }).getByRole('button');
    for (const at of [0, 1, 2]) await come(`card ${at + 1}`, cards.nth(at).click());
    await come('the last of the answers', genre.waitFor({ state: 'attached' }));
    await page.waitForTimeout(1000);
  });
  await traced(page, 'it scrolls', async () => {
    for (let i = 0; i < 8; i++) {
      await page.mouse.wheel(0, 700);
      await page.waitForTimeout(400);
    }
  });
} finally {
  await browser.close();
  await close();
}
tasks.sort((a, b) => b.cpuMs - a.cpuMs);
console.table(tasks.slice(0, SHOWN));
for (const what of late) console.log(`${what} did not come within ${values.wait} s`);
const long = tasks.filter(({ cpuMs }) => cpuMs > most);
console.log(`${tasks.length} tasks of 20 ms or more; ${long.length} over ${most} ms of processor time`);
if (values.json)
  writeFileSync(values.json, `${JSON.stringify({ date: new Date().toISOString(), viewport: values.viewport, device: values.device, tasks }, null, 2)}\n`);
process.exit(long.length > 0 ? 1 : 0);

/** Waits for something, and notes where it does not come. */
async function come(what: string, promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => late.push(what));
}

async function traced(page: Page, during: string, act: () => Promise<void>): Promise<void> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  tasks.push(...tasksOf(traceEvents, during));
}

/**
 * The tasks of the page's main thread: of the process that runs most of the page's scripts (Chromium's own pages have renderers, too), the thread that draws. A trace
 * does not name every thread.
 */
function tasksOf(events: readonly TraceEvent[], during: string): Task[] {
  const pid = mostOften(events.filter(({ args }) => args?.data?.url?.startsWith(base)).map((event) => event.pid));
  const tid = mostOften(events.filter((event) => event.pid === pid && event.name === 'PrePaint').map((event) => event.tid));
  const of = events.filter((event) => event.ph === 'X' && event.pid === pid && event.tid === tid);
  return of
    .filter(({ name, tdur = 0 }) => name === 'RunTask' && tdur >= 20_000)
    .map((task) => {
      const inside = of.filter(
        (event) => event !== task && event.ts >= task.ts && event.ts + (event.dur ?? 0) <= task.ts + (task.dur ?? 0) && event.name !== 'RunTask',
      );
      const parts = inside.sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0)).slice(0, 3);
      return {
        while: during,
        ms: round(task.dur ?? 0),
        cpuMs: round(task.tdur ?? 0),
        what: parts.map(({ name, tdur = 0, args }) => `${name} ${round(tdur)} ${args?.data?.functionName ?? args?.data?.type ?? ''}`.trim()).join(', '),
      };
    });
}

function mostOften(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function round(microseconds: number): number {
  return Math.round(microseconds / 100) / 10;
}
