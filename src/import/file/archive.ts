/** The text files of a zip, unpacked within a limit: sizes are counted while inflating, because a zip's own numbers may lie. */
import { Unzip, UnzipInflate } from 'fflate';
import { MatineeError } from '../../errors';
import { MAX_UNPACKED_BYTES } from './limits';

export interface Entry {
  /** With its folders. */
  name: string;
  bytes: Uint8Array;
}

const PIECE = 64 * 1024;
const MAX_ENTRIES = 10_000;

const isText = (name: string) => /\.(?:csv|tsv|json|txt)$/i.test(name) && !/(?:^|\/)(?:__MACOSX\/|\.)/.test(name);

/** @throws MatineeError 'import-cut', 'import-too-large' or 'import-unreadable' */
export function unpack(bytes: Uint8Array): Entry[] {
  const damaged = (cause?: unknown) =>
    new MatineeError(
      'import-cut',
      'This zip file is damaged, incomplete or locked with a password.',
      'Download it again, or unpack it yourself and choose the CSV or JSON file in it.',
      { cause },
    );
  if (!hasEnd(bytes)) throw damaged();
  const entries: Entry[] = [];
  let unpacked = 0;
  let names = 0;
  let workbook = false;
  let open = 0;
  const reader = new Unzip((file) => {
    if (++names > MAX_ENTRIES) throw tooLarge();
    workbook ||= file.name.startsWith('xl/');
    if (!isText(file.name)) return;
    const pieces: Uint8Array[] = [];
    open++;
    file.ondata = (error, piece, final) => {
      if (error) throw error;
      unpacked += piece.length;
      if (unpacked > MAX_UNPACKED_BYTES) throw tooLarge();
      pieces.push(piece);
      if (!final) return;
      open--;
      entries.push({ name: file.name, bytes: joined(pieces) });
    };
    file.start();
  });
  reader.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += PIECE) reader.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
  } catch (error) {
    throw error instanceof MatineeError ? error : damaged(error);
  }
  if (open > 0) throw damaged();
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- set while the file is read, in callbacks
  if (workbook) throw new MatineeError('import-unreadable', 'This file is an Excel workbook.', 'Save it as CSV (“Save as”, CSV UTF-8), then choose that file.');
  return entries;
}

/** A zip ends with its directory's end record, and a comment of 64 KB at most: a download that was cut has none. */
function hasEnd(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--)
    if (bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 5 && bytes[at + 3] === 6) return true;
  return false;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const tooLarge = () =>
  new MatineeError(
    'import-too-large',
    `Unpacked, this zip file has more than ${MAX_UNPACKED_BYTES / 1024 ** 2} MB of text: no watch history has.`,
    'Unpack it yourself and choose the CSV or JSON file with your films.',
  );
