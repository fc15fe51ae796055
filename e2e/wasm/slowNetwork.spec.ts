import { slowNetwork } from '../../scripts/bench/slowNetwork';
import { expect, test } from '../matinee';
import { ports } from '../ports';

test.setTimeout(600_000);

test('at 20 Mbit/s the first answer does not wait for the texts of the catalogue: the candidates widen when they have come, and the page says so', async ({
  matinee,
  page,
}) => {
  const disconnect = await slowNetwork(ports.closing[0], ports.root, 20);
  let come: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (come = resolve));
  await page.context().route('**/sbert-embeddings.bin', async (route) => {
    await held;
    await route.continue();
  });
  try {
    await matinee.visit({ bundle: '', device: 'wasm', at: `http://localhost:${ports.closing[0]}/`, query: { auto: '0' }, hash: '#h=1.296.2571' });
    await matinee.ready('WASM', 240_000);
    const status = page.getByRole('status').filter({ hasText: /The texts of the catalogue/ });
    await expect(status).toContainText(/still on their way/, { timeout: 60_000 });
    await matinee.recommend.click();
    await expect(matinee.recommendation).toContainText(/first token/i, { timeout: 180_000 });
    await expect(status).toContainText(/still on their way/);
    come();
    await expect(status).toContainText(/have arrived/, { timeout: 120_000 });
    await matinee.recommend.click();
    await expect(matinee.recommendation).toContainText(/first token/i, { timeout: 180_000 });
  } finally {
    come();
    await disconnect();
  }
});
