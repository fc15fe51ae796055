import { describe, expect, it } from 'vitest';
import { generate, rankCandidates, rankSoftened, softmax } from './decode';
import { causal, fakeLanguageModel } from '../../testing/engine';
import { buildTrie } from './trie';
import type { Tokenizer } from './tokenizer';

const END = 9;
const PROMPT = [1, 2, 3];

/** Logits that prefer token t by `bias[t]`, wherever it stands. */
const constant = (bias: Record<number, number>) => () => Array.from({ length: 10 }, (_, token) => bias[token] ?? 0);

async function rank(answers: number[][], logitsAfter: (sequence: readonly unknown[]) => number[]) {
  const model = fakeLanguageModel(logitsAfter);
  const { probabilities, best } = await rankCandidates(model, causal(PROMPT), buildTrie(answers));
  return { probabilities: answers.map((_, i) => probabilities.get(i)!), best, passes: model.asked };
}

describe('the ranking of the candidates', () => {
  it('multiplies the softmax over the children of each branching node', async () => {
    const { probabilities, passes } = await rank(
      [
        [4, 5, END],
        [4, 6, END],
        [7, END],
      ],
      constant({ 4: 1, 5: 2, 7: 0.5 }),
    );
    const [first] = softmax(Float32Array.from(constant({ 4: 1, 7: 0.5 })()), [4, 7]);
    const [second] = softmax(Float32Array.from(constant({ 5: 2 })()), [5, 6]);
    expect(probabilities[0]).toBeCloseTo(first! * second!, 6);
    expect(probabilities[1]).toBeCloseTo(first! * (1 - second!), 6);
    expect(probabilities[2]).toBeCloseTo(1 - first!, 6);
    expect(passes).toEqual([
      [
        [1, 2, 3],
        [1, 2, 3, 4],
      ],
    ]); // both in one pass
  });

  it('sums to 1 and reads every branching node, and no forced token, in one pass', async () => {
    const answers = [
      [4, 4, 5, END],
      [4, 4, 6, END],
      [4, 7, END],
      [5, 5, 5, 5, END],
      [6, END],
    ];
    const { probabilities, passes } = await rank(answers, (sequence) => Array.from({ length: 10 }, (_, t) => Math.sin(t * sequence.length)));
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect(passes).toEqual([[PROMPT, [...PROMPT, 4], [...PROMPT, 4, 4]]]);
  });

  it('answers with the most probable title, which is not always where the likeliest first token leads', async () => {
    // Token 4 has 0.5 but three titles share it; token 5 has 0.3 alone.
    const bias = { 4: Math.log(0.5), 5: Math.log(0.3), 6: Math.log(0.2), 7: 0, 8: 0, 9: 0 };
    const { best, probabilities } = await rank(
      [
        [4, 7, END],
        [4, 8, END],
        [4, 9, END],
        [5, 7, 8, END],
        [6, END],
      ],
      constant(bias),
    );
    expect(best.candidate).toBe(3);
    expect(probabilities.indexOf(Math.max(...probabilities))).toBe(3);
    expect(best.tokens).toEqual([
      { id: 5, forced: false },
      { id: 7, forced: true },
      { id: 8, forced: true },
      { id: END, forced: true },
    ]);
  });

  it('shares a probability among candidates with one and the same answer', async () => {
    const { probabilities } = await rank(
      [
        [4, END],
        [4, END],
        [5, END],
      ],
      constant({}),
    );
    expect(probabilities).toEqual([0.25, 0.25, 0.5]);
  });

  it('reads the prompt alone for a single candidate', async () => {
    const { probabilities, passes } = await rank([[4, 5, END]], constant({}));
    expect(probabilities).toEqual([1]);
    expect(passes).toEqual([[PROMPT]]);
  });

  it('gives each a probability when one answer ends inside another', async () => {
    const { probabilities } = await rank(
      [
        [4, END],
        [4, END, 5, END],
      ],
      constant({}),
    );
    expect(probabilities).toEqual([0.5, 0.5]);
  });
});

describe('the calibration of the probabilities', () => {
  const probabilities = new Map([
    [0, 0.04],
    [1, 0.9],
    [2, 0.02],
    [3, 0.04],
    [4, 1e-250],
    [5, 0],
  ]);
  const order = [1, 0, 3, 2, 4, 5];
  const sum = (ranking: readonly { probability: number }[]) => ranking.reduce((total, { probability }) => total + probability, 0);

  it.each([0.05, 0.5, 1, 2.5, 40, 1e9])('keeps the order at temperature %d, and sums to 1', (temperature) => {
    const ranking = rankSoftened(probabilities, temperature);
    expect(ranking.map(({ candidate }) => candidate)).toEqual(order);
    expect(ranking.map(({ probability }) => probability)).toEqual(ranking.map(({ probability }) => probability).sort((a, b) => b - a));
    expect(sum(ranking)).toBeCloseTo(1, 12);
  });

  it('makes p proportional to p^(1/T)', () => {
    const [first, second] = rankSoftened(
      new Map([
        [0, 0.2],
        [1, 0.8],
      ]),
      2,
    );
    expect(first!.probability / second!.probability).toBeCloseTo(2, 12);
  });

  it('changes nothing at temperature 1, which is the default', () => {
    for (const { candidate, probability } of rankSoftened(probabilities)) expect(probability).toBeCloseTo(probabilities.get(candidate)!, 12);
  });
});

describe('free generation', () => {
  const letters = 'abcdefgh"$';
  const tokenizer = {
    stream: () => {
      const stream = { text: '', push: (id: number) => ((stream.text += letters[id]!), letters[id]!), end: () => '' };
      return stream;
    },
  } as unknown as Tokenizer;
  const stop = { tokenizer, end: '"', eos: 9, limit: 5 };
  const oneHot = (token: number) => Array.from({ length: 10 }, (_, t) => (t === token ? 1 : 0));

  async function run(script: number[]) {
    const model = fakeLanguageModel((sequence) => oneHot(script[sequence.length - PROMPT.length]!));
    const shown: string[] = [];
    const text = await generate(model, causal(PROMPT), Float32Array.from(oneHot(script[0]!)), stop, (piece) => shown.push(piece));
    return { text, shown, passes: model.asked.length };
  }

  it('stops at the end mark, which it does not show', async () => {
    expect(await run([0, 1, 8])).toEqual({ text: 'ab', shown: ['a', 'b', ''], passes: 2 });
  });
  it('stops at the end of text', async () => {
    expect(await run([2, 9])).toEqual({ text: 'c', shown: ['c', ''], passes: 1 });
  });
  it('writes the next best where a token is refused', async () => {
    const model = fakeLanguageModel(() => [9, 5, 1, 0, 0, 0, 0, 0, 0, 0]);
    const refused = (text: string) => [...text].map((letter) => letters.indexOf(letter));
    const text = await generate(model, causal(PROMPT), Float32Array.of(9, 5, 1, 0, 0, 0, 0, 0, 0, 0), { ...stop, limit: 3, refused }, () => undefined);
    expect(text).toBe('abc');
  });
  it('stops at the limit', async () => {
    expect(await run([0, 0, 0, 0, 0, 0, 0])).toMatchObject({ text: 'aaaaa', passes: 4 });
  });
});
