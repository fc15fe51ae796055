import { expect, it } from 'vitest';
import { causal, fakeLanguageModel } from '../../testing/engine';
import { choices, CHOICES } from './choices';
import { CONSTANT, QUESTION, type Sequence, type Token } from './sequence';

const END = 9;
/** Films 1 to 8, a block each, whose answers are their numbers. */
const films = (...numbers: number[]): Sequence => ({
  tokens: [0, ...numbers, 0],
  blocks: [CONSTANT, ...numbers.map((_, i) => 2 + i), QUESTION],
  positions: [0, ...numbers.map(() => 1), 2],
});
const answers = (...numbers: number[]) => numbers.map((number) => [number, END]);
const blocks = (...numbers: number[]) => numbers.map((_, i) => 2 + i);
const indices = (values: readonly unknown[]) => [...values.keys()];

/** While film 1 is there it is the best, and the others look alike but for the wrong way round; without it, the greater the better. */
const drowned = (tokens: readonly Token[]) => Array.from({ length: 10 }, (_, token) => (tokens.includes(1) ? (token === 1 ? 5 : -token / 100) : token));

async function all(numbers: number[], model = fakeLanguageModel(drowned), asBlocks = true) {
  const lists = [];
  const prompt = asBlocks ? films(...numbers) : causal([0, ...numbers]);
  for await (const { order } of choices(model, prompt, answers(...numbers), asBlocks ? blocks(...numbers) : null, indices(numbers)))
    lists.push(order.map((candidate) => numbers[candidate]!));
  return { lists, asked: model.asked };
}

it('takes the first choice out and asks again: what it drowned comes to light', async () => {
  const { lists, asked } = await all([3, 1, 2, 4]);
  expect(lists).toEqual([
    [1, 2, 3, 4],
    [1, 4, 3, 2],
    [1, 4, 3, 2],
  ]);
  expect(asked.map(([first]) => first)).toEqual([
    [0, 3, 1, 2, 4, 0],
    [0, 3, 2, 4, 0],
    [0, 3, 2, 0],
  ]);
});

it('decides so many places, and leaves the rest as the last question has it', async () => {
  const { lists } = await all([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(lists).toHaveLength(CHOICES);
  expect(lists.at(-1)).toEqual([1, 8, 7, 6, 5, 4, 3, 2]);
});

it('asks once for one candidate, and of a prompt in plain causal order, out of which nothing can be taken', async () => {
  expect((await all([7])).lists).toEqual([[7]]);
  expect((await all([3, 1, 2], undefined, false)).lists).toEqual([[1, 2, 3]]);
});

it('names the one that has precedence of those that the prompt calls the same', async () => {
  const same = [
    [4, END],
    [4, END],
    [4, END],
  ];
  const found = [];
  for await (const { order } of choices(fakeLanguageModel(drowned), films(4, 4, 4), same, blocks(4, 4, 4), [2, 0, 1])) found.push(order);
  expect(found.at(-1)).toEqual([2, 0, 1]);
});
