import AxeBuilder from '@axe-core/playwright';
import { expect, fixtureFilms, test } from '../matinee';

test.setTimeout(300_000);

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

test('axe finds nothing serious, on a phone and on a desktop, light and dark', async ({ page, matinee }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => localStorage.setItem('matinee.theme', 'light'));
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme ?? 'dark');
  const check = (state: string) =>
    test.step(state, async () => {
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        for (const other of ['dark', 'light']) {
          const where = `${state}, ${size}, ${await theme()}`;
          const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
          const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          expect(
            serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
            where,
          ).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${where}: nothing is wider than the screen`).toBe(true);
          // As the switch under the hood does it.
          await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), other);
        }
      }
    });

  await matinee.visit({ device: 'wasm' });
  expect(await theme()).toBe('light');
  await check('empty');
  await matinee.search.fill(fixtureFilms().titles[1]!.slice(0, 4));
  await expect(matinee.options.first()).toBeVisible();
  await check('searching');
  await matinee.page.keyboard.press('Escape');
  for (const title of fixtureFilms().titles.slice(0, 3)) await matinee.add(title);
  await matinee.ready('WASM');
  await matinee.recommend.click();
  await expect(matinee.recommendation).toContainText('%', { timeout: 60_000 });
  await check('recommended');
});
