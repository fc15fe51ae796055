import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../bundle/manifest';
import { Aligner } from './aligner';
import { safetensors } from '../../testing/engine';

/** Widths 2 everywhere; F_U and F_I of zeros but for the last bias, so that every user's token is (3, 4) of length 10. */
function bytes(history: boolean, rest: Parameters<typeof safetensors>[0] = {}): Uint8Array {
  const linear = (name: string, bias = [0, 0]) => ({
    [`${name}.weight`]: { shape: [2, 2], values: [0, 0, 0, 0] },
    [`${name}.bias`]: { shape: [2], values: bias },
  });
  const projection = (name: string) => ({
    ...linear(`${name}.0`),
    ...linear(`${name}.1`),
    [`${name}.1.weight`]: { shape: [2], values: [1, 1] },
    ...linear(`${name}.3`, [3, 4]),
    [`${name}.scale`]: { shape: [], values: [10] },
  });
  return safetensors({
    ...linear('item_encoder'),
    ...linear('text_encoder'),
    ...projection('user_projection'),
    ...projection('item_projection'),
    ...(history ? { 'history_projection.weight': { shape: [2, 2], values: [0, 1, 7, 0] } } : {}),
    ...rest,
  });
}

const load = (historyRecency?: number) =>
  Aligner.load(bytes(historyRecency !== undefined), {
    aligner: {
      stage1: true,
      jointSize: 2,
      textSize: 2,
      normalisedSoftTokens: true,
      leakyReluSlope: 0.01,
      normEpsilon: 1e-5,
      ...(historyRecency === undefined ? {} : { historyRecency }),
    },
    catalogue: { films: 0 },
    files: { aligner: { shards: [{ path: 'aligner.safetensors' }] } },
    sasrec: { hiddenSize: 2 },
    llm: { hiddenSize: 2 },
  } as unknown as Manifest);

describe("the user's soft token", () => {
  it('is F_U(x_u) in a bundle that adds no history', async () => {
    const aligner = await load();
    expect([...aligner.userToken(new Float32Array(2), Float32Array.of(0, 5))].map((value) => +value.toFixed(4))).toEqual([6, 8]);
    aligner.dispose();
  });

  it("is turned towards the mean of the films' directions, the latest most, and keeps its length", async () => {
    const aligner = await load(0.5);
    // Directions (1, 0) and (0, 1) weigh 1/3 and 2/3; the projection gives (2/3, 7/3), and F_U's direction is (0.6, 0.8).
    const token = aligner.userToken(new Float32Array(2), Float32Array.of(5, 0, 0, 9));
    const [x, y] = [0.6 + 2 / 3, 0.8 + 7 / 3];
    const length = Math.hypot(x, y);
    expect(token[0]).toBeCloseTo((10 * x) / length, 4);
    expect(token[1]).toBeCloseTo((10 * y) / length, 4);
    aligner.dispose();
  });

  it('without films is F_U(x_u)', async () => {
    const aligner = await load(0.5);
    expect(aligner.userToken(new Float32Array(2), new Float32Array())[0]).toBeCloseTo(6, 4);
    aligner.dispose();
  });
});

describe('a question about all that was watched', () => {
  const h = 3;
  const linear = (name: string, inputs: number, outputs: number) => ({
    [`${name}.weight`]: { shape: [outputs, inputs], values: Array<number>(inputs * outputs).fill(0) },
    [`${name}.bias`]: { shape: [outputs], values: Array<number>(outputs).fill(0) },
  });
  const projection = (name: string) => ({
    ...linear(`${name}.0`, 2, h),
    ...linear(`${name}.1`, 1, h),
    [`${name}.1.weight`]: { shape: [h], values: [1, 1, 1] },
    ...linear(`${name}.3`, h, h),
  });
  const load = (wholeHistoryShare?: number) =>
    Aligner.load(
      safetensors({
        ...linear('item_encoder', 2, 2),
        ...linear('text_encoder', 2, 2),
        ...projection('user_projection'),
        ...projection('item_projection'),
        retrieval_basis: { shape: [1, h], values: [1, 0, 0] },
        item_coordinates: { shape: [0, 1], values: [] },
      }),
      {
        aligner: {
          stage1: true,
          jointSize: 2,
          textSize: 2,
          normalisedSoftTokens: false,
          shortlistSize: 1,
          leakyReluSlope: 0.01,
          normEpsilon: 1e-5,
          ...(wholeHistoryShare === undefined ? {} : { wholeHistoryShare }),
        },
        catalogue: { films: 0 },
        files: { aligner: { shards: [{ path: 'aligner.safetensors' }] } },
        sasrec: { hiddenSize: 2 },
        llm: { hiddenSize: h },
      } as unknown as Manifest,
    );
  const user = Float32Array.of(7, 3, 0);
  const watched = [Float32Array.of(1, 0, 2), Float32Array.of(-4, 0, 2)];

  it('turns what the token carries beside the compared subspace towards the history, and leaves the rest and its length', async () => {
    const aligner = await load(0.5);
    const token = aligner.ofWholeHistory(user, watched);
    expect([...token].map((value) => +value.toFixed(4))).toEqual([7, 2.1213, 2.1213]);
    expect([...aligner.ofWholeHistory(user, [])]).toEqual([...user]);
    aligner.dispose();
  });

  it('of films that carry nothing there, and of a bundle without a share, is the same token', async () => {
    const [aligner, without] = [await load(0.5), await load()];
    expect([...aligner.ofWholeHistory(user, [Float32Array.of(2, 0, 0)])]).toEqual([...user]);
    expect([...without.ofWholeHistory(user, watched)]).toEqual([...user]);
    aligner.dispose();
    without.dispose();
  });
});
