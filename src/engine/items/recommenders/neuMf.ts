/**
 * NCF (He et al., 2017), its NeuMF, with users known by their histories: a product (GMF) and a multi-layer perceptron over user and item.
 * The first half of a representation, and of an item embedding, is GMF's, the second the perceptron's.
 */
import { finite } from '../../finite';
import { tf, type Layer, type Weights } from '../layers';
import { Network, type Config } from './recommender';

const POWER = 0.5; // of the history's length

export class NeuMf extends Network {
  readonly #histories: tf.Tensor2D;
  readonly #product: Float32Array;
  readonly #ofUser: Layer;
  readonly #ofItem: Layer;
  readonly #hidden: Layer[];
  readonly #perceptron: Layer;

  constructor(config: Config, warm: number, weights: Weights) {
    super(config, warm, weights);
    const { hiddenSize: d, blocks: layers } = config;
    const half = d / 2;
    this.#histories = weights.get('history_embedding', [warm + 1, d]) as tf.Tensor2D;
    this.#product = weights.values('product.weight', [1, half]);
    this.#ofUser = weights.linear('of_user', half, half);
    this.#ofItem = weights.matrix('of_item', half, half);
    this.#hidden = Array.from({ length: layers - 1 }, (_, i) => weights.linear(`hidden.${i}`, half >> i, half >> (i + 1)));
    this.#perceptron = weights.linear('perceptron', half >> (layers - 1), 1);
  }

  /** The sum of the history's embeddings over a power of its length, as in FISM (Kabbur et al., 2013): it forgets the order. */
  protected override read(known: readonly number[]): tf.Tensor {
    if (known.length === 0) return tf.zeros([1, this.config.hiddenSize]);
    const indices = known.map((row) => row + 1);
    return tf.div(tf.sum(tf.gather(this.#histories, indices), 0, true), known.length ** POWER);
  }

  /** GMF's and the perceptron's, of every warm film. [warm] */
  override scores(userRepresentation: Float32Array): Float32Array {
    const { hiddenSize: d } = this.config;
    const half = d / 2;
    const scores = tf.tidy(() => {
      let x = tf.relu(tf.add(this.#ofUser(tf.tensor2d(userRepresentation.subarray(half), [1, half])), this.#items())); // [warm, half]
      for (const layer of this.#hidden) x = tf.relu(layer(x));
      return this.#perceptron(x).dataSync<'float32'>();
    });
    const user = this.#product.map((weight, c) => weight * userRepresentation[c]!);
    for (let row = 0; row < this.warm; row++) for (let c = 0; c < half; c++) scores[row]! += user[c]! * this.itemEmbeddings[row * d + c]!;
    return finite(scores, 'a score', this.weights.file.file);
  }

  /** The items' half of the perceptron's first layer, which no history changes: made at the first scores. [warm, half] */
  #items(): tf.Tensor {
    const half = this.config.hiddenSize / 2;
    return this.weights.made('of_item of all items', () => this.#ofItem(tf.slice(this.items, [1, half], [this.warm, half])));
  }
}
