import { readFileSync } from 'node:fs';
import type { Recording } from '../../src/content/recording';
import { recommendAndCheck } from '../recommending';
import { expect, test } from '../matinee';

test.setTimeout(600_000);

test.beforeEach(async ({ matinee }) => {
  await matinee.visit({ bundle: '', device: 'wasm' });
});

test('its catalogue: search, import, examples', async ({ matinee, page }) => {
  await test.step('"matrx" finds The Matrix (1999)', async () => {
    await matinee.search.fill('matrx');
    await expect(matinee.options.filter({ hasText: 'The Matrix' }).filter({ hasText: '1999' }).first()).toBeVisible();
    await matinee.search.fill('');
  });

  await test.step('of two films of one title and year an import asks which, by who made them', async () => {
    await expect(matinee.search).toBeEnabled({ timeout: 60_000 });
    await page
      .getByLabel('Import history', { exact: true })
      .setInputFiles({ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('War of the Worlds (2005)\nHeat (1995)\n') });
    const asked = page.getByRole('group', { name: 'War of the Worlds (2005)', exact: true }).getByRole('button', { name: /^War of the Worlds/ });
    await expect(asked).toHaveCount(2, { timeout: 60_000 });
    await expect(asked.filter({ hasText: 'Steven Spielberg' })).toHaveCount(1);
    expect(new Set(await asked.allInnerTexts()).size).toBe(2);
    await page.getByRole('button', { name: 'Undo the import' }).click();
    await expect(matinee.films).toHaveCount(0);
  });

  await test.step('every example fills the history; Undo takes it back', async () => {
    const examples = page.getByRole('list', { name: 'Examples' }).getByRole('button');
    await expect(examples.first()).toBeEnabled({ timeout: 60_000 });
    const count = await examples.count();
    for (let i = 0; i < count; i++) {
      await examples.nth(i).click();
      await expect.poll(() => matinee.films.count()).toBeGreaterThanOrEqual(5);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(matinee.films).toHaveCount(0);
    }
  });
});

test('its model on WASM: answers, genres, words, Stop, a long history', async ({ matinee, page }) => {
  await test.step('it recommends on WASM, and names favourite genres', async () => {
    for (const title of ['The Matrix', 'Toy Story', 'Pulp Fiction']) await matinee.add(title);
    await matinee.ready('WASM', 180_000);
    await recommendAndCheck(matinee, { timeout: 120_000 });
    await matinee.favouriteGenre.click();
    await expect(matinee.genre).toContainText(/first token/i, { timeout: 120_000 });
    expect((await matinee.genre.locator('.said').innerText()).trim()).not.toBe('');
    await matinee.clear.click();
    await expect(matinee.films).toHaveCount(0);
  });

  await test.step('beside the genres it says what the history has in common, in words that the facts confirm', async () => {
    for (const title of ['Goodfellas', 'Casino', 'The Departed']) await matinee.add(title);
    await matinee.ready('WASM', 180_000);
    await matinee.favouriteGenre.click();
    const said = matinee.genre.locator('.model-words');
    await expect(said.locator('p').first()).toContainText(/"(?:Goodfellas|Casino|The Departed)"/, { timeout: 120_000 });
    await said.getByText('What it read for this sentence').click();
    await expect(said).toContainText('by Martin Scorsese');
    await matinee.clear.click();
    await expect(matinee.films).toHaveCount(0);
  });

  await test.step('the three voices say of an example what was recorded of it', async () => {
    const { films, runs } = JSON.parse(readFileSync(new URL('../../src/content/recording.json', import.meta.url), 'utf8')) as Recording;
    const run = runs.find(({ name }) => name === 'Space and machines')!;
    await page.getByRole('list', { name: 'Examples' }).getByRole('button', { name: run.name }).click();
    const stage = page.getByRole('region', { name: 'Stage', exact: true });
    await expect(stage.getByText('Live, in this tab')).toBeVisible();
    for (const voice of ['crowd', 'reader', 'both'] as const)
      await expect(stage.locator(`.voice[data-voice='${voice}'] .place-title`)).toHaveText(
        run.lists[voice].map(({ film }) => films[film]!.title),
        { timeout: 180_000 },
      );
    await matinee.clear.click();
    await expect(matinee.films).toHaveCount(0);
  });

  await test.step('Stop ends a recommendation at once, and the page stays usable', async () => {
    // A fast machine answers before a press from outside: the page itself presses, in the first frame that has the button. If that was too late, another example.
    const examples = page.getByRole('list', { name: 'Examples' }).getByRole('button');
    let example = 0;
    await expect(async () => {
      if (await matinee.films.count()) await matinee.clear.click();
      await examples.nth(example++ % (await examples.count())).click();
      await matinee.ready('WASM', 180_000);
      await matinee.recommend.evaluate((recommend) => {
        const until = performance.now() + 5_000;
        const stop = () => {
          const button = [...document.querySelectorAll('button')].find(({ textContent, disabled }) => textContent.trim() === 'Stop' && !disabled);
          if (button) button.click();
          else if (performance.now() < until) requestAnimationFrame(stop);
        };
        (recommend as HTMLElement).click();
        requestAnimationFrame(stop);
      });
      await expect(matinee.recommendation).toContainText(/stopped/i, { timeout: 5_000 });
    }).toPass({ timeout: 240_000 });
    await recommendAndCheck(matinee, { timeout: 120_000 });
  });

  await test.step('a history of 500 films is read as far as the models read', async () => {
    const { ids, warm } = (await (await page.request.get('./models/movies/catalogue.json')).json()) as { ids: number[]; warm: number };
    await matinee.visit({ bundle: '', device: 'wasm', query: { many: '1' }, hash: `#h=${ids.slice(0, Math.min(500, warm)).join('.')}` });
    // The list draws what is in view.
    await expect(page.getByText('500 movies', { exact: true })).toBeVisible({ timeout: 60_000 });
    await matinee.ready('WASM', 180_000);
    await recommendAndCheck(matinee, { timeout: 120_000 });
  });
});
