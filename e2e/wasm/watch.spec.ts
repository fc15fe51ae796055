import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { style } from '../../src/import/fixtures/styles';
import { expect, fixtureFilms, test } from '../matinee';

const { ids, titles, years } = fixtureFilms();
const link = (from: number, count: number) => `#h=${ids.slice(from, from + count).join('.')}`;
const region = (page: Page) => page.getByRole('region', { name: 'What to watch' });
const list = (page: Page) => region(page).getByRole('list', { name: 'What to watch, best first' });
const entries = (page: Page) => list(page).getByRole('listitem');
/** As it stands in the page: a row that is not painted yet has no inner text. */
const titleOf = async (page: Page, place: number) =>
  (
    await entries(page)
      .nth(place - 1)
      .getByRole('heading')
      .textContent()
  )?.trim() ?? '';
/** The list is that of the present history: not being made, and not about to be. */
const settled = async (page: Page) => {
  await page.waitForTimeout(400);
  await expect(list(page)).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  await expect(list(page)).toHaveCSS('filter', 'none'); // its colours are back
};

for (const [size, viewport] of Object.entries({ desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }))
  test(`a list is made of a history, and follows what is said of it: ${size}`, async ({ page, matinee }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await matinee.visit({ device: 'wasm', hash: link(0, 3) });
    await matinee.ready('WASM');
    await region(page).getByRole('button', { name: 'What to watch' }).click();
    await expect(entries(page)).toHaveCount(50, { timeout: 60_000 });
    await expect(region(page)).toContainText(/50 movies of 1\d\d.*A-LLMRec \(opt-mini\).*on WASM/);
    for (const title of titles.slice(0, 3)) await expect(list(page).getByRole('heading', { name: title, exact: true })).toHaveCount(0);

    const [first, second, third] = [await titleOf(page, 1), await titleOf(page, 2), await titleOf(page, 3)];
    await list(page)
      .getByRole('button', { name: `Seen it: ${first}`, exact: true })
      .click();
    await expect(matinee.films).toHaveCount(4);
    await expect(matinee.films.last()).toContainText(first);
    await settled(page);
    await list(page)
      .getByRole('button', { name: `Not for me: ${second}`, exact: true })
      .click();
    await list(page)
      .getByRole('button', { name: `More like this: ${third}`, exact: true })
      .click();
    await expect(matinee.films).toHaveCount(4);
    await settled(page);
    for (const title of [first, second, third]) await expect(list(page).getByRole('heading', { name: title, exact: true })).toHaveCount(0);

    const { violations } = await new AxeBuilder({ page }).include('.watch').withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the screen').toBe(true);

    // Kept, and taken back one by one.
    await page.reload();
    await matinee.ready('WASM');
    await region(page).getByRole('button', { name: 'What to watch' }).click();
    await expect(region(page).getByRole('button', { name: `Take back: ${second}` })).toBeVisible();
    await region(page)
      .getByRole('button', { name: `Take back: ${third}` })
      .click();
    await settled(page);
    await expect(region(page).getByRole('button', { name: `Take back: ${third}` })).toHaveCount(0);
  });

test('by keyboard: opened, filtered, refused, undone; the focus stays in the list', async ({ page, matinee }) => {
  await matinee.visit({ device: 'wasm', hash: link(0, 3) });
  await matinee.ready('WASM');
  await region(page).getByRole('button', { name: 'What to watch' }).focus();
  await page.keyboard.press('Enter');
  await expect(entries(page)).toHaveCount(50, { timeout: 60_000 });
  const summary = region(page).locator('summary', { hasText: 'Fame' });
  await summary.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
  await expect(summary).toContainText('New here');
  // The 24 cold films of the fixture, and nothing else.
  await expect(entries(page)).toHaveCount(24, { timeout: 60_000 });
  await settled(page);

  const second = await titleOf(page, 2);
  await list(page)
    .getByRole('button', { name: /^Not for me/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await expect(list(page).getByRole('button', { name: `Not for me: ${second}`, exact: true })).toBeFocused();
  await expect(entries(page)).toHaveCount(23);
  await settled(page);
  await region(page).getByRole('button', { name: 'Undo the last choice' }).focus();
  await page.keyboard.press('Enter');
  await expect(entries(page)).toHaveCount(24);
});

test('for two, exported and printed: nothing of the other is in one’s own file', async ({ page, matinee }) => {
  await matinee.visit({ device: 'wasm', hash: link(0, 3) });
  await matinee.ready('WASM');
  await region(page).getByRole('button', { name: 'What to watch' }).click();
  await expect(entries(page)).toHaveCount(50, { timeout: 60_000 });
  const address = page.url();
  const theirs = style('Letterboxd ratings').write(
    [30, 31, 32].map((row, i) => ({ title: titles[row]!, year: years[row]!, day: `2024-01-0${i + 1}`, rating: 4 })),
  );
  await region(page).getByText('For two', { exact: true }).click();
  await region(page)
    .getByLabel('Choose the other’s file')
    .setInputFiles({ name: 'theirs.csv', mimeType: 'text/csv', buffer: Buffer.from(theirs) });
  await region(page).getByLabel('Name of the other').fill('Kim');
  await page.keyboard.press('Tab');
  await expect(entries(page).first()).toContainText(/\d+\w\w for you, \d+\w\w for Kim/, { timeout: 60_000 });
  await settled(page);
  await expect(matinee.films).toHaveCount(3);
  expect(page.url()).toBe(address);

  const download = async (name: string) => {
    const [file] = await Promise.all([page.waitForEvent('download'), region(page).getByRole('button', { name }).click()]);
    return readFileSync(await file.path(), 'utf8');
  };
  const { history, list: exported } = JSON.parse(await download('History and list (JSON)')) as Record<'history' | 'list', { id: number }[]>;
  expect(history.map(({ id }) => id)).toEqual(ids.slice(0, 3));
  expect(exported).toHaveLength(50);
  const first = await titleOf(page, 1);
  expect(await download('List for Letterboxd (CSV)')).toMatch(/^Title,Year/);

  await page.evaluate(() => Object.assign(window, { print: () => undefined }));
  await region(page).getByRole('button', { name: 'Print the list' }).click();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: 'Matinee: what to watch' })).toBeVisible();
  await expect(page.getByRole('heading', { name: first, exact: true })).toBeVisible();
  await expect(matinee.recommendation).toBeHidden();
  await expect(region(page).getByRole('button')).toHaveCount(0);
});
