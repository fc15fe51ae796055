/**
 * npm run bench [-- --runs 3 --devices wasm,swiftshader,webgpu --bundle models/movies/ --films 10 --only speed,import,lists,race --mbit 20 --dist dist --json OUT --save]
 *
 * Speed and memory of the built app in a real Chromium, from localhost, each run in a fresh profile; medians. Times are the
 * page's own clock (performance.now, from the start of navigation) unless the name says otherwise. --mbit: through a network of so many megabits a second; --dist: of another build. 'swiftshader' is WebGPU on the
 * CPU: it proves the path and says nothing about a GPU's speed. --save writes the import's cost into docs/IMPORT.md. At the end, what the import of 20,000 rows costs: in Node, and the longest task of
 * the page that takes them. Without --devices: wasm, and webgpu where there is a real adapter. --only lists: lists of --counts 20,100,200 on each device, how far it is off in
 * the self-test, and whether the devices say the same after histories of --lengths 1,3,10,20,50 (scripts/bench/lists.ts); --only race: which device the page settles on by itself. --flags="..." are Chromium's for
 * WebGPU, instead of those in scripts/browser.mjs. --peer compares with others instead: scripts/peer.ts.
 */
import { slowNetwork } from './bench/slowNetwork';
import { answered, whole } from './explained';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { cpus } from 'node:os';
import type { Browser, Page } from '@playwright/test';
import { findAdapter, isReal, type Attempt } from './bench/adapter';
import { agreement, measureLists, watchRace, type Agreement, type Listed } from './bench/lists';
import { swiftShaderFlags, webGpuFlags } from './browser.mjs';
import { commandLine, usageOf } from './commandLine.mjs';
import { checkWritable } from './evaluateOptions';
import { measureImport, ROWS, type ImportCost } from './importBench';
import { saveCost } from './importReport';
import { launchChromium, mountsOf, newPage, serveBuild } from './page/builtPage';

type Device = 'wasm' | 'swiftshader' | 'webgpu';

/** Measured numbers of one run. Milliseconds, bytes, tokens per second, megabytes. */
type Run = Record<
  | 'firstVisitBytes'
  | 'interactiveMs'
  | 'firstVisitToRecommendationMs'
  | 'secondVisitToRecommendationMs'
  | 'loadMs'
  | 'recommendationMs'
  | 'timeToFirstTokenMs'
  | 'tokensPerSecond'
  | 'sasrecMs'
  | 'longestTaskMs'
  | 'peakMemoryMB',
  number | null
>;

const { values } = commandLine(usageOf(import.meta.url), {
  options: {
    runs: { type: 'string', default: '3' },
    devices: { type: 'string' },
    bundle: { type: 'string', default: 'models/movies/' },
    films: { type: 'string', default: '10' },
    port: { type: 'string', default: '4193' },
    only: { type: 'string', default: 'speed,import' },
    counts: { type: 'string', default: '20,100,200' },
    lengths: { type: 'string', default: '1,3,10,20,50' },
    flags: { type: 'string' },
    mbit: { type: 'string' },
    dist: { type: 'string' },
    json: { type: 'string' },
    save: { type: 'boolean', default: false },
    mount: { type: 'string', multiple: true, default: [] },
    peer: { type: 'boolean', default: false },
  },
});
if (values.peer) {
  const { benchPeer } = await import('./peer');
  await benchPeer(values.bundle, values.json);
  process.exit(0);
}
const only = values.only.split(',');
const runs = whole('runs', values.runs, { least: 1 });
const films = whole('films', values.films, { least: 1 });
const port = whole('port', values.port, { least: 1, most: 65_534 });
const megabits = values.mbit === undefined ? null : whole('mbit', values.mbit, { least: 1 });
const flags: Record<Device, string[]> = { wasm: [], swiftshader: swiftShaderFlags, webgpu: [] };

const unknown = values.devices?.split(',').find((device) => !(device in flags));
if (unknown !== undefined) throw new Error(`--devices takes wasm, swiftshader and webgpu, not "${unknown}".`);
if (values.json) checkWritable(values.json);

