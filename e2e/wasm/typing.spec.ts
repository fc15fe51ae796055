import type { Page, Locator } from '@playwright/test';
import { expect, fixtureFilms, test, type Matinee } from '../matinee';

/** Every text field of the page, found rather than listed: a new one is tried too. */
const fields = async ({ page }: Matinee): Promise<Locator[]> => {
  await page.locator('details').evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
  const found = await page.locator('input:not([type]), input[type=text], input[type=search], textarea').all();
  expect(found.length).toBeGreaterThanOrEqual(4);
  return found;
};

/** What an input method does: the text as it is composed, step by step, then the text that is meant. */
async function compose(page: Page, steps: readonly string[], text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const step of steps) await session.send('Input.imeSetComposition', { text: step, selectionStart: step.length, selectionEnd: step.length });
  await session.send('Input.insertText', { text });
  await session.detach();
}

const type = async (page: Page, text: string) => {
  const session = await page.context().newCDPSession(page);
  // Not awaited one by one: the keys come in the speed of the browser's own queue, faster than 5 ms.
  await Promise.all(
    [...text].flatMap((key) => [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', key }),
    ]),
  );
  await session.detach();
};

test('what is typed, composed or inserted arrives as it was meant, in every text field, and Enter takes it', async ({ matinee, page }) => {
  test.setTimeout(300_000);
  await matinee.visit({ device: 'wasm' });
  await expect(matinee.search).toHaveAttribute('placeholder', /Matrix|title/);
  await test.step('what an input method composes arrives as it was meant', async () => {
    for (const field of await fields(matinee)) {
      await field.fill('');
      await field.focus();
      await compose(page, ['ㄱ', '기'], '기');
      await compose(page, ['ㅅ', '새', '생'], '생');
      await compose(page, ['ㅊ', '추', '충'], '충');
      await expect(field).toHaveValue('기생충');
      await field.fill('');
      await compose(page, ['j', 'ji', 'ji s', 'ji sheng', 'ji sheng chong'], '寄生虫');
      await expect(field).toHaveValue('寄生虫');
    }
  });

  await test.step('a composition that is given up leaves what was there', async () => {
    for (const field of await fields(matinee)) {
      await field.fill('ab');
      const session = await page.context().newCDPSession(page);
      await session.send('Input.imeSetComposition', { text: '기', selectionStart: 1, selectionEnd: 1 });
      await session.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
      await expect(field).toHaveValue('ab');
      await session.detach();
    }
  });

  await test.step('fast typing loses no letter', async () => {
    const text = 'the quick brown fox jumps over the lazy dog';
    for (const field of await fields(matinee)) {
      await field.fill('');
      await field.focus();
      await type(page, text);
      await expect(field).toHaveValue(text);
      await field.fill('');
      await page.keyboard.type(text, { delay: 5 });
      await expect(field).toHaveValue(text);
    }
  });

  await test.step('what is inserted at the start stays there, and the caret with it', async () => {
    for (const field of await fields(matinee)) {
      await field.fill('Matrix');
      await field.focus();
      await page.keyboard.press('Home');
      await page.keyboard.type('The ', { delay: 5 });
      await expect(field).toHaveValue('The Matrix');
      expect(await field.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(4);
    }
  });

  await test.step('Enter at once after the last letter takes what this text finds', async () => {
    const { titles } = fixtureFilms();
    await matinee.search.fill('');
    const [first, second] = titles.filter((title) => /^[A-Za-z ]{6,}$/.test(title));
    await matinee.search.fill(first!);
    await expect(matinee.options.first()).toContainText(first!);
    // The list is still that of the text before.
    await matinee.search.evaluate((input: HTMLInputElement) => input.select());
    await type(page, second!);
    await page.keyboard.press('Enter');
    await expect(matinee.films).toHaveCount(1);
    await expect(matinee.films.first()).toContainText(second!);
    await expect(matinee.search).toHaveValue('');

    await type(page, 'qqqqzzzzxxxx');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/called anything like “qqqqzzzzxxxx”/)).toBeVisible();
    await expect(matinee.films).toHaveCount(1);
  });
});
