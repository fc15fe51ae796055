/**
 * npm run tasks [-- --most 50 --device wasm --viewport 1440x900 --json OUT]: the page's longest tasks on its main thread, while it loads and while three taps are
 * answered, in a real Chromium with the shipped bundle. Each has the time that it took and the time on the processor: on a machine that does other things, too, only the
 * second is the page's. Fails where one is over `--most` milliseconds of processor time.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { ensureBrowser, sandboxFlags } from '../browser.mjs';
import { ensureBuild } from '../prepare.mjs';
import { createApp, listen } from '../serve.mjs';

const { values } = parseArgs({
  options: {
    most: { type: 'string', default: '50' },
    device: { type: 'string', default: 'wasm' },
    viewport: { type: 'string', default: '1440x900' },
    port: { type: 'string', default: '4193' },
    json: { type: 'string' },
  },
});
const [width, height] = values.viewport.split('x').map(Number);
if (!width || !height) {
  console.error(`--viewport takes WIDTHxHEIGHT, not "${values.viewport}".`);
  process.exit(2);
}
const most = Number(values.most);
const WAIT_MS = 180_000;
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

await ensureBuild();
const close = await listen(createApp({}), Number(values.port));
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: [...sandboxFlags] });
const tasks: Task[] = [];
try {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.addInitScript('globalThis.__name = (named) => named'); // tsx names functions through this helper
  tasks.push(
    ...(await traced(browser, page, 'it loads', async () => {
      await page.goto(`http://localhost:${values.port}/?device=${values.device}`);
      await page
        .getByRole('status', { name: 'Model status' })
        .filter({ hasText: /ready on/i })
        .waitFor({ timeout: WAIT_MS });
      await page.waitForTimeout(2000); // what comes after the first screen
    })),
    ...(await traced(browser, page, 'it answers', async () => {
      const cards = page.getByRole('list', { name: 'Movies to tap' }).getByRole('button');
      for (const at of [0, 1, 2]) await cards.nth(at).click();
      await page
        .getByRole('region', { name: 'Favourite genre', exact: true })
        .getByText('first token')
        .first()
        .waitFor({ state: 'attached', timeout: WAIT_MS });
      await page.waitForTimeout(1000);
    })),
    ...(await traced(browser, page, 'it scrolls', async () => {
      for (let i = 0; i < 8; i++) {
        await page.mouse.wheel(0, 700);
        await page.waitForTimeout(400);
      }
    })),
  );
} finally {
  await browser.close();
  await close();
}
tasks.sort((a, b) => b.cpuMs - a.cpuMs);
console.table(tasks.slice(0, SHOWN));
const long = tasks.filter(({ cpuMs }) => cpuMs > most);
console.log(`${tasks.length} tasks of 20 ms or more; ${long.length} over ${most} ms of processor time`);
if (values.json)
  writeFileSync(values.json, `${JSON.stringify({ date: new Date().toISOString(), viewport: values.viewport, device: values.device, tasks }, null, 2)}\n`);
process.exit(long.length > 0 ? 1 : 0);

async function traced(of: Browser, page: Page, during: string, act: () => Promise<void>): Promise<Task[]> {
  await of.startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] });
  await act();
  const { traceEvents } = JSON.parse((await of.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return tasksOf(traceEvents, during);
}

/** The tasks of the page's main thread: of the renderers' main threads the one that did the most. */
function tasksOf(events: readonly TraceEvent[], during: string): Task[] {
  const mains = events.filter(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain');
  const of = mains
    .map(({ pid, tid }) => events.filter((event) => event.ph === 'X' && event.pid === pid && event.tid === tid))
    .reduce((a, b) => (b.length > a.length ? b : a), []);
  return of
    .filter(({ name, tdur = 0 }) => name.endsWith('RunTask') && tdur >= 20_000)
    .map((task) => {
      const inside = of.filter(
        (event) => event !== task && event.ts >= task.ts && event.ts + (event.dur ?? 0) <= task.ts + (task.dur ?? 0) && !event.name.endsWith('RunTask'),
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

function round(microseconds: number): number {
  return Math.round(microseconds / 100) / 10;
}
