/** Films that facts.json says are pornography: they are in no list that the page makes by itself. */
import * as v from 'valibot';
import { MatineeError } from '../../errors';

const table = v.object({ adult: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), []) });

/** Their rows. @throws MatineeError 'file-invalid'. */
export function adultRows(bytes: Uint8Array): number[] {
  try {
    return v.parse(table, JSON.parse(new TextDecoder().decode(bytes))).adult;
  } catch (cause) {
    throw new MatineeError('file-invalid', 'facts.json cannot be read.', 'Export the bundle again, or load another one.', { cause });
  }
}
