/**
 * npm run pictures [-- --out docs/pictures --only answer,map]: the pictures of the README, taken of the real page with the shipped bundle in a real Chromium.
 * Nothing in them is arranged but the history: what is seen is what the page shows a visitor with it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { commandLine, refuse, usageOf } from './commandLine.mjs';
import { launchChromium, newPage, serveBuild } from './page/builtPage';

const { values } = commandLine(usageOf(import.meta.url), {
  options: { out: { type: 'string', default: 'docs/pictures' }, only: { type: 'string' }, port: { type: 'string', default: '4196' } },
});
const WAIT_MS = 180_000;
/** Film noir and what came of it, by MovieLens' ids. */
const HISTORY = '#h=3435.913.2066.1252.541.1617';

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const answered = async (page: Page) => {
  await region(page, 'Recommendation').getByText('first token').first().waitFor({ state: 'attached', timeout: WAIT_MS });
  await region(page, 'Favourite genre').getByText('first token').first().waitFor({ state: 'attached', timeout: WAIT_MS });
  await page
    .getByRole('status', { name: 'Model status' })
    .filter({ hasText: /ready on/i })
    .waitFor({ timeout: WAIT_MS });
};
/** A region at the top of the window. */
const shown = async (what: Locator) => {
  const box = await what.boundingBox();
  await what.page().mouse.wheel(0, (box?.y ?? 0) - 24);
  await what.page().waitForTimeout(500); // what slides in has come
};

interface Picture {
  /** At the top of the window; without one the page plays its recorded run, for it has no history. */
  region?: string;
  phone?: true;
  /** What has to be there beside the answers. */
  until?(page: Page): Promise<void>;
}

const PICTURES: Record<string, Picture> = {
  recorded: { until: (page) => region(page, 'Both together').getByRole('listitem').first().waitFor({ timeout: WAIT_MS }) },
  voices: { region: 'Stage' },
  answer: { region: 'Recommendation' },
  think: { region: 'See it think' },
  watch: {
    region: 'What to watch',
    until: async (page) => {
      const watch = region(page, 'What to watch');
      await watch.getByRole('button', { name: 'What to watch' }).click();
      await watch.getByRole('list', { name: 'What to watch, best first' }).getByRole('listitem').nth(5).waitFor({ timeout: WAIT_MS });
    },
  },
  // Drawn by the graphics device, which tells nobody.
  map: { region: 'Map', until: (page) => page.waitForTimeout(3000) },
  phone: { region: 'Recommendation', phone: true },
};

const wanted = values.only?.split(',') ?? Object.keys(PICTURES);
const unknown = wanted.filter((name) => !(name in PICTURES));
if (unknown.length > 0) refuse(`There is no picture ${unknown.join(', ')}: choose of ${Object.keys(PICTURES).join(', ')}.`);
mkdirSync(values.out, { recursive: true });
const { at, close } = await serveBuild(Number(values.port));
const browser = await launchChromium();
try {
  for (const name of wanted) {
    const picture = PICTURES[name]!;
    const page = await newPage(browser, {
      viewport: picture.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
      locale: 'en-US',
    });
    await page.goto(`${at}?device=wasm${picture.region ? HISTORY : ''}`);
    if (picture.region) {
      await answered(page);
      await shown(region(page, picture.region));
    }
    await picture.until?.(page);
    await page.screenshot({ path: join(values.out, `${name}.jpg`), type: 'jpeg', quality: 82 });
    await page.close();
    console.log(join(values.out, `${name}.jpg`));
  }
} finally {
  await browser.close();
  await close();
}
