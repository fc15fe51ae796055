import { ports, subPath } from '../ports';
import { expect, fixtureFilms, test } from '../matinee';

for (const [name, at] of [
  ['at the root', `http://localhost:${ports.root}/`],
  ['below a path', `http://localhost:${ports.subPath}${subPath}`],
] as const) {
  test(`a second visit without a network recommends, ${name}`, async ({ context, page, matinee }) => {
    await matinee.visit({ device: 'wasm', at });
    await matinee.ready('WASM');
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    // The WASM file is stored after the model is ready.
    await expect
      .poll(() => page.evaluate(async () => (await (await caches.open('matinee-onnxruntime')).keys()).length), { timeout: 30_000 })
      .toBeGreaterThan(0);

    await page.close();
    // Not only the page: the service worker and the workers have no network either.
    await context.setOffline(true);
    const second = await context.newPage();
    await second.goto(`${at}?bundle=models/fixture/&device=wasm`);
    const again = new (matinee.constructor as new (page: typeof second) => typeof matinee)(second);
    await again.ready('WASM');
    await again.add(fixtureFilms().titles[0]!);
    await again.recommend.click();
    await expect(again.recommendation).toContainText('%', { timeout: 60_000 });
  });
}

test('without a network on the first visit, the page says so and offers to try again', async ({ page, matinee }) => {
  await page.route('**/models/**', (route) => route.abort('internetdisconnected'));
  await matinee.visit({ device: 'wasm' });
  await expect(page.getByRole('alert').first()).toBeVisible({ timeout: 60_000 });
  await page.unroute('**/models/**');
  await page.getByRole('button', { name: /try again/i }).first().click();
  await matinee.ready('WASM');
});