// Bytes are counted on the wire: headers, and bodies as compressed.
const sockets = new Set<Socket>();
const { close } = await serveBuild(port + (megabits ? 1 : 0), {
  dist: values.dist,
  mounts: mountsOf(values.mount),
  wrap: (app) => (request, response) => {
    sockets.add(request.socket);
    app(request, response);
  },
});
const disconnect = megabits ? await slowNetwork(port, port + 1, megabits) : () => Promise.resolve();
const sentBytes = () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0);

/** A history of the bundle's most popular films, as a link. */
const catalogue = (await answered(`http://localhost:${port}/${values.bundle}catalogue.json`).then((response) => response.json())) as {
  ids: number[];
  popularity: number[];
};
const byPopularity = catalogue.ids.map((id, row) => ({ id, popularity: catalogue.popularity[row]! })).sort((a, b) => b.popularity - a.popularity);
const link = `#h=${byPopularity
  .slice(0, films)
  .map(({ id }) => id)
  .join('.')}`;

const launch = (device: Device) => launchChromium(flags[device]);

const chosen = values.devices?.split(',') as Device[] | undefined;
const attempts = only.some((part) => part !== 'import') && chosen?.includes('webgpu') !== false ? await attemptWebGpu() : [];
const devices = chosen ?? (attempts.some(isReal) ? ['wasm', 'webgpu'] : ['wasm']);
const results: { device: Device; median: Run; runs: Run[] }[] = [];
for (const device of only.includes('speed') ? devices : []) {
  const measured: Run[] = [];
  for (let run = 1; run <= runs; run++) {
    console.error(`${device}: run ${run} of ${runs}`);
    measured.push(await measure(device));
  }
  results.push({ device, runs: measured, median: median(measured) });
}
const listed = only.includes('lists') ? await lists() : [];
const race = only.includes('race')
  ? await inPage(devices.includes('swiftshader') ? 'swiftshader' : 'webgpu', (page) => watchRace(page, addressOf({}), 200_000))
  : null;
const importCost = only.includes('import') ? await importing() : null;
await disconnect();
await close();

const machine = { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, chromium: '', bundle: values.bundle, films };
const browser = await launch('wasm');
machine.chromium = browser.version();
await browser.close();
console.log(`${machine.cpu}, ${machine.cores} cores, Chromium ${machine.chromium}; ${values.bundle}`);
if (results.length > 0) {
  console.log(`${films} films, medians of ${runs}`);
  const rows = Object.keys(results[0]!.median) as (keyof Run)[];
  console.table(Object.fromEntries(rows.map((name) => [name, Object.fromEntries(results.map(({ device, median: row }) => [device, row[name]]))])));
}
for (const { device, detail, loadMs, selfTestDifference, tokensPerSecond, lists: rows, peakMemoryMB } of listed) {
  console.log(`${device} (${detail}): loaded in ${Math.round(loadMs)} ms, off by ${selfTestDifference} in the self-test, ${tokensPerSecond} tokens/s`);
  console.log(`peak memory in MB: ${JSON.stringify(peakMemoryMB)}`);
  console.table(rows);
}
const agreed: Record<string, Agreement[]> = Object.fromEntries(listed.slice(1).map((each) => [each.device, agreement(listed[0]!, each)]));
for (const [device, rows] of Object.entries(agreed)) {
  console.log(`${device} and ${listed[0]!.device}, 20 candidates, after so many films`);
  console.table(rows);
}
if (race) console.log(`The page by itself: ${race}`);
if (importCost) console.table(importCost);
if (importCost && values.save)
  saveCost(importCost, `${machine.cpu}, ${machine.cores} cores, Chromium ${machine.chromium.split('.')[0]}`, 'npm run bench -- --only import --save');
const report = { date: new Date().toISOString(), machine, adapters: attempts, results, lists: listed, agreement: agreed, race, import: importCost };
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

/** Of a bundle that is mounted, or of the app's own. */
function folderOf(bundle: string): string {
  const mount = values.mount.map((one) => one.split('=') as [string, string]).find(([place]) => place === bundle);
  return mount ? mount[1] : `public/${bundle}`;
}

async function importing(): Promise<ImportCost> {
  const browser = await launch('wasm');
  try {
    console.error(`import of ${ROWS} rows`);
    return await measureImport(folderOf(values.bundle), browser, `http://localhost:${port}/?${new URLSearchParams({ bundle: values.bundle, device: 'wasm' })}`);
  } finally {
    await browser.close();
  }
}

