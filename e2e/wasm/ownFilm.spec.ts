import { buildHistory, recommendAndCheck } from '../recommending';
import { expect, test, type Matinee } from '../matinee';

const describeFilm = async ({ page }: Matinee, film: { title: string; year?: string; description: string }, to: 'history' | 'candidates') => {
  const title = page.getByLabel('Title', { exact: true });
  if (!(await title.isVisible())) await page.getByText('Add a movie of your own').click();
  await title.fill(film.title);
  await page.getByLabel(/^Year/).fill(film.year ?? '');
  await page.getByLabel('Description').fill(film.description);
  await page.getByRole('button', { name: `Add to the ${to}` }).click();
};

test.beforeEach(async ({ matinee }) => {
  await matinee.visit({ device: 'wasm' });
  await buildHistory(matinee);
  await matinee.ready('WASM');
});

test("films of one's own are refused with a reason, or read by SBERT in the tab and treated like any other", async ({ matinee, page }) => {
  test.setTimeout(300_000); // seven answers
  await test.step('an empty title and one of 10,000 characters are refused with a reason; what was typed stays', async () => {
    await describeFilm(matinee, { title: '   ', description: 'Nothing.' }, 'history');
    await expect(page.getByText(/has no title/i).first()).toBeVisible();
    await page.getByLabel('Title', { exact: true }).fill('x'.repeat(10_000));
    await page.getByRole('button', { name: 'Add to the history' }).click();
    await expect(page.getByText(/longer than/i).first()).toBeVisible();
    await expect(page.getByLabel('Description')).toHaveValue('Nothing.');
    await expect(matinee.films).toHaveCount(3);
  });

  await test.step('one stands among the candidates and gets its share', async () => {
    await describeFilm(matinee, { title: 'The Lighthouse Keeper', year: '2024', description: 'A quiet drama about a man and the sea.' }, 'candidates');
    await matinee.ready('WASM');
    const shares = await recommendAndCheck(matinee);
    expect([...shares.keys()].filter((film) => film.startsWith('The Lighthouse Keeper'))).toHaveLength(1);
  });

  await test.step('a description of 10,000 characters is read as far as SBERT reads', async () => {
    await describeFilm(matinee, { title: 'Long', description: 'A very long story. '.repeat(550) }, 'history');
    await expect(matinee.films).toHaveCount(4);
  });

  await test.step('every title is a title like any other', async () => {
    for (const [i, title] of [
      '🎬🍿 👨‍👩‍👧‍👦',
      'مدينة الأحلام',
      '</script><img src=x onerror=alert(1)>',
      'e\u0301'.repeat(20),
      '\u202eevil\u0000',
      '</s>"quote"',
    ].entries())
      await test.step(JSON.stringify(title), async () => {
        await describeFilm(matinee, { title, description: title }, 'history');
        await expect(matinee.films).toHaveCount(5 + i);
        expect(await matinee.page.locator('img').count()).toBe(0);
        await recommendAndCheck(matinee);
      });
  });
});

test('one in the history is kept, read again where another SBERT wrote it, and is one film, however often it is added', async ({ matinee, page }) => {
  const film = { title: 'The Lighthouse Keeper', description: 'A quiet drama.' };
  await test.step('it can stand in the history, and is there at the next visit', async () => {
    await describeFilm(matinee, film, 'history');
    await expect(matinee.films).toHaveCount(4);
    await recommendAndCheck(matinee);
    await matinee.visit({ device: 'wasm' });
    await expect(matinee.films.filter({ hasText: 'The Lighthouse Keeper' })).toHaveCount(1);
    await expect(matinee.films).toHaveCount(4);
  });

  await test.step('kept from a visit with another SBERT, it is read again before it is used', async () => {
    const kept = () => page.evaluate(() => Object.values(localStorage).find((value: string) => value.includes('Lighthouse'))!);
    const before = await kept();
    await page.evaluate(() => {
      for (const [key, value] of Object.entries(localStorage))
        localStorage.setItem(key, (value as string).replace(/"sbert":"\w+","embedding":\[[^\]]*\]/, '"sbert":"another","embedding":[1,2,3]'));
    });
    expect(await kept()).not.toBe(before);
    await matinee.visit({ device: 'wasm' });
    await matinee.ready('WASM');
    await recommendAndCheck(matinee);
    expect(await kept()).toBe(before);
    await describeFilm(matinee, film, 'history');
    await expect(page.getByText(/Lighthouse Keeper.*in the history already/)).toBeVisible();
    await expect(matinee.films).toHaveCount(4);
  });
});
