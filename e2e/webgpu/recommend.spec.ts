import { buildHistory, recommendAndCheck } from '../recommending';
import { expect, test } from '../matinee';

test('the fixture bundle recommends on WebGPU; when nobody is there the devices are compared, and WASM, faster than SwiftShader, ranks alike and serves', async ({
  matinee,
}) => {
  // SwiftShader takes its time for each of the answers before it, and for its own part of the race.
  test.setTimeout(400_000);
  await matinee.visit({ query: { auto: '0' } });
  await buildHistory(matinee);
  await matinee.ready('WebGPU', 90_000);
  await test.step('Stop ends a recommendation at once, and the next one works', async () => {
    await matinee.recommend.click();
    await matinee.stop.click();
    await expect(matinee.recommendation).toContainText(/stopped/i);
  });
  const onWebGpu = await recommendAndCheck(matinee);

  await test.step('the devices are compared', async () => {
    await expect(matinee.status).toContainText(/ready on .*processor \(WASM/i, { timeout: 240_000 });
    await matinee.underTheHood((drawer) => expect(drawer.getByText(/WASM: [\d.]+ m?s here, WebGPU [\d.]+ m?s/)).toBeVisible());
    await expect(matinee.films).toHaveCount(3);
  });
  await test.step('WebGPU and WASM rank alike', async () => {
    const onWasm = await recommendAndCheck(matinee);
    expect([...onWebGpu.keys()].sort()).toEqual([...onWasm.keys()].sort());
    // In per cent. The page rounds to one decimal, and the devices add in another order (2e-3 in the logits).
    for (const [film, share] of onWebGpu) expect(Math.abs(share - onWasm.get(film)!), film).toBeLessThan(0.25);
  });
  await test.step('WASM serves at the next visit, too', async () => {
    await matinee.visit();
    await matinee.ready('WASM');
    await matinee.underTheHood((drawer) => expect(drawer.getByText(/WebGPU [\d.]+ m?s/)).toBeVisible());
  });
});

test('the default bundle recommends on WebGPU', async ({ matinee }) => {
  // SwiftShader computes on the CPU: slow, but the shaders are the ones that a GPU runs.
  test.setTimeout(600_000);
  // Without a press there would be a dozen answers before the one that is looked at.
  await matinee.visit({ bundle: '', device: 'webgpu', query: { auto: '0' } });
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
  await expect(matinee.status).toContainText(/lost.*was loaded again/i);
  await expect(matinee.status).toContainText(/ready on/i);
  await expect(matinee.films).toHaveCount(3);
  await recommendAndCheck(matinee);
});
