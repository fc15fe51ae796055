/** Whether a device computes right, found before it answers anybody: a fixed prompt, against numbers that came with the bundle. */
import { MatineeError } from '../../errors';
import type { Manifest } from '../../bundle/manifest';
import type { NextToken } from './languageModel';
import { QUESTION, type Sequence, type Token } from './sequence';

/** Read first and kept, so that the second pass attends to keys and values that were kept and gathered, as a recommendation's does. */
const FIRST_SHARE = 0.6;

/** The largest difference to the bundle's numbers. */
export async function largestDifference(model: NextToken, { tokens, columns, logits }: NonNullable<Manifest['llm']['selfTest']>): Promise<number> {
  await model.logits(chain(tokens.slice(0, Math.ceil(tokens.length * FIRST_SHARE))));
  const [computed] = await model.logits(chain(tokens));
  return columns.reduce((most, column, i) => Math.max(most, Math.abs(computed![column]! - logits[i]!)), 0);
}

/**
 * Runs the bundle's self-test; a bundle without one gets a single token, which finds no more than that the device runs it and gives finite numbers.
 * @returns the largest difference to the bundle's numbers, of logits; null of a bundle without a self-test.
 * @throws MatineeError 'device-wrong', or as `NextToken.logits` does.
 */
export async function selfTest(model: NextToken, llm: Manifest['llm'], device: 'webgpu' | 'wasm'): Promise<number | null> {
  if (!llm.selfTest) {
    await model.logits(chain([llm.bos]));
    return null;
  }
  const difference = await largestDifference(model, llm.selfTest);
  if (difference <= llm.selfTest.tolerance) return difference;
  throw new MatineeError(
    'device-wrong',
    `The language model computes wrong numbers on ${device === 'webgpu' ? 'WebGPU' : 'WASM'}: in its self-test they are off by ${difference.toPrecision(2)}.`,
    device === 'webgpu'
      ? 'Switch the device to WASM, which is slower and computes on the processor.'
      : 'Load the model again. If it happens again, update the browser or use another one, or load another bundle: this one may be damaged.',
  );
}

const chain = (tokens: readonly Token[]): Sequence => ({ tokens, blocks: tokens.map(() => QUESTION), positions: tokens.map((_, i) => i) });
