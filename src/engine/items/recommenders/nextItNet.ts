/** NextItNet (Yuan et al., 2019): residual blocks of dilated causal convolutions over the history. */
import { tf, type Layer, type Weights } from '../layers';
import { Network, type Config } from './recommender';

const KERNEL = 3;
const DILATIONS = [1, 4] as const; // of the blocks in turn; a block's second convolution has twice its first one's

export class NextItNet extends Network {
  /** Of every block, its two convolutions one after the other. [n, d] -> [n, d] */
  readonly #blocks: Layer[];
  readonly #out: Layer;

  constructor(config: Config, warm: number, weights: Weights) {
    super(config, warm, weights);
    const { hiddenSize: d, blocks, normEpsilon } = config;
    this.#blocks = Array.from({ length: blocks }, (_, i) => {
      const dilation = DILATIONS[i % DILATIONS.length]!;
      const first = convolution(weights, `blocks.${i}.first`, d, dilation, normEpsilon);
      const second = convolution(weights, `blocks.${i}.second`, d, 2 * dilation, normEpsilon);
      return (x) => second(first(x));
    });
    this.#out = weights.linear('out', d, d);
  }

  protected override read(known: readonly number[]): tf.Tensor {
    const { hiddenSize: d } = this.config;
    const n = known.length;
    if (n === 0) return this.#out(tf.zeros([1, d]));
    const x = this.#blocks.reduce((value, block) => tf.add(value, block(value)), this.embedded(known)); // [n, d]
    return this.#out(tf.slice(x, [n - 1, 0], [1, d]));
  }
}

/** A causal convolution (what lies before the history is zero), normalised, and its ReLU. */
function convolution(weights: Weights, name: string, d: number, dilation: number, epsilon: number): Layer {
  const weight = weights.get(`${name}.convolution.weight`, [d, d, KERNEL]);
  const taps = Array.from({ length: KERNEL }, (_, tap) =>
    weights.made(`${name}, tap ${tap}`, () => tf.reshape(tf.slice(weight, [0, 0, tap], [d, d, 1]), [d, d])),
  );
  const bias = weights.get(`${name}.convolution.bias`, [d]);
  const norm = weights.layerNorm(`${name}.norm`, d, epsilon);
  return (x) => {
    const [n = 0] = x.shape;
    let sum: tf.Tensor = bias;
    for (let tap = 0; tap < KERNEL; tap++) {
      const back = (KERNEL - 1 - tap) * dilation;
      if (back >= n) continue;
      const earlier = tf.pad(tf.slice(x, [0, 0], [n - back, d]), [
        [back, 0],
        [0, 0],
      ]);
      sum = tf.add(sum, tf.matMul(earlier, taps[tap]!, false, true));
    }
    return tf.relu(norm(sum));
  };
}
