/** NaN would rank, decode and be shown as a percentage like any number, so it is refused where a network first gives it. */
import { MatineeError } from '../errors';

/**
 * `values`, every one of them a finite number.
 * @param what they are, and the file whose network gave them.
 * @throws MatineeError 'file-invalid': weights that overflow belong to a damaged bundle, or to another model.
 */
export function finite(values: Float32Array, what: string, file: string): Float32Array {
  if (values.every(Number.isFinite)) return values;
  throw new MatineeError(
    'file-invalid',
    `The model file ${file} is damaged, or made for another model: ${what} that it gives is not made of finite numbers.`,
    'Export the bundle again, or load another one.',
  );
}
