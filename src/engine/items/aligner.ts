/**
 * The aligner (paper, section 4): Stage 1 encoders into the joint space and Stage 2 projections into the language model's.
 * MLP-LLM (table 1) is without Stage 1. n items, d CF width, d' joint width, h LLM width.
 */
import { nameOf, type Manifest } from '../../bundle/manifest';
import { SafeTensors } from '../../bundle/safetensors';
import { finite } from '../finite';
import { Shortlist } from './shortlist';
import { apply, chain, gelu, tf, useTensorflow, Weights, type Layer } from './layers';

export class Aligner {
  readonly #itemEncoder: Layer;
  readonly #textEncoder: Layer;
  readonly #userProjection: Layer;
  readonly #itemProjection: Layer;
  readonly #history: { projection: Layer; recency: number } | undefined;

  private constructor(
    readonly weights: Weights,
    readonly cfSize: number,
    readonly textSize: number,
    readonly jointSize: number,
    readonly hiddenSize: number,
    private readonly config: Manifest['aligner'],
    /** Finds candidates in the whole catalogue, where the bundle can. */
    readonly shortlist: Shortlist | undefined,
  ) {
    const leakyRelu: Layer = (x) => tf.leakyRelu(x, config.leakyReluSlope);
    const projection = (name: string, inputs: number, activation: Layer) =>
      chain(
        weights.linear(`${name}.0`, inputs, hiddenSize),
        weights.layerNorm(`${name}.1`, hiddenSize, config.normEpsilon),
        activation,
        weights.linear(`${name}.3`, hiddenSize, hiddenSize),
        ...(config.normalisedSoftTokens ? [normalised(weights.file.values(`${name}.scale`)[0]!)] : []),
      );
    const encoder = (name: string, inputs: number) => chain(weights.linear(name, inputs, jointSize), tf.sigmoid);
    this.#itemEncoder = config.stage1 ? encoder('item_encoder', cfSize) : (x) => x;
    this.#textEncoder = config.stage1 ? encoder('text_encoder', textSize) : noTexts;
    this.#userProjection = projection('user_projection', cfSize, leakyRelu);
    this.#itemProjection = projection('item_projection', jointSize, gelu);
    if (config.historyRecency !== undefined)
      this.#history = { projection: weights.matrix('history_projection', hiddenSize, hiddenSize), recency: config.historyRecency };
  }

  /** @throws MatineeError 'file-invalid' when the weights do not fit the manifest. */
  static async load(bytes: Uint8Array, manifest: Manifest): Promise<Aligner> {
    await useTensorflow();
    const { aligner, catalogue, sasrec, llm, files } = manifest;
    const file = new SafeTensors(bytes, nameOf(files.aligner));
    const shortlist = Shortlist.of(file, catalogue.films, llm.hiddenSize, aligner.shortlistSize);
    return new Aligner(new Weights(file), sasrec.hiddenSize, aligner.textSize, aligner.jointSize, llm.hiddenSize, aligner, shortlist);
  }

  /** f_I: item embeddings E of SASRec -> joint embeddings e. [n, d] -> [n, d'] (equation 1) */
  itemEncoder(itemEmbeddings: Float32Array): Float32Array {
    return this.#run(this.#itemEncoder, itemEmbeddings, this.cfSize, 'a joint embedding');
  }

  /** f_T: SBERT's embeddings -> joint embeddings q. [n, textSize] -> [n, d'] (equation 1) */
  textEncoder(textEmbeddings: Float32Array): Float32Array {
    return this.#run(this.#textEncoder, textEmbeddings, this.textSize, 'a joint embedding');
  }

  /** F_U: user representation x_u -> one soft token. [n, d] -> [n, h] (section 4.2) */
  userProjection(userRepresentations: Float32Array): Float32Array {
    return this.#run(this.#userProjection, userRepresentations, this.cfSize, "the user's soft token");
  }

