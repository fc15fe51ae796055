import { fileURLToPath } from 'node:url';
import { createApp, listen } from '../../scripts/serve.mjs';
import { expect, Matinee, test } from '../matinee';
import { ports, subPath } from '../ports';
import { buildHistory, keptForOffline, recommendAndCheck } from '../recommending';

const fixture = fileURLToPath(new URL('../fixtures/bundle', import.meta.url));

for (const { name, base, port } of [
  { name: 'at the root', base: '/', port: ports.closing[0] },
  { name: 'below a path', base: subPath, port: ports.closing[1] },
]) {
  test(`a second visit without a network recommends, ${name}`, async ({ context, page, matinee }) => {
    const at = `http://localhost:${port}${base}`;
    const close = await listen(createApp({ base, mounts: { 'models/fixture': fixture } }), port);
    try {
      await matinee.visit({ device: 'wasm', at });
      await matinee.ready('WASM');
      await keptForOffline(matinee);
    } finally {
      // No server, and no network either: workers and service worker included.
      await close();
    }
    await page.close();
    await context.setOffline(true);
    const second = new Matinee(await context.newPage());
    await second.visit({ device: 'wasm', at });
    await buildHistory(second);
    await second.ready('WASM');
    await recommendAndCheck(second);
  });
}

test('without a network on the first visit, the page says so and offers to try again', async ({ page, matinee }) => {
  await page.route('**/models/**', (route) => route.abort('internetdisconnected'));
  await matinee.visit({ device: 'wasm' });
  await expect(page.getByRole('alert').first()).toBeVisible({ timeout: 60_000 });
  await page.unroute('**/models/**');
  await page
    .getByRole('button', { name: /try again/i })
    .first()
    .click();
  await matinee.ready('WASM');
});
