import { beforeAll, expect, it } from 'vitest';
import type { BundleReader } from '../../bundle/bundle';
import { openNodeBundle } from '../../node/nodeBundle';
import { openWasmRuntime } from '../../node/wasmRuntime';
import type { OrtRuntime } from '../../onnx/session';
import { fakeLanguageModel, spoiledRuntime } from '../../testing/engine';
import { loadModels } from '../models';
import { selfTest } from './selfTest';

let bundle: BundleReader;
let runtime: OrtRuntime;
beforeAll(async () => {
  bundle = await openNodeBundle('e2e/fixtures/bundle');
  runtime = await openWasmRuntime();
});

/** A device whose logits are off by `error` in passes that attend to something that was kept, or in all. */
const offBy = (error: number, onlyWithPast = false): OrtRuntime =>
  spoiledRuntime(runtime, ({ logits }, feeds) => {
    const past = feeds['past_key_values.0.key']!.dims[1]!;
    if (!onlyWithPast || past > 1) (logits!.data as Float32Array).forEach((value, i, all) => (all[i] = value + (i % 7 ? 0 : error)));
  });

const { llm } = (await openNodeBundle('e2e/fixtures/bundle')).manifest;
const test = llm.selfTest!;

it('a device that computes right passes, with twice the tolerance to spare, and it is known how far it was off', async () => {
  expect(test.tokens).toHaveLength(100);
  for (const error of [0, test.tolerance / 2]) {
    const models = await loadModels(bundle, offBy(error));
    expect(Math.abs(models.selfTestDifference! - error)).toBeLessThan(1e-3);
    await models.dispose();
  }
});

it.each([test.tolerance * 1.1, -0.2, 3])('a device that is off by %d is found when it is loaded', async (error) => {
  await expect(loadModels(bundle, offBy(error))).rejects.toMatchObject({
    code: 'device-wrong',
    message: expect.stringMatching(/wrong numbers on WASM.*off by/) as string,
    nextStep: expect.stringMatching(/load the model again.*another/i) as string,
  });
});

it('finds what is wrong with keys and values that were kept', async () => {
  await expect(loadModels(bundle, offBy(1, true))).rejects.toMatchObject({ code: 'device-wrong' });
});

it('says of WebGPU that there is WASM', async () => {
  const wrong = fakeLanguageModel(() => Array<number>(llm.vocabularySize).fill(1));
  await expect(selfTest(wrong, llm, 'webgpu')).rejects.toMatchObject({
    code: 'device-wrong',
    message: expect.stringContaining('WebGPU') as string,
    nextStep: expect.stringContaining('WASM') as string,
  });
});

it('a bundle without one is tried with one token', async () => {
  const { selfTest: _, ...without } = llm;
  const model = fakeLanguageModel(() => [0]);
  expect(await selfTest(model, without, 'wasm')).toBeNull();
  expect(model.asked).toEqual([[[llm.bos]]]);
});
