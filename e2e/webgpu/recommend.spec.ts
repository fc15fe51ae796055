import { buildHistory, recommendAndCheck } from '../recommending';
import { expect, test } from '../matinee';

test('the fixture bundle recommends on WebGPU, and the page says that it does', async ({ matinee }) => {
  await matinee.visit();
  await buildHistory(matinee);
  await matinee.ready('WebGPU', 90_000);
  await recommendAndCheck(matinee);
});

test('WebGPU and WASM rank alike', async ({ matinee }) => {
  const shares = async (device: 'webgpu' | 'wasm') => {
    await matinee.visit({ device });
    await buildHistory(matinee);
    await matinee.ready(device === 'webgpu' ? 'WebGPU' : 'WASM', 90_000);
    return recommendAndCheck(matinee);
  };
  const onWebGpu = await shares('webgpu');
  await matinee.clear.click();
  const onWasm = await shares('wasm');
  expect([...onWebGpu.keys()].sort()).toEqual([...onWasm.keys()].sort());
  // In per cent. The page rounds to one decimal, and the devices add in another order (2e-3 in the logits).
  for (const [film, share] of onWebGpu) expect(Math.abs(share - onWasm.get(film)!), film).toBeLessThan(0.25);
});

test('Stop ends a recommendation at once, and the next one works', async ({ matinee }) => {
  await matinee.visit({ device: 'webgpu' });
  await buildHistory(matinee);
  await matinee.ready('WebGPU', 90_000);
  await matinee.recommend.click();
  await matinee.stop.click();
  await expect(matinee.recommendation).toContainText(/stopped/i);
  await recommendAndCheck(matinee);
});

test('the devices are compared when nobody is there: WASM, faster than SwiftShader, serves, now and at the next visit', async ({ matinee }) => {
  // SwiftShader takes its time for each of the answers before it, and for its own part of the race.
  test.setTimeout(400_000);
  await matinee.visit({ query: { auto: '0' } });
  await buildHistory(matinee);
  await matinee.ready('WebGPU', 90_000);
  await recommendAndCheck(matinee);
  await expect(matinee.status).toContainText(/ready on WASM.*WASM: [\d.]+ m?s here, WebGPU [\d.]+ m?s/i, { timeout: 240_000 });
  await expect(matinee.films).toHaveCount(3);
  await recommendAndCheck(matinee);
  await matinee.visit();
  await matinee.ready('WASM');
  await expect(matinee.status).toContainText(/WebGPU [\d.]+ m?s/);
});

test('the default bundle recommends on WebGPU', async ({ matinee }) => {
  // SwiftShader computes on the CPU: slow, but the shaders are the ones that a GPU runs.
  test.setTimeout(600_000);
  await matinee.visit({ bundle: '', device: 'webgpu' });
  for (const title of ['The Matrix', 'Toy Story', 'Pulp Fiction']) await matinee.add(title);
  await matinee.ready('WebGPU', 240_000);
  await recommendAndCheck(matinee, { timeout: 300_000 });
});

test('a lost graphics device is said; the history stays, and the model comes back by itself', async ({ browser, matinee }) => {
  await matinee.visit();
  await buildHistory(matinee);
  await matinee.ready('WebGPU', 90_000);
  const session = await browser.newBrowserCDPSession();
  // The command's answer is lost with the process.
  void session.send('Browser.crashGpuProcess').catch(() => undefined);
  await expect(matinee.status).toContainText(/lost.*was loaded again/i, { timeout: 120_000 });
  await expect(matinee.status).toContainText(/ready on/i);
  await expect(matinee.films).toHaveCount(3);
  await recommendAndCheck(matinee);
});
