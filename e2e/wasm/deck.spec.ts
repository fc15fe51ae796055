import { expect, fixtureFilms, test, type Matinee } from '../matinee';
import { buildHistory } from '../recommending';

const region = ({ page }: Matinee) => page.getByRole('region', { name: 'Beat the model', exact: true });
const five = (matinee: Matinee) => region(matinee).locator('.deck-choice');
const score = (matinee: Matinee) => region(matinee).getByRole('definition');

test('a visitor guesses, the three voices follow, the truth is told, and the score stays for the day', async ({ matinee, page }) => {
  await test.step('by mouse', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await matinee.visit({ device: 'wasm' });
    await matinee.ready('WASM');
    await page.getByRole('button', { name: 'Beat the model', exact: true }).click();
    await expect(region(matinee)).toContainText('An invented person, made from facts');
    await expect(five(matinee)).toHaveCount(5);
    const before = await region(matinee).locator('.deck-cards').boundingBox();
    await five(matinee).nth(1).click();
    await expect(region(matinee).getByText('What came next', { exact: false }).first()).toBeVisible();
    await expect(region(matinee).locator('.deck-said')).toBeInViewport({ ratio: 1 });
    expect((await region(matinee).locator('.deck-cards').boundingBox())!.height).toBe(before!.height);
    await expect(region(matinee)).toContainText(/The rule: /);
    // Each voice has chosen one of the five.
    for (const voice of ['Collaborative filtering alone', 'Language model alone', 'Both together'])
      await expect(region(matinee).locator('.deck-chip', { hasText: voice })).toHaveCount(1);
    await expect(score(matinee)).toHaveText([/^[01] of 1$/, /^[01] of 1$/, /^[01] of 1$/, /^[01] of 1$/]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

  await test.step('the score is there at the next visit', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await matinee.visit({ device: 'wasm' });
    await page.getByRole('button', { name: 'Beat the model', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(score(matinee).first()).toHaveText(/^[01] of 1$/);
  });

  await test.step('by the keys alone; what nobody has rated leaves collaborative filtering without a guess', async () => {
    await matinee.ready('WASM');
    await expect(five(matinee)).toHaveCount(5);
    await page.keyboard.press('3');
    await expect(score(matinee).first()).toHaveText(/of 2$/);
    await page.keyboard.press('Enter');
    await expect(region(matinee).getByText('Press 1 to 5')).toBeVisible();
    await page.keyboard.press('5');
    await expect(score(matinee).first()).toHaveText(/of 3$/);

    await region(matinee)
      .getByRole('radio', { name: /nobody has rated/ })
      .check();
    await expect(region(matinee).getByText('Press 1 to 5')).toBeVisible();
    await expect(five(matinee).first()).toContainText('new to the crowd');
    await five(matinee).first().click();
    await expect(region(matinee)).toContainText('Knows none of the five');
    await expect(score(matinee)).toHaveText([/of 1$/, '–', /of 1$/, /of 1$/]);
  });

  await test.step('until it is reset', async () => {
    await region(matinee).getByRole('button', { name: 'Reset the score' }).click();
    await expect(score(matinee).first()).toHaveText('–');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('no keys are named, and the game comes to the top when it is opened', async ({ matinee, page }) => {
    await matinee.visit({ device: 'wasm' });
    await page.getByRole('button', { name: 'Beat the model', exact: true }).tap();
    await expect(region(matinee).getByText('Choose one of the five.')).toBeAttached();
    await expect.poll(async () => (await region(matinee).boundingBox())!.y).toBeLessThan(40);
    await expect(region(matinee).getByText('Press 1 to 5')).toBeHidden();
    await five(matinee).first().tap();
    await expect(region(matinee).getByRole('button', { name: 'Next round' })).toBeInViewport({ ratio: 1 });
    await expect(region(matinee).locator('kbd').filter({ visible: true })).toHaveCount(0);
  });
});

test('a booth has the QR code of an address that a phone can open, and the next visitor finds no round and no score', async ({ matinee, page }) => {
  await page.clock.install();
  await matinee.visit({ device: 'wasm', query: { kiosk: '1', home: 'https://example.org/matinee/' } });
  await matinee.ready('WASM');
  await buildHistory(matinee);
  const home = page.getByRole('region', { name: 'Take it home', exact: true });
  await home.getByRole('button', { name: 'Take it home' }).click();
  await expect(home.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await expect(home.getByRole('link')).toHaveCount(0);
  await expect(home.getByRole('button')).toHaveCount(1);
  await page.getByRole('button', { name: 'Beat the model', exact: true }).click();
  await five(matinee).first().click();
  await expect(score(matinee).first()).toHaveText(/of 1$/);
  await page.clock.fastForward(95_000);
  await page.clock.runFor(1500);
  await page.getByRole('button', { name: 'Touch to begin' }).click();
  await expect(five(matinee)).toHaveCount(0);
  await page.getByRole('button', { name: 'Beat the model', exact: true }).click();
  await expect(score(matinee).first()).toHaveText('–');
});

test('the recommendation goes home as a ticket, and the link brings back a film of one’s own', async ({ matinee, page }) => {
  const { ids, titles } = fixtureFilms();
  const own = btoa(JSON.stringify([[1, 'Mine </script>', 2020, 'A film.']]));
  await matinee.visit({ device: 'wasm', query: { home: 'https://example.org/matinee/' }, hash: `#h=${ids[3]}.${ids[0]}&o=${own}` });
  await matinee.ready('WASM');
  await expect(matinee.films).toHaveText([new RegExp(titles[3]!), /Mine <\/script>/, new RegExp(titles[0]!)]);
  await matinee.recommend.click();
  await expect(matinee.recommendation).toContainText(/first token/i, { timeout: 90_000 });
  const home = page.getByRole('region', { name: 'Take it home', exact: true });
  await home.getByRole('button', { name: 'Take it home' }).click();
  await expect(home.getByRole('textbox', { name: 'Your link' })).toHaveValue(new RegExp(`^https://example.org/matinee/#h=${ids[3]}\\.${ids[0]}.*&o=`));
  await expect(home.getByRole('img', { name: /^A ticket that says: / })).toBeVisible();
  const download = page.waitForEvent('download');
  await home.getByRole('button', { name: 'Save the ticket' }).click();
  expect((await download).suggestedFilename()).toBe('matinee-ticket.png');
});
