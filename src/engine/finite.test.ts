/** Numbers that are none, from a damaged bundle or a device that computes nonsense: an error that names the part, never a ranking. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BundleReader } from '../bundle/bundle';
import type { BundleFile } from '../bundle/manifest';
import { openNodeBundle } from '../node/nodeBundle';
import { openWasmRuntime } from '../node/wasmRuntime';
import type { OrtRuntime } from '../onnx/session';
import { spoiledRuntime } from '../testing/engine';
import { favouriteGenre } from './genre';
import { loadModels, type Models } from './models';
import { recommend } from './recommend';
import type { Item, OwnFilm } from './types';

const films = (...rows: number[]): Item[] => rows.map((row) => ({ kind: 'film', row }));
const request = { history: films(3, 14, 15), candidates: films(20, 21, 22), decoding: 'constrained' } as const;

let bundle: BundleReader;
let runtime: OrtRuntime;
let models: Models | undefined;
beforeAll(async () => {
  bundle = await openNodeBundle('e2e/fixtures/bundle');
  runtime = await openWasmRuntime();
});
afterEach(async () => {
  await models?.dispose();
  models = undefined;
});

/** The fixture bundle with every value of one tensor replaced, as a bad export would have it. */
const damaged = (file: BundleFile, tensor: string, value: number): BundleReader => ({
  manifest: bundle.manifest,
  async read(name) {
    const bytes = (await bundle.read(name)).slice();
    if (name !== file) return bytes;
    const headerEnd = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, headerEnd))) as Record<string, { dtype: string; data_offsets: [number, number] }>;
    const {
      dtype,
      data_offsets: [start, end],
    } = header[tensor]!;
    const view = new DataView(bytes.buffer, headerEnd);
    const [size, half] = dtype === 'F16' ? [2, value === Infinity ? 0x7c00 : 0x7e00] : [4, 0];
    for (let at = start; at < end; at += size) {
      if (size === 2) view.setUint16(at, half, true);
      else view.setFloat32(at, value, true);
    }
    return bytes;
  },
});

/** A device whose sessions give NaN in the output `name`, from the `after`-th run on. */
const wrongDevice = (name: string, after = 0): OrtRuntime => {
  let runs = 0;
  return spoiledRuntime(runtime, (outputs) => {
    const output = outputs[name];
    if (output && runs++ >= after) (output.data as Float32Array)[1] = NaN;
  });
};

describe('a bundle whose weights are no finite numbers', () => {
  it.each([
    ['sasrec', 'item_embedding', NaN, 'sasrec.safetensors'],
    ['aligner', 'item_projection.0.weight', Infinity, 'aligner.safetensors'],
    ['llmEmbeddings', 'token_embedding', NaN, 'opt-embeddings.safetensors'],
    ['llmEmbeddings', 'position_embedding', Infinity, 'opt-embeddings.safetensors'],
  ] as const)('is refused when it is loaded: %s, %s of %d', async (file, tensor, value, name) => {
    await expect(loadModels(damaged(file, tensor, value), runtime)).rejects.toMatchObject({
      code: 'file-invalid',
      message: expect.stringContaining(name) as string,
    });
  });

  it.each([
    ['sasrec', 'final_norm.weight', 'sasrec.safetensors', 'the user representation'],
    ['sasrec', 'blocks.0.feed_forward.1.weight', 'sasrec.safetensors', 'the user representation'],
    ['aligner', 'user_projection.3.weight', 'aligner.safetensors', "the user's soft token"],
    ['aligner', 'item_projection.3.weight', 'aligner.safetensors', "an item's soft token"],
  ] as const)('is refused where they overflow: %s, %s', async (file, tensor, name, what) => {
    models = await loadModels(damaged(file, tensor, 3e38), runtime);
    for (const asked of [recommend(models, request), favouriteGenre(models, request)])
      await expect(asked).rejects.toMatchObject({ code: 'file-invalid', message: expect.stringMatching(`${name}.*${what}`) as string });
  });
});

describe('a device that computes nonsense', () => {
  it('fails in the warm-up', async () => {
    await expect(loadModels(bundle, wrongDevice('logits'))).rejects.toMatchObject({
      code: 'device-wrong',
      message: expect.stringMatching(/language model.*WASM/) as string,
    });
  });

  it.each([2, 3])('fails after its %i passes, and nothing of that pass is kept', async (after) => {
    models = await loadModels(bundle, wrongDevice('logits', after));
    await expect(recommend(models, request)).rejects.toMatchObject({ code: 'device-wrong' });
    await expect(favouriteGenre(models, request)).rejects.toMatchObject({ code: 'device-wrong' });
    expect(models.languageModel.forwardPasses).toBeGreaterThan(after);
  });

  it("is found when a film of one's own is read, too", async () => {
    models = await loadModels(bundle, wrongDevice('embedding'));
    const sbert = await models.sbert();
    await expect(sbert.ownFilm({ title: 'Mine', year: 0, description: '' })).rejects.toMatchObject({
      code: 'device-wrong',
      message: expect.stringMatching(/sentence model/) as string,
    });
  });
});

it.each([
  ['of another width', new Float32Array(3)],
  ['that is no number', new Float32Array(384).fill(NaN)],
])("refuses an own film's embedding %s", async (_, embedding) => {
  models = await loadModels(bundle, runtime);
  const film: OwnFilm = { title: 'Mine', year: 0, description: '', embedding };
  await expect(recommend(models, { ...request, history: [{ kind: 'own', film }] })).rejects.toMatchObject({
    code: 'film-invalid',
    message: expect.stringContaining('Mine') as string,
  });
});
