import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, fixtureFilms, test } from '../matinee';
import { buildHistory, recommendAndCheck } from '../recommending';
import { expectSeen } from '../seen';

const openAll = (page: Page) => page.locator('details').evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test('the shipped bundle at every width, with everything open: no sideways scrolling, no table over another, every region that scrolls takes the focus', async ({
  matinee,
  page,
}) => {
  await matinee.visit({ bundle: '', device: 'wasm' });
  await expect(page.getByRole('heading', { name: 'Start from an example' })).toBeVisible();
  await page.getByRole('button', { name: /Space and machines/ }).click();
  // What is far below the first screen is drawn a moment after the catalogue has come.
  await expect(page.locator('#results')).toBeAttached();
  await openAll(page);
  await expect(page.locator('#results table').first()).toBeAttached();
  await openAll(page); // what was behind a door has doors itself
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

test('a change anywhere in the page is laid out at once, with every card and list there, on a phone and on a screen', async ({ matinee, page }) => {
  await matinee.visit({ device: 'wasm' });
  await matinee.ready('WASM');
  for (const title of fixtureFilms().titles.slice(0, 3)) await matinee.add(title);
  await expect(page.locator('.strip .card').first()).toBeVisible();
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    // Milliseconds of a change of each heading and paragraph, the quickest of a few: another process takes its share of one, not of all.
    const slow = await page.evaluate(() => {
      const took = (one: HTMLElement) => {
        const before = one.style.paddingBottom;
        const times = [1, 2, 3, 4, 5].map((pixels) => {
          one.style.paddingBottom = `${pixels}px`;
          const begun = performance.now();
          document.body.getBoundingClientRect();
          return performance.now() - begun;
        });
        one.style.paddingBottom = before;
        return Math.min(...times);
      };
      return [...document.querySelectorAll<HTMLElement>('main :is(h2, h3, p)')].map(
        (one) => [took(one), `${one.parentElement!.className} > ${one.className || one.tagName}: ${one.textContent.slice(0, 30)}`] as const,
      );
    });
    expect(
      slow.filter(([time]) => time > 20),
      `at ${width}`,
    ).toEqual([]);
  }
});

/** Things of the stage that lie beside or below one another, whatever the fonts of the machine. */
const STAGE = ['.stage-kicker', '.stage-line', '.stage-controls', '.strip', '.voices', '.turn', '.screen'];
const SIZES = [
  [390, 844],
  [1440, 900],
  [3840, 2160],
] as const;
const LANGUAGES = [
  ['en', 'English'],
  ['ko', '한국어'],
  ['zh-Hans', '中文'],
] as const;

test('the main states at three sizes in three languages: as their pictures, and nothing overlaps, is wider than the screen, or is cut off unseen', async ({
  matinee,
  page,
}) => {
  test.setTimeout(400_000); // 27 layouts of one page, on a machine that does other things, too
  const facts = () =>
    page.evaluate((stage) => {
      const boxes = stage.flatMap((name) => {
        const box = document.querySelector(name)?.getBoundingClientRect();
        return box && box.width > 0 && box.height > 0 ? [{ name, box }] : [];
      });
      const lines = [...document.querySelectorAll('.stage-line, .voice h3, .voice header p, .beat, .turn h2, .part h3, .mattered h2')];
      return {
        sideways: Math.max(0, document.documentElement.scrollWidth - innerWidth),
        missing: stage.filter((name) => !boxes.some((one) => one.name === name)),
        outside: boxes.filter(({ box }) => box.left < -1 || box.right > innerWidth + 1).map(({ name }) => name),
        overlap: boxes.flatMap((a, i) =>
          boxes
            .slice(i + 1)
            .filter((b) => a.box.left < b.box.right - 1 && b.box.left < a.box.right - 1 && a.box.top < b.box.bottom - 1 && b.box.top < a.box.bottom - 1)
            .map((b) => `${a.name} and ${b.name}`),
        ),
        cut: lines.filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline').map((one) => one.textContent),
      };
    }, STAGE);
  const right = { sideways: 0, missing: [], outside: [], overlap: [], cut: [] };
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const rows = (voice: string) => page.locator(`.voice[data-voice='${voice}'] .place`);
  /** In each language and size; `holds` is what the state has to have before it is looked at. */
  const everywhere = (state: string, holds: () => Promise<void>) =>
    test.step(state, async () => {
      for (const [tag, name] of LANGUAGES) {
        await page.getByText(name, { exact: true }).click();
        await expect(page.locator('html')).toHaveAttribute('lang', tag);
        await holds();
        if (tag === 'en') await matinee.ready('WASM');
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          await expect.poll(facts, { message: `${state}, ${name}, at ${width} x ${height}` }).toEqual(right);
          if (tag === 'en') await expectSeen(page, `${state} at ${width}`);
        }
      }
    });

  await page.goto('./?device=wasm&lang=zh');
  await everywhere('the recorded run', () => expect(rows('both')).toHaveCount(6));
  await page.locator('.beat').nth(2).click();
  await everywhere('newcomers', () => expect(rows('both')).toHaveCount(6));

  await page.goto('./?bundle=models/fixture/&device=wasm&lang=zh#h=1.2.3.4.5');
  await everywhere('an answer', async () => {
    for (const voice of ['crowd', 'reader', 'both']) await expect(rows(voice)).toHaveCount(6, { timeout: 90_000 });
    await expect(page.locator('.part')).toHaveCount(5);
  });
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
