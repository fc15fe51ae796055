import { beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../bundle/manifest';
import { causal, fakeRuntime, safetensors } from '../../testing/engine';
import { LanguageModel } from './languageModel';
import { CONSTANT, QUESTION, USER, type Sequence, type Token } from './sequence';

const llm = { vocabularySize: 8, hiddenSize: 2, layers: 2, heads: 1, contextLength: 40, positionOffset: 2 };
const embeddings = safetensors({
  token_embedding: { shape: [8, 2], values: Array.from({ length: 16 }, (_, i) => Math.floor(i / 2)) }, // token t is [t, t]
  position_embedding: { shape: [42, 2], values: Array.from({ length: 84 }, (_, i) => Math.floor(i / 2) / 100) }, // position p is (p + 2) / 100
});

let fake: ReturnType<typeof fakeRuntime>;
const load = (limits: { chunk?: number; keptBytes?: number } = { chunk: 4 }) =>
  LanguageModel.load(fake.runtime, new Uint8Array(), embeddings, { llm } as Manifest, limits);

let model: LanguageModel;
beforeEach(async () => {
  fake = fakeRuntime(8);
  model = await load();
});

/** [constant] [user] [constant] films... [constant] films... question: each film is two tokens at the list's positions. */
function blocks(user: Token, history: number[], candidates: number[]): Sequence {
  const rows: [Token, number, number][] = [
    [1, CONSTANT, 0],
    [user, USER, 1],
    [2, CONSTANT, 2],
  ];
  let film = USER;
  const list = (films: number[], at: number) => {
    for (const token of films) {
      film++;
      rows.push([token, film, at], [7, film, at + 1]);
    }
  };
  list(history, 3);
  rows.push([3, CONSTANT, 5]);
  list(candidates, 6);
  rows.push([6, QUESTION, 8], [user, QUESTION, 9]);
  return { tokens: rows.map(([token]) => token), blocks: rows.map(([, block]) => block), positions: rows.map(([, , position]) => position) };
}

const counts = () => fake.runs.map(({ count }) => count);
const USER_TOKEN = Float32Array.of(0.25, 0.5);

describe('a prompt in plain causal order', () => {
  it('reads token rows and soft tokens at their positions, each attending to itself and what stands before it', async () => {
    await model.logits(causal([3, USER_TOKEN]));
    expect(Array.from(fake.runs[0]!.embeds)).toEqual([3.02, 3.02, 0.28, 0.53].map(Math.fround));
    expect(fake.runs[0]!.attends).toEqual([[1], [1, 2]]); // 0 is the row that stands for an empty past
  });

  it('reads long prompts in pieces and says how far it is', async () => {
    const seen: [number, number][] = [];
    const [logits] = await model.logits(causal([1, 2, 3, 4, 5, 6, 7, 1, 2]), { onProgress: (done, total) => seen.push([done, total]) });
    expect(counts()).toEqual([4, 4, 1]);
    expect(seen).toEqual([
      [4, 9],
      [8, 9],
      [9, 9],
    ]);
    expect(logits![0]).toBe(9);
  });

  it('reads only what differs from the prompt before, and always the last position', async () => {
    await model.logits(causal([1, 2, 3]));
    await model.logits(causal([1, 2, 3, 4, 5]));
    await model.logits(causal([1, 2, 6]));
    await model.logits(causal([1, 2, 6]));
    expect(counts()).toEqual([3, 2, 1, 1]);
    expect(fake.runs[2]!.past).toBe(2);
    expect(model.positionsRead).toBe(7);
  });

  it('compares soft tokens by value', async () => {
    await model.logits(causal([1, Float32Array.of(1, 2), 3, 4]));
    await model.logits(causal([1, Float32Array.of(1, 2), 3, 5]));
    await model.logits(causal([1, Float32Array.of(1, 2.5), 3, 5]));
    expect(counts()).toEqual([4, 1, 3]);
  });

  it('gives the logits behind continuations, which see their ancestors alone, in the same pass', async () => {
    const logits = await model.logits(causal([1, 2]), { continuations: { tokens: [3, 4, 5], parents: [-1, 0, -1] } });
    expect(logits).toHaveLength(4);
    expect(counts()).toEqual([5]);
    const [, , third, fourth, fifth] = fake.runs[0]!.attends;
    expect([third, fourth, fifth]).toEqual([
      [1, 2, 3],
      [1, 2, 3, 4],
      [1, 2, 5],
    ]);
    expect(fake.runs[0]!.embeds[4 * 2]).toBeCloseTo(5.04); // position 2, as token 3's
    expect(model.positionsRead).toBe(2);
  });
});

describe('films as blocks', () => {
  it('reads constant text, then films that see it and themselves, then what is asked, which sees all', async () => {
    model = await load({ chunk: 100 });
    await model.logits(blocks(USER_TOKEN, [4], [5, 6]));
    expect(counts()).toEqual([3, 6, 3]);
    const [constants, films, asked] = fake.runs;
    expect(constants!.attends).toEqual([[1], [1, 2], [1, 2, 3]]);
    expect(films!.attends).toEqual([
      [0, 1, 3], // the history's film does not see the text behind it
      [0, 1, 3, 4],
      [0, 1, 2, 5],
      [0, 1, 2, 5, 6],
      [0, 1, 2, 7],
      [0, 1, 2, 7, 8],
    ]);
    // Of the constant text the user's token sees what stands before it; the question sees everything.
    expect(asked!.attends).toEqual([[0, 9], Array.from({ length: 11 }, (_, i) => i), Array.from({ length: 12 }, (_, i) => i)]);
  });

  it('asks again for the price of the question: in another order, of some of the films, of another user', async () => {
    model = await load({ chunk: 100 });
    await model.logits(blocks(USER_TOKEN, [4, 1], [5, 6, 2]));
    await model.logits(blocks(USER_TOKEN, [1, 4], [6, 2, 5])); // the same question: only its last position is read for its logits
    await model.logits(blocks(USER_TOKEN, [1, 4], [6, 5]));
    await model.logits(blocks(Float32Array.of(3, 4), [4], [2]));
    expect(counts()).toEqual([3, 10, 3, 1, 3, 3]);
  });

  it('reads a film in each list that it stands in, for it stands at other positions there', async () => {
    model = await load({ chunk: 100 });
    await model.logits(blocks(USER_TOKEN, [4], [5]));
    await model.logits(blocks(USER_TOKEN, [5], [4]));
    expect(counts()).toEqual([3, 4, 3, 4, 3]);
  });

  it('reads nothing again where prompts of other texts take turns, and only the text that is new of one that begins the same', async () => {
    model = await load({ chunk: 100 });
    const first = blocks(USER_TOKEN, [4], [5]);
    const texts = (of: Sequence, from: Token, to: Token): Sequence => ({ ...of, tokens: of.tokens.map((token) => (token === from ? to : token)) });
    await model.logits(first);
    await model.logits(texts(first, 3, 2)); // another text behind the history: the film in the history is the same, the candidate is not
    await model.logits(texts(first, 1, 0)); // another beginning
    await model.logits(first);
    await model.logits(texts(first, 1, 0));
    expect(counts()).toEqual([3, 4, 3, 1, 2, 3, 3, 4, 3, 3, 3]);
  });

  it('reads as many films in a pass as it takes', async () => {
    await model.logits(blocks(USER_TOKEN, [1, 2, 3], [4, 5]));
    expect(counts()).toEqual([3, 4, 4, 2, 3]);
  });

  it('keeps films up to a bound, and frees those that were not used for longest', async () => {
    model = await load({ chunk: 100, keptBytes: 4 * 2 * (2 * 2 * 2 * 4) }); // four films of two positions; 2 layers, keys and values, 2 floats each
    await model.logits(blocks(USER_TOKEN, [], [1, 2, 3, 4]));
    await model.logits(blocks(USER_TOKEN, [], [1, 5]));
    fake.runs.length = 0;
    await model.logits(blocks(USER_TOKEN, [], [1, 5, 4, 3]));
    expect(counts()).toEqual([3]);
    await model.logits(blocks(USER_TOKEN, [], [2]));
    expect(counts()).toEqual([3, 2, 3]);
  });
});

describe('what goes wrong', () => {
  it('stops between passes, and goes on where it stopped', async () => {
    const stop = new AbortController();
    const sequence = causal([1, 2, 3, 4, 5, 6, 7]);
    await expect(model.logits(sequence, { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject({ code: 'stopped' });
    await model.logits(sequence);
    expect(counts()).toEqual([4, 3]);
  });

  it('refuses a prompt that stands beyond the context, with its continuations', async () => {
    await expect(model.logits(causal(new Array<number>(41).fill(1)))).rejects.toMatchObject({ code: 'prompt-too-long' });
    await expect(model.logits(causal(new Array<number>(40).fill(1)), { continuations: { tokens: [1], parents: [-1] } })).rejects.toMatchObject({
      code: 'prompt-too-long',
    });
  });

  it('does one thing at a time', async () => {
    const first = model.logits(causal([1, 2]));
    await expect(model.logits(causal([3]))).rejects.toMatchObject({ code: 'busy' });
    await first;
  });

  it.each([
    ['logits that are no numbers', 'device-wrong', () => (fake.logit.next = NaN)],
    ['a lost device', 'device-lost', () => (fake.fail.next = new Error('the device was lost'))],
  ])('forgets what it has read after %s', async (_, code, breaks) => {
    await model.logits(blocks(USER_TOKEN, [4], [5]));
    breaks();
    await expect(model.logits(blocks(USER_TOKEN, [4], [5]))).rejects.toMatchObject({ code });
    fake.runs.length = 0;
    delete fake.logit.next;
    delete fake.fail.next;
    await model.logits(blocks(USER_TOKEN, [4], [5]));
    expect(counts()).toEqual([3, 4, 3]);
  });
});
