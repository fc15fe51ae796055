/** What 20,000 rows of an export cost: in Node, where the same code reads and matches them, and the longest task of the page that takes them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { parseCatalogue } from '../src/engine/items/catalogue';
import { namingFacts, readFacts } from '../src/facts/facts';
import { diaryOf, style } from '../src/import/fixtures/styles';
import { importHistory } from '../src/import/importHistory';
import { FilmIndex } from '../src/import/matching/filmIndex';
import { openNodeBundle } from '../src/node/nodeBundle';

export const ROWS = 20_000;

export interface ImportCost {
  rows: number;
  seconds: number;
  cpuSeconds: number;
  rowsPerSecond: number;
  /** What the heap grew by at its largest. */
  heapMB: number;
  /** Wall clock, and the processor's share of it: on a machine that others use, too, the two differ. */
  longestTaskMs: number;
  longestTaskCpuMs: number;
}

/** @param bundle a folder @param address of the page, with the same bundle */
export async function measureImport(bundle: string, browser: Browser, address: string): Promise<ImportCost> {
  const reader = await openNodeBundle(bundle);
  const films = parseCatalogue(await reader.read('catalogue'), reader.manifest);
  const bytes = style('Letterboxd diary').write(diaryOf(films, ROWS));
  const facts = namingFacts(await readFacts(reader));
  globalThis.gc?.();
  const heap = () => process.memoryUsage().heapUsed / 1024 ** 2;
  const before = heap();
  let peak = 0;
  const [started, cpu0] = [performance.now(), process.cpuUsage()];
  const index = new FilmIndex(films, facts);
  await importHistory(bytes, '', index, { onProgress: () => (peak = Math.max(peak, heap())) });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu0);
  const { wall, cpu } = await longestTask(browser, address, bytes);
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    rows: ROWS,
    seconds: Math.round(seconds * 100) / 100,
    cpuSeconds: Math.round((user + system) / 1e4) / 100,
    rowsPerSecond: Math.round(ROWS / seconds),
    heapMB: round(Math.max(0, peak - before)),
    longestTaskMs: round(wall),
    longestTaskCpuMs: round(cpu),
  };
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** Of the page's main thread, from the choice of the file until a second after what came of it is shown, and while that is taken back. In milliseconds. */
async function longestTask(browser: Browser, address: string, bytes: Uint8Array): Promise<{ wall: number; cpu: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'matinee-'));
  const page = await browser.newPage();
  try {
    // By its path: Playwright would turn bytes into a file in the page, in a task that no visitor has.
    const path = join(folder, 'diary.csv');
    writeFileSync(path, bytes);
    // Without the language model, whose loading is measured elsewhere.
    await page.route(/(?:opt|sbert|aligner|ort)[^/]*$/, (route) => route.abort());
    await page.goto(address);
    await page.getByText('Its list appears with the first').waitFor({ timeout: 300_000 });
    await page.waitForTimeout(2000);
    await browser.startTracing(page, { categories: ['toplevel'] });
    await page.getByLabel('Import history', { exact: true }).setInputFiles(path);
    await page.getByRole('heading', { name: /^Imported from/ }).waitFor({ timeout: 300_000 });
    await page.waitForTimeout(1000);
    await page.getByRole('button', { name: 'Undo the import' }).click();
    await page.waitForTimeout(1000);
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const main = new Set(
      traceEvents.flatMap(({ name, args, pid, tid }) => (name === 'thread_name' && args?.name === 'CrRendererMain' ? [`${pid} ${tid}`] : [])),
    );
    const tasks = traceEvents.filter(({ name, ph, pid, tid }) => name.includes('RunTask') && ph === 'X' && main.has(`${pid} ${tid}`));
    return { wall: Math.max(0, ...tasks.map(({ dur = 0 }) => dur)) / 1000, cpu: Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / 1000 };
  } finally {
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
