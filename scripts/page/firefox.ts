/**
 * npm test -- --only firefox: what needs no WebGPU, in a stock Firefox through WebDriver BiDi (Playwright's Firefox is a patched build of its own). FIREFOX_PATH names
 * another one. Skipped with a sentence where there is none. Counts are written to test-results/firefox.json.
 */
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Page } from 'puppeteer-core';
import { fixtureFilms } from '../../e2e/matinee';
import { commandLine, usageOf } from '../commandLine.mjs';
import { serveBuild } from './builtPage';

commandLine(usageOf(import.meta.url), {});
const WAIT_MS = 120_000;
const port = Number(process.env.FIREFOX_PORT ?? 4191);
const places = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];
const executablePath = places.find((path) => path && existsSync(path));
if (!executablePath) {
  console.log('No Firefox was found, so nothing was tested in it: install one (Debian: firefox-esr), or set FIREFOX_PATH.');
  process.exit(0);
}

const fixture = fileURLToPath(new URL('../../e2e/fixtures/bundle', import.meta.url));
const { close } = await serveBuild(port, { mounts: { 'models/fixture': fixture } });
const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
const counts = { passed: 0, failed: 0 };
const { titles } = fixtureFilms();

const at = (query: Record<string, string> = {}, hash = '') =>
  `http://localhost:${port}/?${new URLSearchParams({ bundle: 'models/fixture/', ...query }).toString()}${hash}`;
const named = (role: string, name: string) => `::-p-aria([name="${name}"][role="${role}"])`;
const shown = (page: Page, selector: string) => page.waitForSelector(selector, { visible: true, timeout: WAIT_MS });
const until = (page: Page, what: string) => page.waitForFunction(what, { timeout: WAIT_MS, polling: 200 });
const has = (page: Page, selector: string, text: string) =>
  until(page, `[...document.querySelectorAll(${JSON.stringify(selector)})].some((one) => one.textContent.includes(${JSON.stringify(text)}))`);
const sideways = (page: Page) => page.evaluate('document.documentElement.scrollWidth - innerWidth');

/** Types a title, and takes the first that is found by the keyboard. */
async function add(page: Page, title: string): Promise<void> {
  const search = (await shown(page, named('combobox', 'Search movies')))!;
  await search.click();
  await search.type(title);
  await has(page, '[role=option]', title);
  await page.keyboard.press('Enter');
  await has(page, '[aria-label="Watch history"]', title);
}

const tests: Record<string, (page: Page) => Promise<void>> = {
  'three films by keyboard, and three voices answer on WASM; the page says why': async (page) => {
    await page.goto(at());
    for (const title of titles.slice(0, 3)) await add(page, title);
    for (const voice of ['crowd', 'reader', 'both']) await until(page, `document.querySelectorAll('.voice[data-voice=${voice}] li').length === 6`);
    await has(page, '[aria-label="Recommendation"]', 'first token');
    await has(page, '.status', 'WASM');
  },
  'figure 2 in numbers, and the answer without the summary of each film': async (page) => {
    await page.goto(at({}, '#h=1.2.3'));
    await until(page, `document.querySelectorAll('[data-part=taste] canvas').length === 2`);
    await until(page, `document.querySelector('.mattered .chip:not([aria-disabled=true])')`);
    await page.locator('::-p-text(Without the summary of each movie)').click();
    await has(page, '.mattered h3', 'Without it');
  },
  'the recorded story before any model': async (page) => {
    await page.goto(`http://localhost:${port}/`);
    await has(page, '.stage-source', 'Recorded');
    await until(page, `document.querySelectorAll('.voice[data-voice=both] li').length === 6`);
  },
  'three languages at three sizes without sideways scrolling': async (page) => {
    for (const language of ['en', 'ko', 'zh']) {
      await page.goto(at({ lang: language, auto: '0' }, '#h=1.2.3'));
      await until(page, `document.querySelectorAll('.voice[data-voice=crowd] li').length === 6`);
      for (const [width, height] of [
        [390, 844],
        [1440, 900],
        [3840, 2160],
      ] as const) {
        await page.setViewport({ width, height });
        assert.ok(((await sideways(page)) as number) <= 0, `${language} at ${width}`);
      }
    }
  },
  'the history is there after a reload': async (page) => {
    await page.goto(at({ auto: '0' }));
    await add(page, titles[5]!);
    await until(page, `location.hash.includes('h=')`);
    await page.reload();
    await has(page, '[aria-label="Watch history"]', titles[5]!);
  },
  'the drawer by keyboard, and back': async (page) => {
    await page.goto(at({ auto: '0' }));
    const hood = (await shown(page, named('button', 'Under the hood')))!;
    await hood.focus();
    await page.keyboard.press('Enter');
    await until(page, `document.querySelector('dialog.drawer')?.open`);
    await page.keyboard.press('Escape');
    await until(page, `!document.querySelector('dialog.drawer')?.open && document.activeElement?.textContent === 'Under the hood'`);
  },
  'a booth has its keyboard on the screen': async (page) => {
    await page.goto(at({ kiosk: '1', auto: '0' }));
    await (await shown(page, named('combobox', 'Search movies')))!.click();
    await shown(page, named('group', 'Keyboard'));
  },
};

for (const [name, test] of Object.entries(tests)) {
  const started = performance.now();
  // A context of its own: nothing is kept from the one before.
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  try {
    await page.setViewport({ width: 1280, height: 800 });
    await test(page);
    assert.deepEqual(errors, [], 'uncaught errors');
    counts.passed++;
    console.log(`  ✓ ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    counts.failed++;
    console.log(`  ✘ ${name}: ${error instanceof Error ? error.message : String(error)} ${errors.join('; ')}`);
  } finally {
    await context.close();
  }
}
console.log(`${await browser.version()}: ${counts.passed} passed, ${counts.failed} failed`);
await browser.close();
await close();
mkdirSync('test-results', { recursive: true });
writeFileSync('test-results/firefox.json', JSON.stringify(counts));
process.exit(counts.failed > 0 ? 1 : 0);
