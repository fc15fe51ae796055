/**
 * SASRec (Kang and McAuley, 2018), frozen: the collaborative filtering model of A-LLMRec (paper, section 3).
 * n is the number of films in the history (at most maxLength), d the hidden size.
 */
import type { Manifest } from '../../bundle/manifest';
import { SafeTensors } from '../../bundle/safetensors';
import { finite } from '../finite';
import { chain, tf, useTensorflow, Weights, type Layer } from './layers';
import type { ScoredFilm } from '../types';

type Config = Manifest['sasrec'];

interface Block {
  attentionNorm: Layer;
  query: Layer;
  key: Layer;
  value: Layer;
  out: Layer;
  feedForwardNorm: Layer;
  feedForward: Layer;
}

export class SasRec {
  /** Item embeddings E, padding row left out: row r is film r. [warm, d] */
  readonly itemEmbeddings: Float32Array;
  readonly #items: tf.Tensor2D;
  readonly #positions: tf.Tensor2D;
  readonly #blocks: Block[];
  readonly #finalNorm: Layer;

  private constructor(
    readonly config: Config,
    readonly warm: number,
    readonly weights: Weights,
  ) {
    const { hiddenSize: d, blocks, maxLength, normEpsilon } = config;
    this.itemEmbeddings = weights.file.values('item_embedding', [warm + 1, d]).subarray(d);
    this.#items = weights.get('item_embedding', [warm + 1, d]) as tf.Tensor2D;
    this.#positions = weights.get('position_embedding', [maxLength, d]) as tf.Tensor2D;
    this.#finalNorm = weights.layerNorm('final_norm', d, normEpsilon);
    this.#blocks = Array.from({ length: blocks }, (_, i) => ({
      attentionNorm: weights.layerNorm(`blocks.${i}.attention_norm`, d, normEpsilon),
      query: weights.linear(`blocks.${i}.attention.query`, d, d),
      key: weights.linear(`blocks.${i}.attention.key`, d, d),
      value: weights.linear(`blocks.${i}.attention.value`, d, d),
      out: weights.linear(`blocks.${i}.attention.out`, d, d),
      feedForwardNorm: weights.layerNorm(`blocks.${i}.feed_forward_norm`, d, normEpsilon),
      feedForward: chain(weights.linear(`blocks.${i}.feed_forward.0`, d, d), tf.relu, weights.linear(`blocks.${i}.feed_forward.1`, d, d)),
    }));
  }

  /** @throws MatineeError 'file-invalid' when the weights do not fit the manifest. */
  static async load(bytes: Uint8Array, manifest: Manifest): Promise<SasRec> {
    await useTensorflow();
    return new SasRec(manifest.sasrec, manifest.catalogue.warm, new Weights(new SafeTensors(bytes, 'sasrec.safetensors')));
  }

  /**
   * The user representation x_u: the last position's output. [d]
   * @param rows films watched, oldest first; cold ones are left out because SASRec does not know them, and the last
   * maxLength of the rest are read. With none left, x_u is the final norm of a zero vector, its bias: the same for everybody.
   * @throws MatineeError 'file-invalid' when the weights give no finite numbers.
   */
  represent(rows: readonly number[]): Float32Array {
    return this.#read(this.#known(rows)).representation;
  }

  /**
   * What x_u is made of: how much the last position of the last block attends to each film that was read, the mean of its heads. They sum to 1.
   * @returns films in the order of the history; none where SASRec knows none.
   */
  attention(rows: readonly number[]): { row: number; weight: number }[] {
    const known = this.#known(rows);
    const { attention } = this.#read(known);
    return known.map((row, i) => ({ row, weight: attention[i]! }));
  }

  #known(rows: readonly number[]): number[] {
    return rows.filter((row) => row < this.warm).slice(-this.config.maxLength);
  }

  /** x_u [d], and the attention of the last position in the last block [n]. */
  #read(known: readonly number[]): { representation: Float32Array; attention: Float32Array } {
    const { hiddenSize: d, maxLength, embeddingScale } = this.config;
    let attention = new Float32Array();
    const representation = tf.tidy(() => {
      if (known.length === 0) return this.#finalNorm(tf.zeros([1, d])).dataSync<'float32'>();
      const n = known.length;
      const indices = known.map((row) => row + 1);
      // Histories are padded on the left and padding is masked, so only the last n positions need computing.
      const positions = tf.slice(this.#positions, [maxLength - n, 0], [n, d]);
      let x: tf.Tensor = tf.add(tf.mul(tf.gather(this.#items, indices), embeddingScale), positions); // [n, d]
      for (const block of this.#blocks)
        x = this.#block(block, x, (weights) => {
          if (block === this.#blocks.at(-1)) attention = tf.mean(weights, 0).dataSync<'float32'>().slice(-n); // [heads, n, n] -> its last row
        });
      return this.#finalNorm(tf.slice(x, [n - 1, 0], [1, d])).dataSync<'float32'>();
    });
    return { representation: finite(representation, 'the user representation', this.weights.file.file), attention };
  }

  /** The `limit` films with the highest scores, best first; those of the history are left out, and others that were watched and are no sign of taste. */
  rank(rows: readonly number[], limit: number, watched: readonly number[] = []): ScoredFilm[] {
    const met = new Set([...rows, ...watched]);
    const scores = this.scores(this.represent(rows));
    return Array.from(scores, (score, row) => ({ row, score }))
      .filter(({ row }) => !met.has(row))
      .sort((a, b) => b.score - a.score || a.row - b.row)
      .slice(0, limit);
  }

  /** x_u . E_i of every warm film. [warm] */
  scores(userRepresentation: Float32Array): Float32Array {
    const d = this.config.hiddenSize;
    const scores = new Float32Array(this.warm);
    for (let row = 0; row < this.warm; row++) {
      let score = 0;
      for (let c = 0; c < d; c++) score += userRepresentation[c]! * this.itemEmbeddings[row * d + c]!;
      scores[row] = score;
    }
    return finite(scores, 'a score', this.weights.file.file);
  }

  dispose(): void {
    this.weights.dispose();
  }

  #block(block: Block, x: tf.Tensor, onWeights: (weights: tf.Tensor) => void): tf.Tensor {
    const normed = block.attentionNorm(x);
    const original = this.config.norm === 'sasrec';
    // The original code normalises the query only and keeps it as the residual.
    const attended = this.#attention(block, normed, original ? x : normed, onWeights); // [n, d]
    const y = tf.add(original ? normed : x, attended);
    const fed = block.feedForwardNorm(y);
    return tf.add(original ? fed : y, block.feedForward(fed));
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
