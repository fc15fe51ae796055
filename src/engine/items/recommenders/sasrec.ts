/**
 * SASRec (Kang and McAuley, 2018), frozen: the collaborative filtering model of A-LLMRec (paper, section 3); and eSASRec (arXiv 2508.06450), whose blocks are gated.
 * n is the number of films in the history (at most maxLength), d the hidden size.
 */
import { finite } from '../../finite';
import { chain, tf, type Layer, type Weights } from '../layers';
import { Network, type Config } from './recommender';

const SWIGLU = 4; // width of a gated feed-forward's hidden layer, times d

interface Block {
  attentionNorm: Layer;
  query: Layer;
  key: Layer;
  value: Layer;
  out: Layer;
  feedForwardNorm: Layer;
  feedForward: Layer;
  /** eSASRec's (LiGR): what is added to x passes through a sigmoid of them. */
  attentionGate?: Layer;
  feedForwardGate?: Layer;
}

export class SasRec extends Network {
  readonly #positions: tf.Tensor2D;
  readonly #blocks: Block[];
  readonly #finalNorm: Layer;

  constructor(config: Config, warm: number, weights: Weights) {
    super(config, warm, weights);
    const { hiddenSize: d, blocks, maxLength, normEpsilon } = config;
    this.#positions = weights.get('position_embedding', [maxLength, d]) as tf.Tensor2D;
    this.#finalNorm = weights.layerNorm('final_norm', d, normEpsilon);
    this.#blocks = Array.from({ length: blocks }, (_, i) => ({
      attentionNorm: weights.layerNorm(`blocks.${i}.attention_norm`, d, normEpsilon),
      query: weights.linear(`blocks.${i}.attention.query`, d, d),
      key: weights.linear(`blocks.${i}.attention.key`, d, d),
      value: weights.linear(`blocks.${i}.attention.value`, d, d),
      out: weights.linear(`blocks.${i}.attention.out`, d, d),
      feedForwardNorm: weights.layerNorm(`blocks.${i}.feed_forward_norm`, d, normEpsilon),
      ...(config.architecture === 'esasrec' ? gated(weights, i, d) : { feedForward: feedForward(weights, i, d) }),
    }));
  }

  override represent(rows: readonly number[]): Float32Array {
    return this.#attend(rows).representation;
  }

  override attention(rows: readonly number[]): { row: number; weight: number }[] {
    const { attention } = this.#attend(rows);
    return this.known(rows).map((row, i) => ({ row, weight: attention[i]! }));
  }

  /** With no film known, the final norm of a zero vector: its bias. */
  protected override read(known: readonly number[], onWeights: (weights: tf.Tensor) => void = () => undefined): tf.Tensor {
    const { hiddenSize: d, maxLength } = this.config;
    const n = known.length;
    if (n === 0) return this.#finalNorm(tf.zeros([1, d]));
    // Histories are padded on the left and padding is masked, so only the last n positions need computing.
    let x: tf.Tensor = tf.add(this.embedded(known), tf.slice(this.#positions, [maxLength - n, 0], [n, d])); // [n, d]
    for (const block of this.#blocks) x = this.#block(block, x, block === this.#blocks.at(-1) ? onWeights : () => undefined);
    return this.#finalNorm(tf.slice(x, [n - 1, 0], [1, d]));
  }

  /** x_u [d], and the attention of the last position in the last block, the mean of its heads [n]. */
  #attend(rows: readonly number[]): { representation: Float32Array; attention: Float32Array } {
    const known = this.known(rows);
    let attention = new Float32Array();
    const representation = tf.tidy(() =>
      this.read(known, (weights) => {
        attention = tf.mean(weights, 0).dataSync<'float32'>().slice(-known.length); // [heads, n, n] -> its last row
      }).dataSync<'float32'>(),
    );
    return { representation: finite(representation, 'the user representation', this.weights.file.file), attention };
  }

  #block(block: Block, x: tf.Tensor, onWeights: (weights: tf.Tensor) => void): tf.Tensor {
    const normed = block.attentionNorm(x);
    const original = this.config.norm === 'sasrec';
    // The original code normalises the query only and keeps it as the residual.
    const attended = this.#attention(block, normed, original ? x : normed, onWeights); // [n, d]
    const y = tf.add(original ? normed : x, through(block.attentionGate, x, attended));
    const fed = block.feedForwardNorm(y);
    return tf.add(original ? fed : y, through(block.feedForwardGate, y, block.feedForward(fed)));
  }

  /** Causal multi-head attention. [n, d], [n, d] -> [n, d] */
  #attention(block: Block, queries: tf.Tensor, keys: tf.Tensor, onWeights: (weights: tf.Tensor) => void): tf.Tensor {
    const { hiddenSize: d, heads } = this.config;
    const n = queries.shape[0];
    const split = (x: tf.Tensor) => tf.transpose(tf.reshape(x, [n, heads, d / heads]), [1, 0, 2]); // [heads, n, d/heads]
    const scores = tf.div(tf.matMul(split(block.query(queries)), split(block.key(keys)), false, true), Math.sqrt(d / heads));
    const future = tf.sub(1, tf.linalg.bandPart(tf.ones([n, n]), -1, 0)); // [n, n], 1 above the diagonal
    const weights = tf.softmax(tf.sub(scores, tf.mul(future, 1e9))); // [heads, n, n]
    onWeights(weights);
    const mixed = tf.matMul(weights, split(block.value(keys)));
    return block.out(tf.reshape(tf.transpose(mixed, [1, 0, 2]), [n, d]));
  }
}

function through(gate: Layer | undefined, x: tf.Tensor, added: tf.Tensor): tf.Tensor {
  return gate ? tf.mul(tf.sigmoid(gate(x)), added) : added;
}

function feedForward(weights: Weights, i: number, d: number): Layer {
  return chain(weights.linear(`blocks.${i}.feed_forward.0`, d, d), tf.relu, weights.linear(`blocks.${i}.feed_forward.1`, d, d));
}

/** LiGR's gates, and SwiGLU. */
function gated(weights: Weights, i: number, d: number): Pick<Block, 'feedForward' | 'attentionGate' | 'feedForwardGate'> {
  const gate = weights.matrix(`blocks.${i}.feed_forward.gate`, d, SWIGLU * d);
  const up = weights.matrix(`blocks.${i}.feed_forward.up`, d, SWIGLU * d);
  const down = weights.matrix(`blocks.${i}.feed_forward.down`, SWIGLU * d, d);
  return {
    feedForward(x) {
      const opened = gate(x);
      return down(tf.mul(tf.mul(opened, tf.sigmoid(opened)), up(x)));
    },
    attentionGate: weights.linear(`blocks.${i}.attention_gate`, d, d),
    feedForwardGate: weights.linear(`blocks.${i}.feed_forward_gate`, d, d),
  };
}
