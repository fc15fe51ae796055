/** SBERT's embeddings of the catalogue, computed when the bundle was made: int8 with one scale. [films, textSize] */
import { MatineeError } from '../../errors';
import type { Manifest } from '../../bundle/manifest';

export class TextEmbeddings {
  readonly #values: Int8Array;

  /** @throws MatineeError 'file-invalid' when the size does not fit the manifest. */
  constructor(
    bytes: Uint8Array,
    private readonly manifest: Manifest,
  ) {
    const expected = manifest.catalogue.films * manifest.aligner.textSize;
    if (bytes.byteLength !== expected)
      throw new MatineeError(
        'file-invalid',
        `sbert-embeddings.bin has ${bytes.byteLength} bytes, expected ${expected}.`,
        'Export the bundle again, or load another one.',
      );
    this.#values = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** SBERT's embedding of a film. [textSize] */
  row(row: number): Float32Array {
    const { textSize } = this.manifest.aligner;
    const scale = this.manifest.sbert.embeddingScale;
    return Float32Array.from(this.#values.subarray(row * textSize, (row + 1) * textSize), (value) => value * scale);
  }
}
