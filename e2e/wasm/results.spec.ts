import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../matinee';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a result is a plot and a sentence; its numbers are below, and are copied as CSV; right on a phone and on a screen', async ({ page }) => {
  await page.goto('./?bundle=models/video-games/&device=wasm');
  await page.getByText('The results, measured').click();
  const plot = page.getByRole('img', { name: /^Overall: Hit@1 as bars/ });
  await expect(plot).toBeVisible({ timeout: 30_000 });
  await expect(plot).toContainText(/A-LLMRec 0\.\d{3} · paper 0\.\d{3}/);
  await expect(page.getByText(/ is first with 0\.\d{3}\. Above SASRec by more than chance: A-LLMRec/).first()).toBeVisible();

  const warm = page.getByRole('img', { name: /^Cold and warm items, warm/ });
  await expect(warm).toBeVisible();
  await page.getByRole('combobox', { name: 'Cold and warm items: which rows' }).selectOption({ index: 1 });
  await expect(warm).toHaveCount(0);

  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(async () => {
      const box = (await plot.boundingBox())!;
      const around = (await plot.locator('..').boundingBox())!;
      expect(Math.abs(box.width - around.width)).toBeLessThanOrEqual(1);
    }).toPass();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const outside = await plot.locator('text').evaluateAll((all) => {
      const within = all[0]!.closest('svg')!.getBoundingClientRect();
      return all.filter((one) => one.getBoundingClientRect().right > within.right + 1).map((one) => one.textContent);
    });
    expect(outside).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).include('.tables').withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  }

  await page.getByText('The numbers', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Copy as CSV: Overall' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^group,system,users,Hit@1,low,high,.*\n.*A-LLMRec,\d+,0\.\d+,/);
});

test('from one catalogue to another: under the hood are the others of this page, in the same language; a booth shows none', async ({ page }) => {
  await page.goto('./?bundle=models/video-games/&device=wasm&lang=de&auto=0#h=1');
  await page.getByRole('button', { name: 'Under the hood' }).click();
  await page.getByRole('link', { name: /^MovieLens · \d+,\d{3} titles$/ }).click();
  await expect(page).toHaveURL(/\?bundle=models\/movies\/&device=wasm&lang=de&auto=0$/);
  await expect(page.getByRole('heading', { name: /films|movies/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Under the hood' }).click();
  await expect(page.getByText(/^SASRec: attention.* Of 100 people it puts first what they watched next for 6\d, A-LLMRec on it for 6\d;/)).toBeVisible();
  await page.goto('./?kiosk=1&bundle=models/fixture/&device=wasm');
  await page.getByRole('heading', { level: 1 }).click();
  await page.getByRole('button', { name: 'Under the hood' }).click();
  await expect(page.getByRole('switch').first()).toBeVisible();
  await expect(page.getByRole('link')).toHaveCount(0);
});
