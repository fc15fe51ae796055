import { expect, it } from 'vitest';
import { AnswerIndex } from './answerIndex';
import { generateAnswer } from './decode';
import { causal, fakeLanguageModel } from '../../testing/engine';

const END = 9;
const ANSWERS = [
  [4, 5, END],
  [4, 6, END],
  [7, END],
  [4, 5, END],
  [4, 5, 8, END],
];
const NOBODY = new Set<number>();
/** Prefers 7, then 6, then 5; wherever it stands. */
const model = () => fakeLanguageModel(() => [0, 0, 0, 0, 1, 5, 6, 7, 8, 9]);
const PROMPT = [1, 2, 3];

it('knows what may follow each beginning, and what ends there', () => {
  const index = new AnswerIndex(ANSWERS);
  expect(index.after(index.root, NOBODY)).toEqual({ tokens: new Set([4, 7]), ended: [] });
  const four = index.follow(index.root, 4);
  expect(index.after(four, NOBODY).tokens).toEqual(new Set([5, 6]));
  const five = index.follow(four, 5);
  expect(index.after(five, NOBODY).tokens).toEqual(new Set([8, END]));
  expect(index.after(index.follow(five, END), NOBODY)).toEqual({ tokens: new Set(), ended: [0, 3] });
  expect(index.after(index.follow(five, 1), NOBODY)).toEqual({ tokens: new Set(), ended: [] });
});

it('lets what is left out lead nowhere', () => {
  const index = new AnswerIndex(ANSWERS);
  expect(index.after(index.root, new Set([2])).tokens).toEqual(new Set([4]));
  expect(index.after(index.follow(index.root, 4), new Set([0, 3, 4])).tokens).toEqual(new Set([6]));
});

async function generate(...leftOut: number[]) {
  const written: { id: number; forced: boolean }[] = [];
  const lm = model();
  const first = Float32Array.from([0, 0, 0, 0, 1, 5, 6, 7, 8, 9]);
  const allowed = [{ index: new AnswerIndex(ANSWERS), leftOut: new Set(leftOut) }];
  const named = await generateAnswer(lm, causal(PROMPT), first, allowed, (token) => written.push(token));
  return { named, written, passes: lm.asked };
}

it('generates nothing but an answer: the model chooses where there is a choice, the rest is forced', async () => {
  expect(await generate()).toEqual({ named: [[2]], written: [{ id: 7, forced: false }, { id: END, forced: true }], passes: [] }); // prettier-ignore
  const { named, written, passes } = await generate(2, 1);
  expect(named).toEqual([[0, 3]]);
  expect(written).toEqual([
    { id: 4, forced: true },
    { id: 5, forced: true },
    { id: END, forced: false },
  ]);
  expect(passes).toEqual([[[...PROMPT, 4, 5]]]); // what was forced is read together
});
