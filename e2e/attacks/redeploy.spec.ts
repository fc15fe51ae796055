import { fileURLToPath } from 'node:url';
import type { RequestListener } from 'node:http';
import type { Page } from '@playwright/test';
import { createApp, listen } from '../../scripts/serve.mjs';
import { crash } from '../crash';
import { expect, test } from '../matinee';
import { ports } from '../ports';
import { buildHistory, recommendAndCheck } from '../recommending';
import { redeployed } from './redeployed';

const at = `http://localhost:${ports.closing[0]}/`;
const mounts = { 'models/fixture': fileURLToPath(new URL('../fixtures/bundle', import.meta.url)) };
/** The names of the page's and the workers' scripts. */
const scripts = async (page: Page) => {
  const own = await page.evaluate(() => [...document.scripts].map(({ src }) => src));
  return [...own, ...page.workers().map((worker) => worker.url())].filter((url) => /assets\/(index|worker)-/.test(url));
};

let app: RequestListener;
let close: () => Promise<void>;
test.setTimeout(180_000);
test.beforeEach(async ({ watchdog }) => {
  watchdog.allowErrors.push(/crashed by the test/);
  app = createApp({ mounts });
  close = await listen((request, response) => app(request, response), ports.closing[0]);
});
test.afterEach(() => close());

test('a new build under an open tab: the tab goes on, crash or not, and each later page is of one build', async ({ context, matinee, page }) => {
  await matinee.visit({ device: 'wasm', at });
  await buildHistory(matinee);
  await matinee.ready('WASM');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const dist = redeployed();
  app = createApp({ dist, mounts });

  await recommendAndCheck(matinee);
  await crash(page, 'model');
  await expect(matinee.status).toContainText(/was loaded again/i, { timeout: 60_000 });
  await expect(matinee.films).toHaveCount(3);
  await recommendAndCheck(matinee);

  await page.reload();
  await matinee.ready('WASM');
  const after = await scripts(page);
  expect(new Set(after.map((url) => url.includes('Redep'))).size, after.join()).toBe(1);
  await expect(matinee.films).toHaveCount(3);
  await recommendAndCheck(matinee);

  // The last tab of the old build is closed: the next one is of the new build.
  const next = await context.newPage();
  await page.close();
  await expect
    .poll(
      async () => {
        await next.goto(`${at}?bundle=models/fixture/&device=wasm`);
        await expect(next.getByRole('status', { name: 'Model status' })).toContainText(/ready on/i, { timeout: 60_000 });
        const names = await scripts(next);
        return names.length >= 2 && names.every((url) => url.includes('Redep'));
      },
      { timeout: 90_000 },
    )
    .toBe(true);
});

test.describe('without a service worker', () => {
  test.use({ serviceWorkers: 'block' });

  test('a worker whose script is of a build that is gone: the page loads itself once, of the new build, with the history', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm', at });
    await buildHistory(matinee);
    await matinee.ready('WASM');
    // Nothing of the old build is in a cache either.
    const dist = redeployed();
    app = createApp({ dist, mounts });
    const session = await page.context().newCDPSession(page);
    await session.send('Network.clearBrowserCache');
    await crash(page, 'model');
    await expect.poll(() => scripts(page).catch(() => []), { timeout: 90_000 }).toEqual(expect.arrayContaining([expect.stringContaining('Redep')]));
    await matinee.ready('WASM');
    await expect(matinee.films).toHaveCount(3);
    const names = await scripts(page);
    expect(
      names.every((url) => url.includes('Redep')),
      names.join(),
    ).toBe(true);
    await recommendAndCheck(matinee);
  });
});
