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
   * @param coordinates of other soft tokens of the films than the bundle's, as `coordinatesOf` gives them. [films, k]
   */
  nearest(userToken: Float32Array, count: number, leftOut: ReadonlySet<number>, coordinates = this.coordinates): number[] {
    const scores = this.cosines(userToken, coordinates);
    const rows = Array.from(scores.keys()).filter((row) => !leftOut.has(row));
    // Numbers alone are sorted natively: most films are left out before any two are compared.
    const least =
      Float32Array.from(rows, (row) => scores[row]!)
        .sort()
        .at(-count) ?? -Infinity;
    return rows
      .filter((row) => scores[row]! >= least)
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .slice(0, count);
  }

  /** Of the user's soft token [h] with every film's. [films] */
  cosines(userToken: Float32Array, coordinates = this.coordinates): Float32Array {
    const user = this.#compared(userToken);
    const length = Math.max(Math.hypot(...user), 1e-12);
    return this.#products(
      user.map((value) => value / length),
      coordinates,
    );
  }

  /** Of one film's soft token with every film's. [films] */
  cosinesOfFilm(row: number): Float32Array {
    return this.#products(this.coordinates.subarray(row * this.width, (row + 1) * this.width), this.coordinates);
  }

  #products(direction: Float32Array, coordinates: Float32Array): Float32Array {
    const { width } = this;
    const products = new Float32Array(coordinates.length / width);
    for (let row = 0, at = 0; row < products.length; row++) {
      let sum = 0;
      for (let k = 0; k < width; k++, at++) sum += coordinates[at]! * direction[k]!;
      products[row] = sum;
    }
    return products;
  }

  /** Which of some soft tokens is the nearest to the user's, the first of equals. [items][h] */
  closest(userToken: Float32Array, tokens: readonly Float32Array[]): number {
    const user = this.#compared(userToken);
    const cosines = tokens.map((token) => cosine(user, this.#compared(token)));
    return cosines.indexOf(Math.max(...cosines));
  }

  /** What a soft token carries beside the subspace: in opt-mini's, the genres. [h] -> [h] */
  beside(token: Float32Array): Float32Array {
    const compared = this.#compared(token);
    return token.map((value, i) => compared.reduce((rest, coordinate, k) => rest - coordinate * this.basis[k * token.length + i]!, value));
  }

  /** Unit coordinates of soft tokens. [n][h] -> [n, k] */
  coordinatesOf(tokens: readonly Float32Array[]): Float32Array {
    const coordinates = new Float32Array(tokens.length * this.width);
    tokens.forEach((token, row) => {
      const projected = this.#compared(token);
      const length = Math.max(Math.hypot(...projected), 1e-12);
      projected.forEach((value, k) => (coordinates[row * this.width + k] = value / length));
    });
    return coordinates;
  }

  /** A soft token in the subspace. [h] -> [k] */
  #compared(token: Float32Array): Float32Array {
    const { basis, width } = this;
    const h = token.length;
    return Float32Array.from({ length: width }, (_, k) => {
      let sum = 0;
      for (let i = 0; i < h; i++) sum += basis[k * h + i]! * token[i]!;
      return sum;
    });
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  for (let i = 0; i < a.length; i++) product += a[i]! * b[i]!;
  return product / Math.max(Math.hypot(...a) * Math.hypot(...b), 1e-12);
}
