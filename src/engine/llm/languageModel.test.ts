import { beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../bundle/manifest';
import { LanguageModel } from './languageModel';
import { fakeRuntime, safetensors } from '../../testing/engine';

const llm = { vocabularySize: 8, hiddenSize: 2, layers: 2, heads: 1, contextLength: 16, positionOffset: 2 };
const embeddings = safetensors({
  token_embedding: { shape: [8, 2], values: Array.from({ length: 16 }, (_, i) => i) },
  position_embedding: { shape: [18, 2], values: Array.from({ length: 36 }, (_, i) => Math.floor(i / 2) * 100) },
});

describe('the language model', () => {
  let fake: ReturnType<typeof fakeRuntime>;
  let model: LanguageModel;
  const passes = () => fake.runs.splice(0).map(({ start, count }) => [start, count]);

  beforeEach(async () => {
    fake = fakeRuntime(llm.vocabularySize);
    model = await LanguageModel.load(fake.runtime, new Uint8Array(), embeddings, { llm } as Manifest, { chunk: 4 });
  });

  it('reads token or soft token plus the position, whose table starts at the offset', async () => {
    await model.logits([3, Float32Array.of(0.25, 0.5)]);
    expect([...fake.runs[0]!.embeds]).toEqual([6 + 200, 7 + 200, 0.25 + 300, 0.5 + 300]);
  });

  it('reads a long prompt in pieces and says how far it is', async () => {
    const seen: number[][] = [];
    const logits = await model.logits([1, 2, 3, 4, 5, 6, 7, 1, 2], { onProgress: (done, total) => seen.push([done, total]) });
    expect(passes()).toEqual([[0, 4], [4, 4], [8, 1]]);
    expect(seen).toEqual([[4, 9], [8, 9], [9, 9]]);
    expect(logits[0]).toBe(9); // the fake's logits say where the pass ended
  });

  it('reads only what is new, and rewinds to where two sequences part', async () => {
    await model.logits([1, 2, 3]);
    await model.logits([1, 2, 3, 4, 5]);
    await model.logits([1, 2, 6]);
    expect(passes()).toEqual([[0, 3], [3, 2], [2, 1]]);
    expect(model.forwardPasses).toBe(3);
    expect(model.positionsRead).toBe(6);
  });

  it('reads the last position again when the same sequence comes twice', async () => {
    await model.logits([1, 2, 3]);
    await model.logits([1, 2, 3]);
    expect(passes()).toEqual([[0, 3], [2, 1]]);
  });

  it('compares soft tokens by value', async () => {
    await model.logits([1, Float32Array.of(1, 2), 3, 4]);
    passes();
    await model.logits([1, Float32Array.of(1, 2), 3, 5]);
    await model.logits([1, Float32Array.of(1, 2.5), 3, 5]);
    await model.logits([1, 1, 3]);
    expect(passes()).toEqual([[3, 1], [1, 3], [1, 2]]);
  });

  it('stops between passes, and keeps what it has read', async () => {
    const stop = new AbortController();
    const sequence = [1, 2, 3, 4, 5, 6];
    await expect(model.logits(sequence, { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject({ code: 'stopped' });
    await model.logits(sequence);
    expect(passes()).toEqual([[0, 4], [4, 2]]);
  });

  it('refuses a prompt longer than its context', async () => {
    await expect(model.logits(new Array<number>(17).fill(1))).rejects.toMatchObject({ code: 'prompt-too-long' });
  });

  it('refuses two requests at once', async () => {
    const first = model.logits([1, 2]);
    await expect(model.logits([3])).rejects.toMatchObject({ code: 'busy' });
    await first;
  });

  it('refuses logits that are no finite numbers, at any pass, and starts over', async () => {
    await model.logits([1, 2, 3]);
    fake.logit.next = NaN;
    await expect(model.logits([1, 2, 3, 4])).rejects.toMatchObject({ code: 'device-wrong' });
    fake.logit.next = -Infinity;
    await expect(model.logits([1])).rejects.toMatchObject({ code: 'device-wrong' });
    expect(fake.live.size).toBe(0);
    delete fake.logit.next;
    passes();
    await model.logits([1, 2, 3]);
    expect(passes()).toEqual([[0, 3]]);
  });

  it('starts over after a failed pass', async () => {
    await model.logits([1, 2, 3]);
    fake.fail.next = new Error('the device was lost');
    await expect(model.logits([1, 2, 3, 4])).rejects.toMatchObject({ code: 'device-lost' });
    expect(fake.live.size).toBe(0);
    delete fake.fail.next;
    passes();
    await model.logits([1, 2, 3]);
    expect(passes()).toEqual([[0, 3]]);
  });

  it('holds one set of keys and values, and frees it', async () => {
    await model.logits([1, 2, 3]);
    await model.logits([1, 2, 3, 4]);
    expect(fake.live.size).toBe(2 * llm.layers);
    await model.dispose();
    expect(fake.live.size).toBe(0);
  });
});
