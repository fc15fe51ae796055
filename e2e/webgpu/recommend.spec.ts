import { buildHistory, recommendAndCheck } from '../recommending';
import { expect, test } from '../matinee';

test('the fixture bundle recommends on WebGPU, and the page says that it does', async ({ matinee }) => {
  await matinee.visit();
  await buildHistory(matinee);
  await matinee.ready('WebGPU', 90_000);
  await recommendAndCheck(matinee);
});

test('WebGPU and WASM rank alike', async ({ matinee }) => {
  const ranking = async (device: 'webgpu' | 'wasm') => {
    await matinee.visit({ device });
    await buildHistory(matinee);
    await matinee.ready(device === 'webgpu' ? 'WebGPU' : 'WASM', 90_000);
    await recommendAndCheck(matinee);
    return matinee.recommendation.getByRole('listitem').allInnerTexts();
  };
  expect(await ranking('webgpu')).toEqual(await ranking('wasm'));
});

test('the default bundle recommends on WebGPU', async ({ matinee }) => {
  // SwiftShader computes on the CPU: slow, but the shaders are the ones that a GPU runs.
  test.setTimeout(600_000);
  await matinee.visit({ bundle: '', device: 'webgpu' });
  for (const title of ['The Matrix', 'Toy Story', 'Pulp Fiction']) await matinee.add(title);
  await matinee.ready('WebGPU', 240_000);
  await recommendAndCheck(matinee, { timeout: 300_000 });
});
