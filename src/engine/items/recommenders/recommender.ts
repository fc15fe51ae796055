/**
 * What every collaborative filter is to the rest of the method (paper, section 3): user representations of histories, and item embeddings.
 * n is the number of films read of a history (at most maxLength), d the hidden size.
 */
import type { Manifest } from '../../../bundle/manifest';
import { finite } from '../../finite';
import { tf, type Weights } from '../layers';
import type { ScoredFilm } from '../../types';

export type Config = Manifest['sasrec'];

export abstract class Recommender {
  constructor(
    readonly config: Config,
    readonly warm: number,
    readonly weights: Weights,
    /** Item embeddings E, padding row left out: row r is film r. [warm, d] */
    readonly itemEmbeddings: Float32Array,
  ) {}

  /**
   * The user representation x_u. [d]
   * @param rows films watched, oldest first; cold ones are left out because the recommender does not know them, and the last
   * maxLength of the rest are read. With none left, x_u is the same for everybody.
   * @throws MatineeError 'file-invalid' when the weights give no finite numbers.
   */
  abstract represent(rows: readonly number[]): Float32Array;

  /**
   * What x_u is made of, where the network has attention: how much the last position of the last block attends to each film that was read. They sum to 1.
   * @returns films in the order of the history; none where the recommender knows none.
   */
  attention?(rows: readonly number[]): { row: number; weight: number }[];

  /** The `limit` films with the highest scores, best first; those of the history are left out, and others that were watched and are no sign of taste. */
  rank(rows: readonly number[], limit: number, watched: readonly number[] = []): ScoredFilm[] {
    const met = new Set([...rows, ...watched]);
    const scores = this.scores(this.represent(rows));
    return Array.from(scores, (score, row) => ({ row, score }))
      .filter(({ row }) => !met.has(row))
      .sort((a, b) => b.score - a.score || a.row - b.row)
      .slice(0, limit);
  }

  /** Of every warm film: x_u . E_i, unless the network has a score of its own. [warm] */
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
}

/** One network, on tfjs: x_u is the output after the last film read. */
export abstract class Network extends Recommender {
  /** Item embeddings with the padding row first. [warm + 1, d] */
  protected readonly items: tf.Tensor2D;

  constructor(config: Config, warm: number, weights: Weights) {
    const shape = [warm + 1, config.hiddenSize];
    super(config, warm, weights, weights.values('item_embedding', shape).subarray(config.hiddenSize));
    this.items = weights.get('item_embedding', shape) as tf.Tensor2D;
  }

  /** The output after the last film read [1, d]; its caller tidies up. @param known rows, oldest first, maybe none. */
  protected abstract read(known: readonly number[]): tf.Tensor;

  override represent(rows: readonly number[]): Float32Array {
    const representation = tf.tidy(() => this.read(this.known(rows)).dataSync<'float32'>());
    return finite(representation, 'the user representation', this.weights.file.file);
  }

  /** The last maxLength films that the recommender knows. */
  protected known(rows: readonly number[]): number[] {
    return rows.filter((row) => row < this.warm).slice(-this.config.maxLength);
  }

  /** Item embeddings of films, times embeddingScale. [n, d] */
  protected embedded(known: readonly number[]): tf.Tensor {
    return tf.mul(
      tf.gather(
        this.items,
        known.map((row) => row + 1),
      ),
      this.config.embeddingScale,
    );
  }
}
