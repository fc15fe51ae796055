import { expect, fixtureFilms, test } from '../matinee';
import { recommendAndCheck } from '../recommending';

test('a history is built, changed and taken back; nothing that is typed breaks the search', async ({ matinee, page }) => {
  const { titles, years } = fixtureFilms();
  await matinee.visit({ device: 'wasm' });
  const undo = page.getByRole('button', { name: /undo/i });
  const empty = async () => {
    await matinee.clear.click();
    await expect(matinee.films).toHaveCount(0);
  };

  await test.step('a film is found by its title, with its year, and typing errors are forgiven', async () => {
    const row = titles.findIndex((title) => /^\w{6,}$/.test(title));
    const title = titles[row]!;
    const misspelt = `${title.slice(0, 2)}${title[3]!}${title[2]!}${title.slice(4)}`;
    await matinee.search.fill(misspelt);
    await expect(matinee.options.filter({ hasText: title }).first()).toContainText(String(years[row]));
  });

  await test.step('films are added, taken out and brought back', async () => {
    const [one, two] = titles;
    await matinee.add(one!);
    await matinee.add(two!);
    await expect(matinee.films).toHaveCount(2);

    await matinee.films
      .filter({ hasText: one! })
      .getByRole('button', { name: /remove/i })
      .click();
    await expect(matinee.films).toHaveCount(1);
    await undo.click();
    await expect(matinee.films).toHaveCount(2);
    await empty();
  });

  await test.step('the same film is not added twice', async () => {
    const title = titles[0]!;
    await matinee.add(title);
    await matinee.search.fill(title);
    await matinee.options.filter({ hasText: title }).first().click({ force: true });
    await expect(matinee.films).toHaveCount(1);
    await empty();
  });

  for (const title of titles.slice(0, 3)) await matinee.add(title);
  await test.step('films are reordered by keyboard', async () => {
    const before = await matinee.films.allInnerTexts();
    const handle = matinee.films.first().getByRole('button', { name: /^Reorder/ });
    await handle.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(400);
    await page.keyboard.press('Space');
    await expect.poll(() => matinee.films.allInnerTexts()).not.toEqual(before);
  });

  await test.step('the history is cleared, and that can be undone', async () => {
    await empty();
    await undo.click();
    await expect(matinee.films).toHaveCount(3);
    await empty();
  });

  await test.step('searching for what is no title finds nothing or something, and breaks nothing', async () => {
    for (const [i, query] of ['🎬', 'كازابلانكا', '</script>', 'x'.repeat(10_000), '\u0000\u202e', '%', '(((('].entries())
      await test.step(JSON.stringify(query).slice(0, 24), async () => {
        await matinee.search.fill(query);
        await matinee.add(titles[i]!);
        await expect(matinee.films).toHaveCount(i + 1);
      });
  });
});

test('an empty history has nothing to recommend from, one film is enough, and what a link has too much is said', async ({ matinee, page }) => {
  await matinee.visit({ device: 'wasm' });
  await matinee.ready('WASM');
  await expect(matinee.recommend).toBeDisabled();
  await expect(page.getByText(/at least one movie/i)).toBeVisible();
  await matinee.add(fixtureFilms().titles[0]!);
  await recommendAndCheck(matinee);

  // The fixture's catalogue has fewer films than that; the rest of the link is unknown, and said to be.
  const { ids } = fixtureFilms();
  const many = Array.from({ length: 500 }, (_, i) => ids[i] ?? 9_000_000 + i);
  await matinee.visit({ bundle: 'fixture', device: 'wasm', query: { many: '1' }, hash: `#h=${many.join('.')}` });
  await expect(matinee.films).toHaveCount(Math.min(ids.length, 500));
});
