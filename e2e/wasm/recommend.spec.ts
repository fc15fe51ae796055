import { buildHistory, recommendAndCheck } from '../recommending';
import { expect, test } from '../matinee';

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
    const empty = await matinee.genre.innerText();
    await matinee.favouriteGenre.click();
    await expect.poll(() => matinee.genre.innerText(), { timeout: 60_000 }).not.toBe(empty);
    await expect(matinee.stop).toBeHidden({ timeout: 60_000 });
  });
});

test('the default bundle recommends on WASM', async ({ matinee }) => {
  test.setTimeout(300_000);
  await matinee.visit({ bundle: '', device: 'wasm' });
  for (const title of ['The Matrix', 'Toy Story', 'Pulp Fiction']) await matinee.add(title);
  await matinee.ready('WASM', 180_000);
  await recommendAndCheck(matinee, { timeout: 120_000 });
});

test('"matrx" finds The Matrix (1999) in the default bundle', async ({ matinee }) => {
  await matinee.visit({ bundle: '', device: 'wasm' });
  await matinee.search.fill('matrx');
  await expect(matinee.options.filter({ hasText: 'The Matrix' }).filter({ hasText: '1999' }).first()).toBeVisible();
});