/** Finds the flags with which there is a real adapter, for all that comes after. */
async function attemptWebGpu(): Promise<Attempt[]> {
  const sets = values.flags === undefined ? webGpuFlags : [values.flags.split(' ').filter(Boolean)];
  const found = await findAdapter(launchChromium, sets, `http://localhost:${port}/`);
  for (const { flags: tried, adapter, error } of found)
    console.error(`${tried.join(' ')}: ${error ?? (adapter ? `${adapter.vendor} ${adapter.architecture} ${adapter.description}` : 'no adapter')}`);
  flags.webgpu = (found.find(isReal) ?? found[0]!).flags;
  return found;
}

async function inPage<T>(device: Device, work: (page: Page, browser: Browser) => Promise<T>): Promise<T> {
  const browser = await launch(device);
  try {
    return await work(await newPage(browser), browser);
  } finally {
    await browser.close();
  }
}

async function lists(): Promise<Listed[]> {
  const rows = catalogue.popularity.map((popularity, row) => ({ row, popularity })).sort((a, b) => b.popularity - a.popularity);
  const popular = rows.map(({ row }) => row);
  const numbers = (option: 'counts' | 'lengths') => values[option].split(',').map((text) => whole(option, text, { least: 1, most: 200 }));
  const plan = { counts: numbers('counts'), lengths: numbers('lengths'), timed: runs };
  const measured: Listed[] = [];
  for (const device of devices) {
    console.error(`${device}: lists`);
    const named = device === 'wasm' ? 'wasm' : 'webgpu';
    measured.push(
      await inPage(device, async (page, browser) => {
        const one = await measureLists(page, `http://localhost:${port}/`, values.bundle, named, popular, plan);
        return { ...one, device, peakMemoryMB: { renderer: await peakMemory(browser), gpu: await peakMemory(browser, 'GPU') } };
      }),
    );
  }
  return measured;
}

/** The page with the history in its address. */
function addressOf(query: Record<string, string>): string {
  return `http://localhost:${port}/?${new URLSearchParams({ bundle: values.bundle, ...query })}${link}`;
}

/** A first visit, a few measurements on it, and a second visit in the same profile. */
async function measure(device: Device): Promise<Run> {
  const browser = await launch(device);
  try {
    const context = await browser.newContext();
    // tsx names functions through this helper, which the page does not have.
    await context.addInitScript('globalThis.__name = (named) => named');
    await context.addInitScript(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { longTasks: tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask', buffered: true });
    });
    sockets.clear();
    // By itself the page would ask the other voices and for the genres, too.
    const address = addressOf({ device: device === 'wasm' ? 'wasm' : 'webgpu', auto: '0' });

    const first = await context.newPage();
    await first.goto(address, { waitUntil: 'commit' });
    const interactiveMs = await when(first, 'interactive');
    const loadMs = await when(first, 'ready');
    await press(first);
    const firstVisitToRecommendationMs = await when(first, 'recommended');
    await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const firstVisitBytes = sentBytes();

    const again = await recommendation(first);
    await when(first, 'ready');
    const sasrecMs = await sasrecLatency(first);
    const longestTaskMs = await first.evaluate(() => Math.max(0, ...(globalThis as unknown as { longTasks: number[] }).longTasks));
    const peakMemoryMB = await peakMemory(browser);
    await first.close();

    const second = await context.newPage();
    await second.goto(address, { waitUntil: 'commit' });
    await when(second, 'ready');
    await press(second);
    const secondVisitToRecommendationMs = await when(second, 'recommended');
    return {
      firstVisitBytes,
      interactiveMs,
      loadMs,
      firstVisitToRecommendationMs,
      secondVisitToRecommendationMs,
      ...again,
      sasrecMs,
      longestTaskMs,
      peakMemoryMB,
    };
  } finally {
    await browser.close();
  }
}

