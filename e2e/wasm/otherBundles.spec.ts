import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { recommendAndCheck } from '../recommending';
import { expect, test } from '../matinee';

const models = fileURLToPath(new URL('../../public/models/', import.meta.url));
const bundles = readdirSync(models).filter((name) => name !== 'movies' && existsSync(`${models}${name}/manifest.json`));

for (const bundle of bundles)
  test(`${bundle}: three cards, and the model answers on WASM, in the bundle's words`, async ({ matinee, page }) => {
    test.setTimeout(300_000);
    await page.goto(`./?${new URLSearchParams({ bundle: `models/${bundle}/`, device: 'wasm', auto: '0' })}`);
    const cards = page.locator('.cards').getByRole('button');
    await expect(cards.first()).toBeEnabled({ timeout: 60_000 });
    for (let i = 0; i < 3; i++) await cards.nth(i).click();
    await matinee.ready('WASM', 180_000);
    await recommendAndCheck(matinee, { timeout: 120_000 });
    await expect(page.getByRole('region', { name: 'Stage', exact: true })).not.toContainText(/\bfilms?\b|\bmovies?\b/i);
  });
