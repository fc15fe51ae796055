import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../matinee';
import { buildHistory, recommendAndCheck } from '../recommending';

const openAll = (page: Page) => page.locator('details').evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test('the shipped bundle at every width, with everything open: no sideways scrolling, no table over another, every region that scrolls takes the focus', async ({
  matinee,
  page,
}) => {
  await matinee.visit({ bundle: '', device: 'wasm' });
  await expect(page.getByRole('heading', { name: 'Start from an example' })).toBeVisible();
  await page.getByRole('button', { name: /Space and machines/ }).click();
  await openAll(page);
  await expect(page.locator('table').first()).toBeVisible();
  for (const width of [320, 390, 720, 1024, 1280, 1440, 1920, 3840]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await sideways(page), `at ${width}`).toBeLessThanOrEqual(0);
    const found = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll('.measured')].map((one) => one.getBoundingClientRect());
      const tables = [...document.querySelectorAll('table')].map((one) => ({ own: one.getBoundingClientRect(), scroll: one.closest('.scroll') }));
      return {
        overlaps: boxes.some((a, i) =>
          boxes.some((b, j) => j > i && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1),
        ),
        spills: tables.filter(({ scroll }) => !scroll).length,
        dead: [...document.querySelectorAll<HTMLElement>('body *')]
          .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowX + getComputedStyle(one).overflowY))
          .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
          .filter((one) => one.tabIndex < 0 && !one.querySelector('button, a[href], input, [tabindex="0"]'))
          .map((one) => one.className),
      };
    });
    expect(found, `at ${width}`).toEqual({ overlaps: false, spills: 0, dead: [] });
  }
});

test('320 px and titles of 1,000 letters without a space: nothing is wider than the screen', async ({ matinee, page }) => {
  const folder = new URL('../fixtures/bundle/', import.meta.url);
  const catalogue = JSON.parse(readFileSync(new URL('catalogue.json', folder), 'utf8')) as { titles: string[] };
  catalogue.titles = catalogue.titles.map((_, row) => `${row}${'W'.repeat(1000)}`);
  const bytes = Buffer.from(JSON.stringify(catalogue));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as {
    files: { catalogue: { bytes: number; sha256: string; shards: { bytes: number; sha256: string }[] } };
  };
  Object.assign(manifest.files.catalogue, { bytes: bytes.length, sha256 });
  Object.assign(manifest.files.catalogue.shards[0]!, { bytes: bytes.length, sha256 });
  await page.context().route('**/models/fixture/catalogue.json*', (route) => route.fulfill({ body: bytes, contentType: 'application/json' }));
  await page.context().route('**/models/fixture/manifest.json*', (route) => route.fulfill({ json: manifest }));
  await page.setViewportSize({ width: 320, height: 256 });
  await matinee.visit({ device: 'wasm' });
  for (const row of ['1', '2', '3']) {
    await matinee.search.fill(`${row}WWW`);
    await matinee.options.first().click();
  }
  await expect(matinee.films).toHaveCount(3);
  expect(await sideways(page), 'a history').toBeLessThanOrEqual(0);
  await matinee.search.fill('4WWW');
  await expect(matinee.options.first()).toBeVisible();
  expect(await sideways(page), 'a search').toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');
  await openAll(page);
  expect(await sideways(page), 'everything open').toBeLessThanOrEqual(0);
});

/** Whether two pictures of an element are the same to the byte. */
const differs = async (element: Locator, change: () => Promise<void>) => {
  const before = await element.screenshot({ animations: 'disabled' });
  await change();
  return !before.equals(await element.screenshot({ animations: 'disabled' }));
};

test("in the system's own colours: what is chosen, genre bands and progress are still seen", async ({ matinee, page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await matinee.visit({ device: 'wasm' });
  await buildHistory(matinee);
  await matinee.ready('WASM');
  await recommendAndCheck(matinee);
  const set = (input: Locator, checked: boolean) => input.evaluate((one: HTMLInputElement, on) => void (one.checked = on), checked);

  const radio = page.locator('.choice label').filter({ has: page.locator('input:not(:checked)') });
  expect(await differs(radio.first(), () => set(radio.first().locator('input'), true)), 'a radio').toBe(true);
  await matinee.underTheHood(async (drawer) => {
    const free = drawer.getByRole('switch', { name: 'Free generation' });
    expect(await differs(free, () => set(free, true)), 'the switch').toBe(true);
  });
  const film = matinee.films.first().locator('.film');
  const otherGenres = () => film.evaluate((one: HTMLElement) => ['--a', '--b', '--c'].forEach((hue) => one.style.setProperty(hue, '200')));
  expect(await differs(film, otherGenres), 'genre bands').toBe(true);
  const bar = matinee.recommendation.locator('meter').first();
  expect(await differs(bar, () => bar.evaluate((one: HTMLMeterElement) => void (one.value = 0))), 'a share').toBe(true);
  const bulbs = page.locator('.bulbs');
  expect(await differs(bulbs, () => bulbs.evaluate((one) => one.style.setProperty('--lit', '30%'))), 'progress').toBe(true);
});

test('after a missing bundle the page says so everywhere, and nothing is said to be opening', async ({ matinee, page }) => {
  await matinee.visit({ bundle: 'fixture-nomanifest', device: 'wasm' });
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(matinee.search).toHaveAttribute('placeholder', 'The catalogue could not be opened.');
  await openAll(page);
  await expect(page.getByText(/opening|being opened/i)).toHaveCount(0);
});
