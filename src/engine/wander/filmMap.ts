/** The map of a catalogue, made with the bundle: each item's joint embedding on a plane (t-SNE, training/aligner/film_map.py). */
import { MatineeError } from '../../errors';
import type { Manifest } from '../../bundle/manifest';

/** Where every film stands: x, y from 0 to 65535, y upwards. [films * 2] @throws MatineeError 'file-invalid' when the size does not fit the manifest. */
export function readMap(bytes: Uint8Array, { catalogue }: Pick<Manifest, 'catalogue'>): Uint16Array {
  const expected = catalogue.films * 4;
  if (bytes.byteLength !== expected)
    throw new MatineeError('file-invalid', `map.bin has ${bytes.byteLength} bytes, expected ${expected}.`, 'Export the bundle again, or load another one.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: expected / 2 }, (_, i) => view.getUint16(i * 2, true));
}