/** The page's clock when `state` was first seen, in ms since navigation. */
async function when(page: Page, state: 'interactive' | 'ready' | 'recommended'): Promise<number> {
  const seen = await page.waitForFunction(
    (wanted) => {
      const region = document.querySelector('[aria-label="Recommendation"]');
      const there = {
        interactive: () =>
          document.querySelector('[role="combobox"]:not(:disabled)') !== null && document.querySelector('[aria-label="Watch history"] li') !== null,
        ready: () => /ready on/i.test(document.querySelector('[role="status"][aria-label="Model status"]')?.textContent ?? ''),
        recommended: () => region?.getAttribute('aria-busy') === 'false' && region.querySelector('dl') !== null,
      };
      return there[wanted]() ? performance.now() : false;
    },
    state,
    { timeout: 600_000, polling: 'raf' },
  );
  return (await seen.jsonValue()) as number;
}

async function press(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Recommend', exact: true }).click();
}

/** A recommendation whose prompt shares nothing with what was read before: another history, other candidates. */
async function recommendation(page: Page): Promise<Pick<Run, 'recommendationMs' | 'timeToFirstTokenMs' | 'tokensPerSecond'>> {
  await page
    .getByRole('button', { name: /^Remove / })
    .first()
    .click();
  await page.getByRole('button', { name: 'Shuffle' }).click();
  await page.waitForTimeout(500);
  await when(page, 'ready'); // behind the answer before, the model still writes why
  const recommendationMs = await page.evaluate(
    () =>
      new Promise<number>((fulfil) => {
        const region = document.querySelector('[aria-label="Recommendation"]')!;
        const button = [...document.querySelectorAll('button')].find((element) => element.textContent.trim() === 'Recommend')!;
        const started = performance.now();
        let busy = false;
        new MutationObserver((_, observer) => {
          busy ||= region.getAttribute('aria-busy') === 'true';
          if (!busy || region.getAttribute('aria-busy') === 'true') return;
          observer.disconnect();
          fulfil(performance.now() - started);
        }).observe(region, { attributes: true, childList: true, subtree: true });
        button.click();
      }),
  );
  // The engine's own clock, as the page shows it.
  const shown = await page.evaluate(() => {
    const region = document.querySelector('[aria-label="Recommendation"]')!;
    const line = (wanted: RegExp) => [...region.querySelectorAll('dl > div')].map((element) => element.textContent).find((text) => wanted.test(text)) ?? '';
    const number = (text: string) => Number(/\d[\d.]*/.exec(text)?.[0] ?? NaN);
    const firstToken = line(/^first token/i);
    return { firstToken: number(firstToken) * (/\d\s*s$/.test(firstToken.trim()) ? 1000 : 1), tokensPerSecond: number(line(/tokens\/s/)) };
  });
  return { recommendationMs, timeToFirstTokenMs: shown.firstToken, tokensPerSecond: shown.tokensPerSecond };
}

/** From taking a film out to SASRec's new list on the page: the median of five. */
async function sasrecLatency(page: Page): Promise<number> {
  const latencies: number[] = [];
  for (let i = 0; i < 5; i++)
    latencies.push(
      await page.evaluate(
        () =>
          new Promise<number>((fulfil) => {
            const list = document.querySelector('[aria-label="SASRec\'s list"]')!;
            const started = performance.now();
            new MutationObserver((_, observer) => {
              observer.disconnect();
              fulfil(performance.now() - started);
            }).observe(list, { childList: true, subtree: true, characterData: true });
            [...document.querySelectorAll('button')].find((button) => button.getAttribute('aria-label')?.startsWith('Remove '))!.click();
          }),
      ),
    );
  return middle(latencies);
}

/** The largest resident set that a process of a kind has had, in MB; the kernel keeps it, on Linux only. */
async function peakMemory(browser: Browser, kind = 'renderer'): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const peaks = processInfo
    .filter(({ type }) => type === kind)
    .map(({ id }) => (existsSync(`/proc/${id}/status`) ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) / 1000 : NaN))
    .filter(Number.isFinite);
  return peaks.length > 0 ? Math.max(...peaks) : null;
}

function middle(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function median(measured: Run[]): Run {
  const names = Object.keys(measured[0]!) as (keyof Run)[];
  const of = (name: keyof Run) => measured.map((run) => run[name]).filter((value) => value !== null && Number.isFinite(value)) as number[];
  return Object.fromEntries(names.map((name) => [name, of(name).length > 0 ? Math.round(middle(of(name)) * 10) / 10 : null])) as Run;
}
