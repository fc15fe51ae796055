import { crash } from '../crash';
import { buildHistory, recommendAndCheck } from '../recommending';
import { expect, fixtureFilms, test, type Matinee } from '../matinee';

test.beforeEach(({ watchdog }) => {
  watchdog.allowErrors.push(/crashed by the test/);
});

const visit = async (matinee: Matinee, query: Record<string, string> = {}) => {
  await matinee.visit({ device: 'wasm', query });
  await buildHistory(matinee);
  await matinee.ready('WASM');
};

test('a worker crashes while nobody asks: it is started again, and the history stays', async ({ matinee, page }) => {
  await visit(matinee);
  await test.step('the browse worker: the next search finds what it should', async () => {
    await crash(page, 'browse');
    await matinee.add(fixtureFilms().titles[30]!);
    await expect(matinee.films).toHaveCount(4);
    await recommendAndCheck(matinee);
  });
  await test.step('the model worker: the model is loaded again, and the page says so', async () => {
    await crash(page, 'model');
    await expect(matinee.status).toContainText(/stopped: .*crashed by the test.* was loaded again/i, { timeout: 60_000 });
    await matinee.ready('WASM');
    await expect(matinee.films).toHaveCount(4);
    await recommendAndCheck(matinee);
  });
});

test('a booth comes back, too', async ({ matinee, page }) => {
  await visit(matinee, { kiosk: '1' });
  await crash(page, 'model');
  await expect(matinee.status).toContainText(/was loaded again/i, { timeout: 60_000 });
  await recommendAndCheck(matinee);
});
