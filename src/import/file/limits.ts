/** How much of a file is read. An export of a lifetime's films is a few megabytes. */
import { MatineeError } from '../../errors';

export const MAX_FILE_BYTES = 64 * 1024 ** 2;

/** Of a zip's text files, all together, when unpacked. */
export const MAX_UNPACKED_BYTES = 64 * 1024 ** 2;

export const MAX_ROWS = 200_000;

/** Asked before a file is read, so that a film instead of a list of films costs nothing. @throws MatineeError 'import-too-large' */
export function checkSize(bytes: number): void {
  if (bytes <= MAX_FILE_BYTES) return;
  throw new MatineeError(
    'import-too-large',
    `This file has ${Math.round(bytes / 1024 ** 2)} MB. A watch history has a few, and ${MAX_FILE_BYTES / 1024 ** 2} MB are read at most.`,
    'Choose the export itself (a CSV, JSON or zip file), or split it.',
  );
}

/** @throws MatineeError 'import-too-large' */
export function checkRows(rows: number): void {
  if (rows > MAX_ROWS)
    throw new MatineeError(
      'import-too-large',
      `This file has more than ${MAX_ROWS.toLocaleString('en')} rows.`,
      'It holds more than one person’s history: cut it to yours.',
    );
}
