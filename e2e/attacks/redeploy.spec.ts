import { fileURLToPath } from 'node:url';
import type { RequestListener } from 'node:http';
import type { Page } from '@playwright/test';
import { createApp, listen } from '../../scripts/serve.mjs';
import { crash } from '../crash';
import { expect, fixtureFilms, Matinee, test } from '../matinee';
import { ports } from '../ports';
import { buildHistory, recommendAndCheck } from '../recommending';
import { altered, alteredApp, json } from './alteredBundle';
import { redeployed } from './redeployed';

const at = `http://localhost:${ports.closing[0]}/`;
const mounts = { 'models/fixture': fileURLToPath(new URL('../fixtures/bundle', import.meta.url)) };
/** The names of the page's and the workers' scripts. */
const scripts = async (page: Page) => {
  const own = await page.evaluate(() => [...document.scripts].map(({ src }) => src));
  return [...own, ...page.workers().map((worker) => worker.url())].filter((url) => /assets\/(index|worker)-/.test(url));
};

test.describe('redeploy', () => {
  let app: RequestListener;
  let close: () => Promise<void>;
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

    // A browser looks for another service worker when this one has been idle for half a minute; here it does at once.
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update().then(() => undefined));
    // The last tab of the old build is closed: the next one is of the new build.
    const next = await context.newPage();
    await page.close();
    await expect
      .poll(
        async () => {
          // A worker that waits takes over when no tab has the old one: a reload would keep it.
          await next.goto('about:blank');
          await next.waitForTimeout(1_000);
          await next.goto(`${at}?bundle=models/fixture/&device=wasm`);
          await expect(next.getByRole('status', { name: 'Model status' })).toContainText(/(ready|working) on/i, { timeout: 60_000 });
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

  test.describe('of a bundle', () => {
    /** Other films, by every title and id. */
    const second = altered({
      files: {
        'catalogue.json': json((c) => {
          c.titles = (c.titles as string[]).map((title) => `New ${title}`);
          c.ids = (c.ids as number[]).map((id) => id + 100_000);
        }),
      },
    });
    const first = altered({});
    let served: ReturnType<typeof alteredApp>['served'];
    const visit = `${at}?bundle=models/altered/&device=wasm`;
    test.beforeEach(() => {
      const both = alteredApp(first);
      ({ served } = both);
      app = both.listener;
    });
    /** Whether all that the page names is of the second one, or of the first. */
    const isSecond = async (matinee: Matinee) => {
      await matinee.ready('WASM');
      await matinee.search.fill(fixtureFilms().titles[7]!);
      await matinee.options.first().click();
      await matinee.recommend.click();
      await expect(matinee.recommendation).toContainText(/first token/i, { timeout: 60_000 });
      const named = [...(await matinee.films.allTextContents()), ...(await matinee.recommendation.getByRole('listitem').allTextContents())].filter(Boolean);
      const kinds = new Set(named.map((text) => text.includes('New ')));
      expect(kinds.size, named.join(' | ')).toBe(1);
      return [...kinds][0];
    };

    for (const after of [1, 2, 3])
      test(`after ${after} of the first visit's requests: one version`, async ({ matinee, page }) => {
        let asked = 0;
        served.answer = (name) => {
          if (name === 'manifest.json' && asked++ === after) served.files = second;
          return false;
        };
        await page.goto(visit);
        await isSecond(matinee);
      });

    test('under an open tab: the tab goes on with its own, the next visit has the new one', async ({ matinee, page }) => {
      await page.goto(visit);
      expect(await isSecond(matinee)).toBe(false);
      served.files = second;
      await crash(page, 'browse');
      await matinee.clear.click();
      expect(await isSecond(matinee)).toBe(false);
      await matinee.clear.click();
      await page.reload();
      expect(await isSecond(matinee)).toBe(true);
    });

    test('two tabs with two versions: without a network each visit is whole', async ({ context, matinee, page }) => {
      await page.goto(visit);
      expect(await isSecond(matinee)).toBe(false);
      served.files = second;
      const other = await context.newPage();
      await other.goto(visit);
      expect(await isSecond(new Matinee(other))).toBe(true);
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await close();
      for (const tab of [page, other]) {
        await tab.reload();
        await new Matinee(tab).clear.click();
        await isSecond(new Matinee(tab));
      }
      close = () => Promise.resolve();
    });
  });
});
