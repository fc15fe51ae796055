/** SBERT's embeddings of the catalogue, computed when the bundle was made: int8 with one scale. [films, textSize] */
import { MatineeError } from '../../errors';
import type { Manifest } from '../../bundle/manifest';
import type { ScoredFilm } from '../types';

export class TextEmbeddings {
  #values: Int8Array | null = null;
  /** Resolves when they are there. @throws MatineeError of the download, or 'file-invalid'. */
  readonly arrived: Promise<void>;

  /**
   * @param bytes a promise on a slow network, where films that need no text do for a start
   * @throws MatineeError 'file-invalid' when the size does not fit the manifest.
   */
  constructor(
    bytes: Uint8Array | Promise<Uint8Array>,
    private readonly manifest: Manifest,
  ) {
    if (bytes instanceof Promise) {
      this.arrived = bytes.then((come) => this.#take(come));
      this.arrived.catch(() => undefined); // whoever waits for it hears of it
    } else {
      this.#take(bytes);
      this.arrived = Promise.resolve();
    }
  }

  get there(): boolean {
    return this.#values !== null;
  }

  #take(bytes: Uint8Array): void {
    const expected = this.manifest.catalogue.films * this.manifest.aligner.textSize;
    if (bytes.byteLength !== expected)
      throw new MatineeError(
        'file-invalid',
        `sbert-embeddings.bin has ${bytes.byteLength} bytes, expected ${expected}.`,
        'Export the bundle again, or load another one.',
      );
    this.#values = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /**
   * The films whose texts are nearest to a text, nearest first; `score` is the cosine.
   * @param text SBERT's embedding of it, L2-normalised. [textSize]
   * @param leftOut rows that are not looked at.
   * @param first films with a larger number come before all others. [films]
   */
  nearest(text: Float32Array, count: number, leftOut: ReadonlySet<number>, first?: Uint8Array | null): ScoredFilm[] {
    const values = this.#read();
    const { textSize } = this.manifest.aligner;
    const scored: ScoredFilm[] = [];
    for (let row = 0, at = 0; at < values.length; row++) {
      let dot = 0;
      let square = 0;
      for (let k = 0; k < textSize; k++, at++) {
        const value = values[at]!;
        dot += value * text[k]!;
        square += value * value; // rounded to int8, a length is not quite 1
      }
      if (!leftOut.has(row)) scored.push({ row, score: dot / Math.sqrt(square || 1) });
    }
    return scored.sort((a, b) => (first ? first[b.row]! - first[a.row]! : 0) || b.score - a.score || a.row - b.row).slice(0, count);
  }

  /** SBERT's embedding of a film. [textSize] */
  row(row: number): Float32Array {
    const { textSize } = this.manifest.aligner;
    const scale = this.manifest.sbert.embeddingScale;
    return Float32Array.from(this.#read().subarray(row * textSize, (row + 1) * textSize), (value) => value * scale);
  }

  /** @throws MatineeError 'not-loaded' before they have arrived. */
  #read(): Int8Array {
    if (this.#values) return this.#values;
    throw new MatineeError('not-loaded', 'The texts of the catalogue are still on their way.', 'Ask again when they have arrived.');
  }
}
