/** GRU4Rec (Hidasi et al., 2016): a GRU over the history. */
import { tf, type Layer, type Weights } from '../layers';
import { Network, type Config } from './recommender';

interface Cell {
  /** [r, z, n] of the input and of the state. [1, d] -> [1, 3 d] */
  input: Layer;
  state: Layer;
}

export class Gru4Rec extends Network {
  readonly #cells: Cell[];
  readonly #out: Layer;

  constructor(config: Config, warm: number, weights: Weights) {
    super(config, warm, weights);
    const { hiddenSize: d, blocks } = config;
    this.#cells = Array.from({ length: blocks }, (_, i) => ({ input: half(weights, 'ih', i, d), state: half(weights, 'hh', i, d) }));
    this.#out = weights.linear('out', d, d);
  }

  protected override read(known: readonly number[]): tf.Tensor {
    const { hiddenSize: d } = this.config;
    let x = known.length > 0 ? this.embedded(known) : tf.zeros([0, d]); // [n, d]
    let last: tf.Tensor = tf.zeros([1, d]);
    for (const cell of this.#cells) {
      if (known.length === 0) break;
      const inputs = tf.split(cell.input(x), known.length); // n times [1, 3 d]
      const states: tf.Tensor[] = [];
      last = tf.zeros([1, d]);
      for (const input of inputs) states.push((last = step(input, cell.state(last), last)));
      x = tf.concat(states);
    }
    return this.#out(last);
  }
}

/** PyTorch's: the reset gate works on the state's part of the new one, bias and all. */
function step(input: tf.Tensor, state: tf.Tensor, last: tf.Tensor): tf.Tensor {
  const [ri, zi, ni] = tf.split(input, 3, 1);
  const [rs, zs, ns] = tf.split(state, 3, 1);
  const reset = tf.sigmoid(tf.add(ri!, rs!));
  const kept = tf.sigmoid(tf.add(zi!, zs!));
  const fresh = tf.tanh(tf.add(ni!, tf.mul(reset, ns!)));
  return tf.add(tf.mul(tf.sub(1, kept), fresh), tf.mul(kept, last));
}

function half(weights: Weights, part: 'ih' | 'hh', layer: number, d: number): Layer {
  const weight = weights.get(`gru.weight_${part}_l${layer}`, [3 * d, d]);
  const bias = weights.get(`gru.bias_${part}_l${layer}`, [3 * d]);
  return (x) => tf.add(tf.matMul(x, weight, false, true), bias);
}
