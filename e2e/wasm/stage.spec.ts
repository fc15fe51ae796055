import { expect, test, type Matinee } from '../matinee';

const voices = ['Collaborative filtering alone', 'Language model alone', 'Both together'];
const voice = ({ page }: Matinee, name: string) => page.getByRole('region', { name, exact: true });
const cards = ({ page }: Matinee) => page.getByRole('list', { name: 'Movies to tap' }).getByRole('button');
const allHaveSpoken = async (matinee: Matinee) => {
  for (const name of voices) await expect(voice(matinee, name).getByRole('listitem')).toHaveCount(6, { timeout: 90_000 });
};
const sideways = ({ page }: Matinee) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

for (const [size, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } })) {
  test.describe(size, () => {
    test.use({ viewport, hasTouch: true });

    test('before any model the recorded story plays by itself: a history, three voices, a newcomer that the crowd cannot score', async ({ matinee, page }) => {
      // No model is needed for it, and none comes.
      await page.route('**/models/movies/opt*', (route) => route.abort());
      await page.clock.install();
      await matinee.visit({ bundle: '', device: 'wasm' });
      const stage = page.getByRole('region', { name: 'Stage', exact: true });
      await expect(stage.getByText('Recorded', { exact: true })).toBeVisible();
      // Its clock is run by hand, a second at a time.
      await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
      const plays = <T>(fact: () => Promise<T>) => expect.poll(async () => (await page.clock.runFor(1000), fact()));
      await plays(() => voice(matinee, 'Both together').getByRole('listitem').count()).toBe(6);
      await plays(() => voice(matinee, 'Collaborative filtering alone').getByText('no score').first().isVisible()).toBe(true);
      await plays(() => stage.getByRole('button', { name: 'Newcomers' }).getAttribute('aria-pressed')).toBe('true');
      // How often each is right, on all and on newcomers, side by side: the crowd is level on all, and blind to newcomers.
      await expect(voice(matinee, 'Collaborative filtering alone')).toContainText(/Right \d+ in 100\s*newcomers: blind/);
      for (const name of voices.slice(1)) await expect(voice(matinee, name)).toContainText(/Right \d+ in 100\s*newcomers: \d+ in 100/);
      expect(await sideways(matinee)).toBeLessThanOrEqual(0);
    });

    test('three taps, and the three voices answer without a press; a run of another bundle is never shown', async ({ matinee, page }) => {
      await matinee.visit({ device: 'wasm' });
      await expect(page.getByText('Recorded', { exact: true })).toHaveCount(0);
      await expect(cards(matinee)).toHaveCount(8, { timeout: 60_000 });
      for (const at of [0, 1, 2]) await cards(matinee).nth(at).tap();
      await expect(matinee.films).toHaveCount(3);
      await allHaveSpoken(matinee);
      await expect(matinee.recommendation.getByRole('listitem')).toHaveCount(10);
      // The rows of both together are those of the answer.
      const first = await matinee.recommendation.getByRole('listitem').first().locator('.film-title').innerText();
      await expect(voice(matinee, 'Both together').getByRole('listitem').first()).toContainText(first);
      expect(await sideways(matinee)).toBeLessThanOrEqual(0);

      await test.step('with the history its answers go, from the stage and from the list', async () => {
        await matinee.clear.click();
        await expect(matinee.recommendation.getByRole('listitem')).toHaveCount(0);
        await expect(matinee.recommendation).toContainText('watch next?');
        await expect(matinee.genre.locator('.genre-said')).toHaveCount(0);
        for (const name of voices) await expect(voice(matinee, name).getByRole('listitem')).toHaveCount(0);
      });
    });
  });
}

test('by keyboard: cards, the answer taken apart, the drawer; and without "Answer by itself" the model waits for a press', async ({ matinee, page }) => {
  await matinee.visit({ device: 'wasm', query: { auto: '0' } });
  await expect(cards(matinee)).toHaveCount(8, { timeout: 60_000 });
  for (const at of [0, 1, 2]) {
    await cards(matinee).nth(at).focus();
    await page.keyboard.press('Space');
    await expect(cards(matinee).nth(at)).toHaveAttribute('aria-pressed', 'true');
  }
  await matinee.ready('WASM');
  await expect(voice(matinee, 'Collaborative filtering alone').getByRole('listitem')).toHaveCount(6);
  await expect(voice(matinee, 'Language model alone').getByText('Press Recommend')).toBeVisible();
  await expect(matinee.recommendation.getByRole('listitem')).toHaveCount(0);
  await matinee.recommend.focus();
  await page.keyboard.press('Enter');
  await allHaveSpoken(matinee);

  const without = page.getByRole('region', { name: 'What mattered' }).getByRole('button', { name: /^Without / });
  await without.first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'What mattered' }).getByRole('heading', { name: 'Without it' })).toBeVisible({ timeout: 60_000 });
  const mattered = page.getByRole('region', { name: 'What mattered' });
  for (const part of ['the summary of your taste', 'the summary of each movie', 'what the crowd knows', 'what the texts say', 'any of these']) {
    const button = mattered.getByRole('button', { name: `Without ${part}` });
    await expect(button).toBeEnabled({ timeout: 60_000 });
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(button).toHaveAttribute('aria-pressed', 'true', { timeout: 60_000 });
  }
  // Each film of the history with both halves of its joint embedding, and the user's numbers.
  const think = page.getByRole('region', { name: 'See it think' });
  await expect(think.getByRole('img', { name: /^x_u/ })).toBeVisible();
  await expect(think.getByRole('img', { name: /collaborative half/ })).toHaveCount(3);
  await expect(think.getByRole('img', { name: /text half/ })).toHaveCount(3);
  await page.getByText('How the answer was written').click();
  await expect(page.getByRole('region', { name: 'See it think' }).locator('.step-way[data-chosen=true]').first()).toBeVisible();

  const hood = page.getByRole('button', { name: 'Under the hood' });
  await hood.focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Under the hood' });
  await expect(drawer.getByText('first token', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(hood).toBeFocused();
});

test('the first render is the stage alone: the acts below it follow one after the other, and what stands at the end comes last', async ({ matinee, page }) => {
  await page.addInitScript(() => {
    const parts = { stage: '.stage', turn: '.act-turn', think: '.act-think', history: '.act-history', watch: '.watch', home: '.take-home', about: '.about' };
    const seen: string[] = ((globalThis as { seenParts?: string[] }).seenParts = []);
    const newOnes = () => Object.entries(parts).flatMap(([name, selector]) => (document.querySelector(selector) ? [name] : []));
    // A render is one batch of mutations.
    new MutationObserver(() => {
      const now = newOnes().filter((name) => !seen.join().split(/[, ]/).includes(name));
      if (now.length > 0) seen.push(now.join(' '));
    }).observe(document, { childList: true, subtree: true });
  });
  await matinee.visit({ device: 'wasm', query: { auto: '0' } });
  await expect(page.locator('.about')).toBeAttached();
  const seen = await page.evaluate(() => (globalThis as { seenParts?: string[] }).seenParts);
  expect(seen).toEqual(['stage', 'turn', 'think', 'history', 'watch', 'home', 'about']);
});
