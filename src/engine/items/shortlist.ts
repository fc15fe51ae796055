/**
 * Candidates from the whole catalogue: the films whose soft tokens lie nearest to the user's, whether collaborative filtering knows them or not. Soft
 * tokens are compared in the subspace that the language model was taught to compare, by cosine, as Stage 2 brought them together.
 * k is the subspace's width, h LLM width.
 */
import type { SafeTensors } from '../../bundle/safetensors';
import { finite } from '../finite';

export class Shortlist {
  private constructor(
    /** [k, h], orthonormal rows. */
    private readonly basis: Float32Array,
    /** Unit coordinates of each film's soft token, made with the bundle. [films, k] */
    private readonly coordinates: Float32Array,
    private readonly width: number,
  ) {}

  /**
   * Of an aligner's weights; undefined where the bundle has none: another language model than opt-mini has no such subspace.
   * @param width k, as the manifest has it
   */
  static of(file: SafeTensors, films: number, hiddenSize: number, width: number | undefined): Shortlist | undefined {
    if (width === undefined) return undefined;
    const read = (name: string, shape: number[]) => finite(file.values(name, shape), `"${name}"`, file.file);
    return new Shortlist(read('retrieval_basis', [width, hiddenSize]), read('item_coordinates', [films, width]), width);
  }

  /**
   * Rows of the `count` nearest films, nearest first.
   * @param userToken the user's soft token. [h]
   * @param leftOut rows that are not candidates.
   */
  nearest(userToken: Float32Array, count: number, leftOut: ReadonlySet<number>): number[] {
    const scores = this.cosines(userToken);
    return Array.from(scores.keys())
      .filter((row) => !leftOut.has(row))
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .slice(0, count);
  }

  /** Of the user's soft token [h] with every film's. [films] */
  cosines(userToken: Float32Array): Float32Array {
    const { basis, width } = this;
    const h = userToken.length;
    const user = Float32Array.from({ length: width }, (_, k) => {
      let sum = 0;
      for (let i = 0; i < h; i++) sum += basis[k * h + i]! * userToken[i]!;
      return sum;
    });
    const length = Math.max(Math.hypot(...user), 1e-12);
    return this.#products(user.map((value) => value / length));
  }

  /** Of one film's soft token with every film's. [films] */
  cosinesOfFilm(row: number): Float32Array {
    return this.#products(this.coordinates.subarray(row * this.width, (row + 1) * this.width));
  }

  #products(direction: Float32Array): Float32Array {
    const { coordinates, width } = this;
    const products = new Float32Array(coordinates.length / width);
    for (let row = 0, at = 0; row < products.length; row++) {
      let sum = 0;
      for (let k = 0; k < width; k++, at++) sum += coordinates[at]! * direction[k]!;
      products[row] = sum;
    }
    return products;
  }
}
