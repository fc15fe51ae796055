import { expect, test } from '../matinee';

test('a press counts where it began, and what comes into view later takes the room that was kept for it', async ({ matinee, page }) => {
  await matinee.visit({ device: 'wasm' });
  await matinee.ready('WASM');
  const door = page.getByRole('region', { name: 'Take it home', exact: true }).getByRole('button', { name: 'Take it home' });

  await test.step('the map', async () => {
    const map = page.getByRole('region', { name: 'Map', exact: true });
    const below = () => door.evaluate((element) => element.getBoundingClientRect().top - document.querySelector('section.map')!.getBoundingClientRect().top);
    const before = await below();
    await map.evaluate((element) => element.scrollIntoView());
    await expect(map.getByRole('application')).toBeVisible();
    expect(Math.abs((await below()) - before)).toBeLessThan(8);
  });

  /** Presses in the middle of the button, moves the page or the pointer, and lifts. */
  const press = async (between: () => Promise<unknown>) => {
    await door.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await door.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await between();
    await page.mouse.up();
  };
  /** As in a browser that doesn't hold what is read in its place (Safari). */
  const insertAbove = (height: number) =>
    page.evaluate((height) => {
      const block = document.createElement('div');
      block.style.height = `${height}px`;
      document.documentElement.style.overflowAnchor = 'none';
      document.querySelector('section.take-home')!.before(block);
    }, height);

  await test.step('the page moved below the pointer', async () => {
    await press(() => insertAbove(200));
    await expect(door).toHaveAttribute('aria-expanded', 'true');
  });
  await test.step('nothing moved: it counts once', async () => {
    await press(() => Promise.resolve());
    await expect(door).toHaveAttribute('aria-expanded', 'false');
  });
  await test.step('the pointer slid away: no press', async () => {
    await press(() => page.mouse.move(5, 5));
    await expect(door).toHaveAttribute('aria-expanded', 'false');
  });
});