  /** F_I: joint embeddings -> one soft token an item. [n, d'] -> [n, h] (section 4.2) */
  itemProjection(jointEmbeddings: Float32Array): Float32Array {
    return this.#run(this.#itemProjection, jointEmbeddings, this.jointSize, "an item's soft token");
  }

  /**
   * The user's soft token: F_U(x_u), which in some bundles is turned towards the films of the history, the latest ones most (a
   * deviation from the paper). [d] and soft tokens of the history, oldest first [n, h] -> [h]
   */
  userToken(userRepresentation: Float32Array, historyTokens: Float32Array): Float32Array {
    const token = this.userProjection(userRepresentation);
    if (!this.#history || historyTokens.length === 0) return token;
    const mean = recencyWeightedMean(historyTokens, this.hiddenSize, this.#history.recency);
    const added = this.#run(this.#history.projection, mean, this.hiddenSize, "the user's soft token");
    const length = norm(token);
    return finite(
      scaled(
        token.map((value, k) => value / length + added[k]!),
        length,
      ),
      "the user's soft token",
      this.weights.file.file,
    );
  }

  /**
   * The user's soft token for a question about all that was watched, of which the prompt shows the last films: beside the subspace that retrieval
   * compares, where opt-mini's soft tokens carry genres, it turns towards the mean of the whole history's (a deviation from the paper; the same token
   * in bundles without). [h] and [n][h] -> [h]
   */
  ofWholeHistory(user: Float32Array, history: readonly Float32Array[]): Float32Array {
    const share = this.config.wholeHistoryShare;
    if (share === undefined || !this.shortlist || history.length === 0) return user;
    const own = this.shortlist.beside(user);
    const watched = this.shortlist.beside(sum(history));
    const turned = scaled(
      own.map((value, k) => ((1 - share) * value) / norm(own) + (share * watched[k]!) / norm(watched)),
      norm(own),
    );
    return finite(
      user.map((value, k) => value - own[k]! + turned[k]!),
      "the user's soft token",
      this.weights.file.file,
    );
  }

  dispose(): void {
    this.weights.dispose();
  }

  /** @throws MatineeError 'file-invalid' when the weights give no finite numbers. */
  #run(layer: Layer, input: Float32Array, width: number, what: string): Float32Array {
    return input.length === 0 ? input : finite(apply(layer, input, input.length / width, width), what, this.weights.file.file);
  }
}

/** MLP-LLM's text encoder. */
const noTexts: Layer = () => {
  throw new Error('MLP-LLM has no joint embedding of a text.');
};

/** Mean of the rows' directions, each weighing `recency` of the one after it. [n, width] -> [width] */
function recencyWeightedMean(rows: Float32Array, width: number, recency: number): Float32Array {
  const mean = new Float32Array(width);
  const count = rows.length / width;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const weight = recency ** (count - 1 - i);
    const direction = scaled(rows.subarray(i * width, (i + 1) * width), weight);
    for (let k = 0; k < width; k++) mean[k]! += direction[k]!;
    total += weight;
  }
  return mean.map((value) => value / total);
}

/** [n][h] -> [h] */
function sum(rows: readonly Float32Array[]): Float32Array {
  const total = new Float32Array(rows[0]!.length);
  for (const row of rows) for (let k = 0; k < total.length; k++) total[k]! += row[k]!;
  return total;
}

const norm = (vector: Float32Array): number => Math.max(Math.hypot(...vector), 1e-12);

/** The vector with another length. */
function scaled(vector: Float32Array, length: number): Float32Array {
  const factor = length / norm(vector);
  return vector.map((value) => value * factor);
}

/** The deviation that `normalisedSoftTokens` names: soft tokens of one length, which training learns. */
function normalised(scale: number): Layer {
  return (x) => {
    const length = tf.maximum(tf.norm(x, 'euclidean', -1, true), 1e-12);
    return tf.mul(tf.div(x, length), scale);
  };
}
