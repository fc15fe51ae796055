import type { Page } from '@playwright/test';
import { expect, test } from '../matinee';

const SCRIPT = /\/assets\/page-[\w-]+\.js$/;
const VISITS = [
  { locale: 'en-US', width: 390, word: 'recommenders' },
  { locale: 'ko-KR', width: 390, word: '추천기' },
  { locale: 'zh-TW', width: 1440, word: '推荐器' },
  { locale: 'de-DE', width: 1440, word: 'recommenders' },
];

/** Holds the page's script back, as a slow network does. @returns lets it come */
async function holdScript(page: Page): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(SCRIPT, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** Where the parts of the first picture stand, and whether they are the ones that were marked. */
const parts = (page: Page) =>
  page.evaluate(() => {
    for (const animation of document.getAnimations()) if (animation instanceof CSSAnimation) animation.finish();
    return ['.top', '.bulbs', '.stage-kicker', '.stage-line', '.strip', '.card', '.voices', '.voice-waiting'].map((name) => {
      const part = document.querySelector<HTMLElement & { marked?: true }>(`#root ${name}`)!;
      const { x, y, width, height } = part.getBoundingClientRect();
      const box = [x, y, width, height].map(Math.round);
      const isMarked = part.marked === true;
      part.marked = true;
      return { name, box, isMarked };
    });
  });
/** The styles are there by then. */
const painted = (page: Page) => expect.poll(() => page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length)).toBe(1);
const taken = (page: Page) => expect.poll(() => page.evaluate(() => document.getElementById('root')!.inert)).toBe(false);

for (const { locale, width, word } of VISITS)
  test.describe(`${locale} at ${width}`, () => {
    test.use({ locale, viewport: { width, height: 860 } });

    test('the first picture is there before the script, in the language of the visit, and the script takes over its very elements where they stand', async ({
      page,
    }) => {
      // What comes of them changes what the page says.
      await page.route(/\/models\/|\/ort-wasm/, () => undefined);
      const release = await holdScript(page);
      await page.goto('./?auto=0', { waitUntil: 'commit' });
      await expect(page.locator('#root .stage-what')).toContainText(word);
      await expect(page.locator('#root')).toHaveAttribute('inert');
      await painted(page);
      const before = await parts(page);
      release();
      await taken(page);
      await expect(page.locator('.act-turn')).toBeAttached();
      const after = await parts(page);
      expect(after.map(({ name, isMarked }) => ({ name, isMarked }))).toEqual(before.map(({ name }) => ({ name, isMarked: true })));
      expect(after.map(({ name, box: [x, y, wide] }) => [name, x, y, wide])).toEqual(before.map(({ name, box: [x, y, wide] }) => [name, x, y, wide]));
    });
  });

test('a language that the address asks for goes before the browser’s and the one that was chosen before', async ({ page }) => {
  await page.route('**/models/**', (route) => route.abort());
  await page.goto('./?auto=0&lang=zh');
  await taken(page);
  await page.evaluate(() => localStorage.setItem('matinee.language', 'ko'));
  await holdScript(page);
  for (const [query, language] of [
    ['?lang=zh', 'zh'],
    ['?lang=xx', 'ko'],
    ['', 'ko'],
  ] as const) {
    await page.goto(`./${query}`, { waitUntil: 'commit' });
    await expect(page.locator('#root')).toHaveAttribute('data-frame', language);
    await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'zh-Hans' : 'ko');
  }
});

for (const query of ['?kiosk=1', '?bundle=models/fixture/'])
  test(`${query} has another first picture, so it waits for the script`, async ({ page }) => {
    const release = await holdScript(page);
    await page.goto(`./${query}`, { waitUntil: 'commit' });
    await expect(page.getByText('Matinee is still on its way')).toBeAttached();
    expect(await page.locator('#root > *').count()).toBe(0);
    release();
    await expect(page.getByRole('region', { name: 'Stage', exact: true })).toBeVisible();
    await expect(page.getByText('Matinee is still on its way')).toHaveCount(0);
  });

test('with less motion the story begins with the answers, in the place of the first picture', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.route('**/models/**', (route) => route.abort());
  const release = await holdScript(page);
  await page.goto('./', { waitUntil: 'commit' });
  await painted(page);
  const before = await parts(page);
  release();
  await expect(page.locator(".voice[data-voice='both'] .place")).toHaveCount(6);
  const after = await page.evaluate(() => ['.strip', '.voices'].map((name) => Math.round(document.querySelector(name)!.getBoundingClientRect().y)));
  expect(after).toEqual(['.strip', '.voices'].map((name) => before.find((part) => part.name === name)!.box[1]));
});
