import { listen } from '../../scripts/serve.mjs';
import { expect, test } from '../matinee';
import { ports } from '../ports';
import { buildHistory, recommendAndCheck } from '../recommending';
import { faults, poisonedApp, type Fault } from './poisonedApp';

const files = {
  "the page's script": /\/assets\/page-[\w-]+\.js/,
  "the page's style": /\/assets\/style-[\w-]+\.css/,
  'the script of what stands below the stage': /\/assets\/Acts-[\w-]+\.js/,
  "the workers' script": /\/assets\/worker-[\w-]+\.js/,
  "onnxruntime's loader": /\/assets\/ort-wasm-simd-threaded-[\w-]+\.js/,
  "onnxruntime's WASM": /\/assets\/ort-wasm-simd-threaded-[\w-]+\.wasm/,
};
const at = `http://localhost:${ports.closing[0]}/`;
// A style or script of the page that never answers holds the page back in the browser, before any script of ours.
const skipped = (name: string, fault: Fault) => fault === 'silent' && name.startsWith('the page');

test.describe('poisoned downloads', () => {
  for (const [name, match] of Object.entries(files))
    for (const fault of faults.filter((each) => !skipped(name, each)))
      test(`${name}, ${fault} at first, is had right in the end without a person`, async ({ matinee, watchdog }) => {
        watchdog.allowErrors.push(/.*/);
        const { app, asked } = poisonedApp(match, fault, fault === 'silent' ? 1 : 3);
        const close = await listen(app, ports.closing[0]);
        const times = fault === 'silent' ? 1 : 3;
        try {
          await matinee.page.goto(`${at}?bundle=models/fixture/&device=wasm`);
          await expect.poll(asked, { timeout: 60_000 }).toBeGreaterThan(times);
          // boot.js forgets its tries when the page has come whole.
          await expect.poll(() => matinee.page.evaluate(() => sessionStorage.getItem('matinee.boot')).catch(() => 'loading'), { timeout: 60_000 }).toBeNull();
          await matinee.ready('WASM', 60_000);
          await buildHistory(matinee);
          await recommendAndCheck(matinee);
        } finally {
          await close();
        }
      });

  for (const name of ["the workers' script", "onnxruntime's WASM"] as const)
    test(`${name} with a flipped byte is never run, and the page says what it waits for`, async ({ page, matinee }) => {
      const { app, asked } = poisonedApp(files[name], 'flipped', Infinity);
      const close = await listen(app, ports.closing[0]);
      const workers: string[] = [];
      page.on('worker', (worker) => workers.push(worker.url()));
      try {
        await matinee.visit({ device: 'wasm', at });
        await expect(matinee.status).toContainText(/Waiting for .*goes on by itself/, { timeout: 30_000 });
        await expect.poll(asked).toBeGreaterThan(3);
        await expect(matinee.status).not.toContainText(/ready on/i);
        if (name === "the workers' script") expect(workers).toEqual([]);
      } finally {
        await close();
      }
    });

  test("the page's script with a flipped byte is never run, though another imports it, and it is said", async ({ page, watchdog }) => {
    watchdog.allowErrors.push(/.*/);
    const { app, asked } = poisonedApp(files["the page's script"], 'flipped', Infinity);
    const close = await listen(app, ports.closing[0]);
    try {
      await page.goto(`${at}?bundle=models/fixture/&device=wasm`);
      await expect(page.getByText('did not arrive as it should').first()).toBeVisible();
      await expect.poll(asked).toBeGreaterThan(6);
      await expect(page.locator('#root')).toBeEmpty();
    } finally {
      await close();
    }
  });

  // Scripts that are imported when they are needed: the next one of every visit, and one that a press asks for.
  for (const [name, match] of Object.entries({ Acts: /\/assets\/Acts-[\w-]+\.js/, Deck: /\/assets\/Deck-[\w-]+\.js/ }))
    test(`${name}, which comes later, is not run when it is another than the build's, and is had right in the end`, async ({ page, matinee, watchdog }) => {
      watchdog.allowErrors.push(/.*/);
      const { app, asked } = poisonedApp(match, 'altered', 2);
      const close = await listen(app, ports.closing[0]);
      try {
        await page.addInitScript(() => {
          Object.defineProperty(globalThis, 'foreign', { set: () => sessionStorage.setItem('foreign', 'was run') });
        });
        await matinee.page.goto(`${at}?bundle=models/fixture/&device=wasm`);
        await matinee.ready('WASM', 60_000);
        await page.getByRole('button', { name: 'Beat the model' }).click();
        await expect.poll(asked, { timeout: 30_000 }).toBeGreaterThan(2);
        await matinee.ready('WASM', 60_000);
        const deck = page.getByRole('region', { name: 'Beat the model' });
        if (!(await deck.isVisible())) await page.getByRole('button', { name: 'Beat the model' }).click();
        await expect(deck).toBeVisible();
        expect(await page.evaluate(() => sessionStorage.getItem('foreign'))).toBeNull();
      } finally {
        await close();
      }
    });

  test('the service worker answers its own page alone', async ({ page, matinee }) => {
    const { app } = poisonedApp(/^$/, 'empty', 0);
    const close = await listen((request, response) => {
      if (!/^\/(other|site\.webmanifest)/.test(request.url!)) return app(request, response);
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<!doctype html><title>Another page</title>');
    }, ports.closing[0]);
    try {
      await matinee.visit({ device: 'wasm', at });
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await page.goto(`${at}other/`);
      await expect(page).toHaveTitle('Another page');
      await page.goto(`${at}site.webmanifest`);
      await expect(page).toHaveTitle('Another page');
      expect((await page.goto(`${at}not-there`))?.status()).toBe(404);
    } finally {
      await close();
    }
  });
});
