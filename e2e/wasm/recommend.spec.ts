import { buildHistory, recommendAndCheck } from '../recommending';
import { expect, fixtureFilms, test } from '../matinee';

test.beforeEach(async ({ matinee }) => {
  await matinee.visit({ device: 'wasm' });
  await buildHistory(matinee);
  await matinee.ready('WASM');
});

test('Recommend streams an answer and ranks the candidates, Favourite genre answers, and the prompt on the page is the one that is read', async ({
  matinee,
  page,
}) => {
  await test.step("Favourite genre answers in the model's words", async () => {
    await matinee.favouriteGenre.click();
    await expect(matinee.genre).toContainText(/first token/i, { timeout: 60_000 });
    expect((await matinee.genre.locator('.said').innerText()).trim()).not.toBe('');
  });

  await test.step('the prompt: a soft token for the user twice and for each film', async () => {
    await page.getByText('The prompt that the model reads').click();
    const prompt = page.locator('.prompt p').first();
    await expect(prompt.locator('.soft')).toHaveCount(2 + 3 + 100);
    await expect(prompt.locator('b')).toHaveCount(3 + 100);
    const before = await prompt.innerText();
    await recommendAndCheck(matinee);
    expect(await prompt.innerText()).toBe(before);
    await matinee.add(fixtureFilms().titles[30]!);
    await expect(matinee.recommendation, 'an answer for another history is marked').toContainText(/before your last change/i);
    await expect(prompt.locator('.soft')).toHaveCount(2 + 4 + 100);
  });
});

test('other candidates, and free generation', async ({ matinee, page }) => {
  await test.step('the candidates come from the whole catalogue, or from three other places; a long list is shown by its first ten', async () => {
    const places = page.getByRole('group', { name: 'Where the candidates come from' });
    await expect(places.getByRole('radio')).toHaveCount(4);
    await expect(places.getByRole('radio', { name: 'Whole catalogue' })).toBeChecked();
    await page.getByText(/^The 100 movies, in the prompt/).click();
    const list = page.getByRole('list', { name: 'Candidates', exact: true }).getByRole('listitem');
    await expect(list).toHaveCount(10);
    await page.getByRole('button', { name: 'Show all 100 movies' }).last().focus(); // the answer, which may be there already, has one too
    await page.keyboard.press('Enter');
    await expect(list).toHaveCount(100);
    await page.keyboard.press('Enter'); // the focus has stayed
    await expect(list).toHaveCount(10);
    await recommendAndCheck(matinee);
    await expect(matinee.recommendation.getByText(/^First choice, then what it would choose without it/)).toBeVisible();
    for (const kind of ["SASRec's top 20", 'Newcomers', 'Random']) {
      await places.getByRole('radio', { name: kind }).check({ force: true });
      await recommendAndCheck(matinee, { candidates: 20 });
    }
    await page.getByText(/^The 20 movies, in the prompt/).click();
  });

  await test.step('free generation names a real film, among the candidates or not, and the page ranks them all the same', async () => {
    await page.getByRole('radio', { name: 'Whole catalogue' }).check({ force: true });
    await matinee.underTheHood((drawer) => drawer.getByRole('switch', { name: 'Free generation' }).check());
    await recommendAndCheck(matinee);
    const said = await matinee.recommendation.locator('.said').innerText();
    expect(fixtureFilms().titles.slice(3)).toContain(said);
    // Untrained networks name one of the other films sooner or later; the first history decides which.
    const candidates = page.getByRole('list', { name: 'Candidates', exact: true }).getByRole('listitem');
    await page.getByText('in the prompt’s order').or(page.getByText("in the prompt's order")).click();
    await page.getByRole('button', { name: 'Show all 100 movies' }).last().click();
    const isCandidate = (await candidates.allInnerTexts()).some((text) => text.includes(said));
    await expect(matinee.recommendation.getByText(/named another movie/)).toHaveCount(isCandidate ? 0 : 1);
  });
});
