import { expect, fixtureFilms, test, type Matinee } from '../matinee';
import { buildHistory, recommendAndCheck } from '../recommending';

const focused = ({ page }: Matinee) => page.evaluate(() => document.activeElement?.textContent.trim() || document.activeElement?.tagName);
const said = ({ page }: Matinee) => page.locator('[data-said]');

test.beforeEach(async ({ matinee }) => {
  await matinee.visit({ device: 'wasm' });
});

test('the focus stays where the work is: at the search, at a film of one’s own, and never at the body', async ({ matinee, page }) => {
  await matinee.ready('WASM');

  await test.step("a film of one's own: the focus stays at its button, which alone says that it is being read; a missing title is said beside the field", async () => {
    await page.getByText('Add a movie of your own').click();
    const title = page.getByLabel('Title', { exact: true });
    await page.getByRole('button', { name: 'Add to the candidates' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText(/has no title/)).toBeInViewport();
    await expect(title).toBeFocused();

    await buildHistory(matinee);
    await title.fill('The Lighthouse Keeper');
    await page.evaluate(() => {
      const seen = ((globalThis as { seen?: string[] }).seen = [] as string[]);
      new MutationObserver(() => seen.push(document.querySelector('.own .row')!.textContent)).observe(document.querySelector('.own .row')!, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    });
    await page.getByRole('button', { name: 'Add to the candidates' }).focus();
    await page.keyboard.press('Enter');
    await expect(said(matinee)).toHaveText('“The Lighthouse Keeper” is among the candidates.', { timeout: 60_000 });
    expect(await focused(matinee)).toBe('Add to the candidates');
    expect(await page.evaluate(() => (globalThis as { seen?: string[] }).seen)).toContain('Add to the historyReading it …');
  });

  await test.step('from the search to Recommend it is two keys, however long the history', async () => {
    await recommendAndCheck(matinee);
    await matinee.search.focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(matinee.recommend).toBeFocused();
  });

  await test.step('the focus never falls to the body, whatever takes the pressed element away', async () => {
    await matinee.clear.click();
    await expect(matinee.films).toHaveCount(0);
    const onPage = async () => expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);

    await buildHistory(matinee);
    await matinee.recommend.focus();
    await page.keyboard.press('Enter');
    await expect(matinee.recommendation).toContainText(/first token/i, { timeout: 60_000 });
    expect(await focused(matinee)).toBe('Recommend');

    await matinee.films
      .first()
      .getByRole('button', { name: /^Earlier/ })
      .focus();
    await page.keyboard.press('Enter');
    await onPage();
    await matinee.films
      .nth(1)
      .getByRole('button', { name: /^Earlier/ })
      .focus();
    await page.keyboard.press('Enter');
    await onPage();
    await matinee.clear.focus();
    await page.keyboard.press('Enter');
    await expect(matinee.films).toHaveCount(0);
    expect(await focused(matinee)).toBe('Clear history');

    await page.getByRole('button', { name: /undo/i }).focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press('Enter');
    expect(await focused(matinee)).toBe('Undo');
  });
});

test('every change is announced, and every notice is seen', async ({ matinee, page }) => {
  await test.step('every change of the history and of the candidates is announced', async () => {
    const [one, two] = fixtureFilms().titles;
    await matinee.add(one!);
    await expect(said(matinee)).toHaveText(`“${one}” added. Watch history: 1 movie.`);
    await matinee.add(two!);
    await matinee.films
      .first()
      .getByRole('button', { name: /^Later/ })
      .click();
    await expect(said(matinee)).toHaveText(`“${one}” is now 2 of 2.`);
    await matinee.films
      .first()
      .getByRole('button', { name: /^Remove/ })
      .click();
    await expect(said(matinee)).toHaveText(`“${two}” removed. Watch history: 1 movie.`);
    await matinee.clear.click();
    await expect(said(matinee)).toHaveText('Watch history is empty.');
    await page.getByRole('button', { name: /undo/i }).click();
    await expect(said(matinee)).toHaveText(`“${one}” added. Watch history: 1 movie.`);
    await matinee.ready('WASM');
    await expect(page.getByText(/^The 100 movies, in/)).toBeVisible();
    await page.getByRole('button', { name: 'Shuffle' }).click();
    await expect(said(matinee)).toHaveText('100 candidate movies drawn anew.');
  });

  await test.step('one that is dismissed leaves the focus nearby', async () => {
    await matinee.clear.click();
    await expect(matinee.films).toHaveCount(0);
    await buildHistory(matinee);
    await matinee.add(fixtureFilms().titles[0]!).catch(() => undefined);
    await matinee.search.fill(fixtureFilms().titles[0]!);
    await matinee.options.first().click();
    const dismiss = page.getByRole('button', { name: 'Dismiss' });
    await dismiss.focus();
    await page.keyboard.press('Enter');
    await expect(dismiss).toHaveCount(0);
    await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
  });

  await test.step('one is on the screen wherever the page is scrolled to', async () => {
    await page.setViewportSize({ width: 390, height: 600 });
    await page.getByText('Add a movie of your own').click();
    await page.getByLabel('Title', { exact: true }).fill('x'.repeat(300));
    await page.getByRole('button', { name: 'Add to the history' }).click();
    await expect(page.getByText(/longer than/)).toBeInViewport();
  });
});
