import { buildHistory, recommendAndCheck } from '../recommending';
import { expect, fixtureFilms, test } from '../matinee';

test.describe('with the fixture bundle', () => {
  test.beforeEach(async ({ matinee }) => {
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await matinee.ready('WASM');
  });

  test('Recommend streams an answer and ranks the candidates', async ({ matinee }) => {
    await recommendAndCheck(matinee);
  });

  test('Favourite genre answers in the model\'s words', async ({ matinee }) => {
    await matinee.favouriteGenre.click();
    await expect(matinee.genre).toContainText(/first token/i, { timeout: 60_000 });
    expect((await matinee.genre.locator('.said').innerText()).trim()).not.toBe('');
  });

  test('free generation may name no candidate, and the page says so and ranks them all the same', async ({ matinee, page }) => {
    await page.getByRole('switch', { name: 'Free generation' }).check();
    await recommendAndCheck(matinee);
    // Untrained networks do not hit one of 20 titles by chance.
    await expect(matinee.recommendation).toContainText(/named none/i);
  });

  test('an answer for another history is marked', async ({ matinee }) => {
    await recommendAndCheck(matinee);
    await matinee.add(fixtureFilms().titles[30]!);
    await expect(matinee.recommendation).toContainText(/history has changed/i);
  });

  test('the candidates can be SASRec\'s, newcomers, or drawn at random', async ({ matinee, page }) => {
    for (const label of ['10 from SASRec, 10 newcomers', "The paper's test: 20 at random", "SASRec's top 20"]) {
      await page.getByRole('combobox', { name: 'Where the candidates come from' }).selectOption({ label });
      await recommendAndCheck(matinee);
    }
  });
});

test('the default bundle recommends on WASM', async ({ matinee }) => {
  test.setTimeout(300_000);
  await matinee.visit({ bundle: '', device: 'wasm' });
  for (const title of ['The Matrix', 'Toy Story', 'Pulp Fiction']) await matinee.add(title);
  await matinee.ready('WASM', 180_000);
  await recommendAndCheck(matinee, { timeout: 120_000 });
});

test('Stop ends a recommendation of the default bundle at once, and keeps the page usable', async ({ matinee, page }) => {
  test.setTimeout(300_000);
  await matinee.visit({ bundle: '', device: 'wasm' });
  await page.getByRole('list', { name: 'Examples' }).getByRole('button').first().click();
  await matinee.ready('WASM', 180_000);
  await matinee.recommend.click();
  await matinee.stop.click();
  await expect(matinee.recommendation).toContainText(/stopped/i);
  await recommendAndCheck(matinee, { timeout: 120_000 });
});

test('"matrx" finds The Matrix (1999) in the default bundle', async ({ matinee }) => {
  await matinee.visit({ bundle: '', device: 'wasm' });
  await matinee.search.fill('matrx');
  await expect(matinee.options.filter({ hasText: 'The Matrix' }).filter({ hasText: '1999' }).first()).toBeVisible();
});
