/** Quick hands: double presses, presses while the model is at work, everything changed in the middle. */
import type { Page } from '@playwright/test';
import { expect, test, type Matinee } from '../matinee';
import { buildHistory, recommendAndCheck } from '../recommending';
import { answers } from './answers';

/** Presses what can be pressed, many times in one task, as no finger would: by a seed. */
async function press(page: Page, names: string[], times: number, seed: number): Promise<void> {
  await page.evaluate(
    ({ wanted, count, start }) => {
      let state = start;
      for (let i = 0; i < count; i++) {
        state = (state * 1103515245 + 12345) % 2147483648;
        const buttons = [...document.querySelectorAll('button')].filter(
          (button) => !button.disabled && wanted.some((name) => (button.getAttribute('aria-label') ?? button.textContent).startsWith(name)),
        );
        buttons[state % Math.max(1, buttons.length)]?.click();
      }
    },
    { wanted: names, count: times, start: seed },
  );
}

test.describe('clicks', () => {
  test.beforeEach(async ({ matinee }) => {
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    await matinee.ready('WASM');
  });
  const bursts: Record<string, string[]> = {
    'Recommend alone': ['Recommend'],
    'Recommend and Stop': ['Recommend', 'Stop'],
    'Recommend and Favourite genre': ['Recommend', 'Favourite genre', 'Stop'],
    'Clear and Undo': ['Clear history', 'Undo'],
    'Remove and Undo': ['Remove', 'Undo'],
    'Shuffle and Recommend': ['Shuffle', 'Recommend'],
    'everything at once': ['Recommend', 'Stop', 'Favourite genre', 'Clear history', 'Undo', 'Remove', 'Shuffle', 'Under the hood', 'Close'],
  };
  for (const [name, names] of Object.entries(bursts))
    test(name, async ({ matinee, page }) => {
      for (let seed = 1; seed <= 5; seed++) {
        await press(page, names, 40, seed);
        await page.waitForTimeout(50);
      }
      await page.keyboard.press('Escape');
      await expect(page.getByText(/this page failed/i)).toHaveCount(0);
      await page.evaluate(() => [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Stop')?.click());
      if (await matinee.clear.isEnabled()) await matinee.clear.click();
      await expect(matinee.films).toHaveCount(0);
      await buildHistory(matinee);
      await recommendAndCheck(matinee);
    });

  /** What a hand changes while the model is at work; the answer that comes is the last question's. */
  const inTheMiddle: Record<string, (page: Page, matinee: Matinee) => Promise<void>> = {
    'the language': async (page) => {
      for (const language of ['한국어', '中文', 'English']) await page.getByRole('radio', { name: language }).dispatchEvent('click');
    },
    'the device': async (page, matinee) => {
      for (const device of ['Auto', 'WASM'])
        await matinee.underTheHood(async (drawer) => {
          const choice = drawer.getByRole('radio', { name: new RegExp(`^${device}`) }).first();
          await choice.dispatchEvent('click');
        });
    },
    'where the candidates come from': async (page) => {
      const kinds = page.getByRole('group', { name: 'Where the candidates come from' }).getByRole('radio');
      for (const kind of [...(await kinds.all()), kinds.first()]) await kind.dispatchEvent('click');
    },
    'the bundle, and back': async (page) => {
      const here = page.url();
      await page.goto('./?bundle=models/movies/&device=wasm');
      await page.goto(here);
    },
    'the page, by a reload': async (page) => {
      await page.reload();
    },
    'the page, by going back and forth': async (page) => {
      await page.goto('about:blank');
      await page.goBack();
      await page.goForward();
      await page.goBack();
    },
  };
  for (const [name, change] of Object.entries(inTheMiddle))
    test(`in the middle of an answer: ${name}`, async ({ matinee, page }) => {
      await matinee.recommend.click();
      await change(page, matinee);
      await expect(page.getByText(/this page failed/i)).toHaveCount(0);
      await matinee.ready('WASM');
      await expect(matinee.films).toHaveCount(3);
      await answers(matinee);
    });

  test('double presses of every button: one thing each, and the history as it was said', async ({ matinee, page }) => {
    await page
      .getByRole('button', { name: /^Remove / })
      .first()
      .dblclick();
    // The second press of a double one meets the next film's button, or none.
    await expect.poll(() => matinee.films.count()).toBeLessThan(3);
    const undo = page.getByRole('button', { name: 'Undo' });
    await expect
      .poll(async () => {
        if (await undo.isVisible()) await undo.click();
        return matinee.films.count();
      })
      .toBe(3);
    await matinee.recommend.dblclick();
    await matinee.clear.dblclick();
    await expect(matinee.films).toHaveCount(0);
    await undo.click();
    await expect(matinee.films).toHaveCount(3);
    await answers(matinee);
  });

  test('a part of the page that throws: a sentence, a way back, and the history', async ({ matinee, page, watchdog }) => {
    watchdog.allowErrors.push(/the browser's own fault/);
    await page
      .getByRole('button', { name: /^Remove / })
      .first()
      .click();
    await expect(matinee.films).toHaveCount(2);
    await page.evaluate(() => {
      const own = document as unknown as Record<'createElement', (...all: unknown[]) => unknown>;
      const create = own.createElement.bind(document);
      own.createElement = (...all) => {
        if (all[0] === 'li') throw new Error("the browser's own fault");
        return create(...all);
      };
      setTimeout(() => (own.createElement = create), 1_000);
      [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Undo')!.click();
    });
    await expect(page.getByText(/was shown anew|this page failed/i).first()).toBeVisible();
    const again = page.getByRole('button', { name: 'Try again' });
    await page.waitForTimeout(1_200); // the fault is over
    if (await again.isVisible()) await again.click();
    await expect(matinee.films).toHaveCount(3);
    await recommendAndCheck(matinee);
  });
});
