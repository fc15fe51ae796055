import { crash } from '../crash';
import { buildHistory, recommendAndCheck } from '../recommending';
import { expect, fixtureFilms, test } from '../matinee';

test.beforeEach(async ({ matinee, watchdog }) => {
  watchdog.allowErrors.push(/crashed by the test/);
  await matinee.visit({ device: 'wasm' });
  await buildHistory(matinee);
  await matinee.ready('WASM');
});

test('the model worker crashes while nobody asks: the model is loaded again, the history stays, and the page says so', async ({ matinee, page }) => {
  await crash(page, 'model');
  await expect(matinee.status).toContainText(/stopped: .*crashed by the test.* was loaded again/i, { timeout: 60_000 });
  await matinee.ready('WASM');
  await expect(matinee.films).toHaveCount(3);
  await recommendAndCheck(matinee);
});

test('the browse worker crashes: the next search finds what it should', async ({ matinee, page }) => {
  await crash(page, 'browse');
  await matinee.add(fixtureFilms().titles[30]!);
  await expect(matinee.films).toHaveCount(4);
  await recommendAndCheck(matinee);
});

test('a booth comes back, too', async ({ matinee, page }) => {
  await matinee.visit({ device: 'wasm', query: { kiosk: '1' } });
  await buildHistory(matinee);
  await matinee.ready('WASM');
  await crash(page, 'model');
  await expect(matinee.status).toContainText(/was loaded again/i, { timeout: 60_000 });
  await recommendAndCheck(matinee);
});
