import { expect, it } from 'vitest';
import { Stopwatch } from './stopwatch';

it('counts what one request cost, whatever the model did before', () => {
  const model = { forwardPasses: 7, positionsRead: 100 };
  const watch = new Stopwatch(model);
  model.forwardPasses += 2;
  model.positionsRead += 30; // of a prompt of 50
  watch.prefilled(50);
  model.forwardPasses++;
  model.positionsRead += 3; // the answer's
  watch.token(false);
  watch.token(true);
  watch.token(true);
  expect(watch.timings()).toMatchObject({ promptTokens: 50, reusedTokens: 20, forwardPasses: 3, generatedTokens: 1, forcedTokens: 2 });
});
