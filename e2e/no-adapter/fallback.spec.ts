import { buildHistory, recommendAndCheck } from '../recommending';
import { expect, test } from '../matinee';

test('without an adapter the page is ready on the processor, recommends on WASM, and says why to who looks under the hood', async ({ matinee }) => {
  await matinee.visit();
  await buildHistory(matinee);
  await matinee.ready('WASM');
  await expect(matinee.status).toContainText('processor (WASM');
  await expect(matinee.status).not.toContainText(/adapter|WebGPU/);
  await matinee.underTheHood((drawer) => expect(drawer.getByText(/Why the processor: .*WebGPU/)).toBeVisible());
  await recommendAndCheck(matinee);
});

test('a link that insists on WebGPU gets an error that says what to do, not a silent WASM', async ({ page, matinee }) => {
  await matinee.visit({ device: 'webgpu' });
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /WebGPU/ })
      .first(),
  ).toBeVisible({ timeout: 60_000 });
  await expect(matinee.status).not.toContainText(/ready on/i);
});
