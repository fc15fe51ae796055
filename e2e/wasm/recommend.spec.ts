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

  test("Favourite genre answers in the model's words", async ({ matinee }) => {
    await matinee.favouriteGenre.click();
    await expect(matinee.genre).toContainText(/first token/i, { timeout: 60_000 });
    expect((await matinee.genre.locator('.said').innerText()).trim()).not.toBe('');
  });

  test('free generation may name no candidate, and the page says so and ranks them all the same', async ({ matinee }) => {
    await matinee.underTheHood((drawer) => drawer.getByRole('switch', { name: 'Free generation' }).check());
    await recommendAndCheck(matinee);
    // Untrained networks do not hit one of 20 titles by chance.
    await expect(matinee.recommendation).toContainText(/named none/i);
  });

  test('an answer for another history is marked', async ({ matinee }) => {
    await recommendAndCheck(matinee);
    await matinee.add(fixtureFilms().titles[30]!);
    await expect(matinee.recommendation).toContainText(/history has changed/i);
  });

  test('the prompt on the page is the one that is read: a soft token for the user twice and for each film', async ({ matinee, page }) => {
    await page.getByText('The prompt that the model reads').click();
    const prompt = page.locator('.prompt p').first();
    await expect(prompt.locator('.soft')).toHaveCount(2 + 3 + 20);
    await expect(prompt.locator('b')).toHaveCount(3 + 20);
    const before = await prompt.innerText();
    await recommendAndCheck(matinee);
    expect(await prompt.innerText()).toBe(before);
    await matinee.add(fixtureFilms().titles[30]!);
    await expect(prompt.locator('.soft')).toHaveCount(2 + 4 + 20);
  });

  test('the candidates can come from three places', async ({ matinee, page }) => {
    const kinds = page.getByRole('group', { name: 'Where the candidates come from' }).getByRole('radio');
    await expect(kinds).toHaveCount(3);
    for (const kind of await kinds.all()) {
      await kind.check({ force: true });
      await recommendAndCheck(matinee);
    }
  });
});
