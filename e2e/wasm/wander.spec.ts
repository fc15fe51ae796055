import { buildHistory } from '../recommending';
import { expect, test } from '../matinee';

for (const [size, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } }))
  test(`the map is wandered by mouse and by keyboard: ${size}`, async ({ matinee, page }) => {
    await page.setViewportSize(viewport);
    await matinee.visit({ device: 'wasm' });
    await buildHistory(matinee);
    const map = page.getByRole('region', { name: 'Map', exact: true });
    await map.scrollIntoViewIfNeeded();
    const plane = map.getByRole('application', { name: 'Map of all movies' });
    await expect(plane.locator('[data-kind="watched"]')).toHaveCount(3);
    await expect(map.getByText(/^You: the middle of/)).toBeVisible();
    const nearby = map.getByRole('list', { name: 'Nearby' }).getByRole('listitem');
    await expect(nearby).toHaveCount(12);
    // Until it is moved, what is near is near the visitor.
    await expect(map.getByRole('heading', { name: 'Around you' })).toBeVisible();

    // By keyboard: closer, aside, and the film in the middle into the history.
    await plane.focus();
    const before = await nearby.first().textContent();
    for (const key of ['+', '+', '+', '+', '+', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await expect(nearby.first()).not.toHaveText(before!);
    await expect(map.getByText(/^In the middle: /)).toBeAttached();
    await page.keyboard.press('Enter');
    await expect(matinee.films).toHaveCount(4);

    // By mouse or finger: a point is pressed, and what is near it told.
    await map.getByRole('button', { name: 'Where I am' }).click();
    await expect(plane.locator('[data-kind="title"][data-named="true"] bdi').first()).toBeVisible();
    const cut = await plane.evaluate((element) => {
      const frame = element.getBoundingClientRect();
      const boxes = [...element.querySelectorAll('[data-named="true"] bdi')].map((name) => name.getBoundingClientRect());
      return boxes.filter(({ left, right, top, bottom }) => left < frame.left || right > frame.right || top < frame.top || bottom > frame.bottom).length;
    });
    expect(cut).toBe(0);
    await map.getByRole('button', { name: 'Everything' }).click();
    await expect(plane).toHaveAttribute('data-close', 'false');
    // Found and pressed in one frame, after it was drawn: what is near is told anew when the map stands still.
    await plane.evaluate(async (element) => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const { left, top } = element.querySelector('[data-kind="near"]')!.getBoundingClientRect();
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: left, clientY: top }));
    });
    await expect(map.getByRole('heading', { name: /^Around / })).toHaveText(/^Around (?!you$|the middle)/);
    await expect(plane.locator('[data-kind="chosen"]')).toHaveCount(1);
    await nearby.getByRole('button', { name: /^Add / }).first().click();
    await expect(matinee.films).toHaveCount(5);

    // One genre alone, another with it, and all again when the last that is shown is pressed.
    const legend = map.getByRole('group', { name: 'Genres on the map' });
    const genres = legend.getByRole('button');
    const shown = legend.getByRole('button', { pressed: true });
    const all = await genres.count();
    await expect(shown).toHaveCount(all);
    for (const [genre, count] of [
      [0, 1],
      [1, 2],
      [1, 1],
      [0, all],
    ] as const) {
      await genres.nth(genre).click();
      await expect(shown).toHaveCount(count);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

test('without WebGL the list tells what is nearby', async ({ matinee, page }) => {
  await page.addInitScript(() => {
    const original = Reflect.get(HTMLCanvasElement.prototype, 'getContext') as (...args: unknown[]) => unknown;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind === 'webgl2' ? null : original.call(this, kind, ...rest);
    } as never;
  });
  await matinee.visit({ device: 'wasm' });
  const map = page.getByRole('region', { name: 'Map', exact: true });
  await map.scrollIntoViewIfNeeded();
  await expect(map.getByText(/draws no WebGL/)).toBeVisible();
  await expect(map.getByRole('list', { name: 'Nearby' }).getByRole('listitem')).toHaveCount(12);
});

test('films are found by what they are about, and one that does not exist is ranked among the new ones', async ({ matinee, page }) => {
  await matinee.visit({ device: 'wasm' });
  await buildHistory(matinee);
  const field = page.getByRole('textbox', { name: 'Search by meaning' });
  await field.press('Enter');
  await expect(page.getByText('Nothing to compare with.')).toBeVisible();
  await field.fill('a heist in space </script>');
  await field.press('Enter');
  const found = page.getByRole('list', { name: 'Movies by meaning' }).getByRole('listitem');
  await expect(found).toHaveCount(20);
  await found.getByRole('button', { name: /^Add / }).first().click();
  await expect(matinee.films).toHaveCount(4);

  await page.getByRole('button', { name: 'Invent a movie' }).press('Enter');
  const panel = page.getByRole('region', { name: 'Invent a movie' });
  const title = panel.getByLabel('Working title');
  await expect(title).toBeFocused();
  await title.press('Enter');
  await expect(panel.getByText('Give the movie a title')).toBeVisible();
  await title.fill('مدينة 🎬 </script>');
  await panel.getByLabel(/^Year of release/).fill('12345');
  await panel.getByRole('button', { name: 'See where it lands' }).click();
  await expect(panel.getByText('A year has four digits')).toBeVisible();
  await panel.getByLabel(/^Year of release/).fill('2031');
  await panel.getByLabel('In a sentence').fill('x '.repeat(5_000));
  await panel.getByRole('button', { name: 'See where it lands' }).click();
  await expect(panel.getByText(/\d+(st|nd|rd|th) of \d+ new movies for your taste/)).toBeVisible();
  await expect(panel.getByRole('list', { name: 'For your taste' }).getByText('yours')).toHaveCount(1);

  await panel.getByRole('button', { name: 'Show it on the map' }).click();
  const plane = page.getByRole('application', { name: 'Map of all movies' });
  await expect(plane).toBeFocused();
  await expect(plane.locator('[data-kind="invention"]')).toContainText('مدينة');
  await panel.getByRole('button', { name: 'Add it to the history' }).click();
  await expect(matinee.films).toHaveCount(5);
});
