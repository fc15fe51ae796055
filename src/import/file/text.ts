/** Bytes to text, or a sentence that says what the bytes are instead. */
import { MatineeError } from '../../errors';

/** First bytes of what people choose by mistake. */
const SIGNATURES: readonly [name: string, bytes: readonly number[], offset?: number][] = [
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['an image', [0x89, 0x50, 0x4e, 0x47]],
  ['an image', [0xff, 0xd8, 0xff]],
  ['an image', [0x47, 0x49, 0x46, 0x38]],
  ['an image', [0x57, 0x45, 0x42, 0x50], 8],
  ['an image', [0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69], 4],
  ['a video', [0x66, 0x74, 0x79, 0x70], 4],
  ['a video', [0x1a, 0x45, 0xdf, 0xa3]],
  ['an archive other than zip', [0x1f, 0x8b]],
  ['an archive other than zip', [0x37, 0x7a, 0xbc, 0xaf]],
  ['an archive other than zip', [0x52, 0x61, 0x72, 0x21]],
  ['an archive other than zip', [0xfd, 0x37, 0x7a, 0x58]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
];

const begins = (bytes: Uint8Array, with_: readonly number[], offset = 0) => with_.every((byte, i) => bytes[offset + i] === byte);

export const isZip = (bytes: Uint8Array): boolean => begins(bytes, [0x50, 0x4b, 0x03, 0x04]) || begins(bytes, [0x50, 0x4b, 0x05, 0x06]);

const EXPORT = 'Choose the CSV, JSON or zip file that the service exports, or a plain list with a “Title (Year)” on each line.';

/**
 * The text of a file in UTF-8, UTF-16 or Windows-1252, with or without a byte order mark; line ends become "\n".
 * @throws MatineeError 'import-unreadable' for an image, a PDF, a web page and the like, 'import-no-films' for an empty file.
 */
export function decodeText(bytes: Uint8Array): string {
  const other = SIGNATURES.find(([, signature, offset]) => begins(bytes, signature, offset));
  if (other) throw new MatineeError('import-unreadable', `This file is ${other[0]}, not a watch history.`, EXPORT);
  const text = withoutPadding(decoder(bytes).decode(bytes).replace(/\r\n?/g, '\n'));
  if (text.trim() === '') throw new MatineeError('import-no-films', 'This file is empty.', 'Export it again, and wait until the download is complete.');
  const controls = count(text, (code) => code < 9 || (code > 13 && code < 32));
  if (controls > Math.min(text.length, LOOK) / 200) throw new MatineeError('import-unreadable', 'This file is not text, so it is no watch history.', EXPORT);
  if (/^\s*(?:<!doctype html|<html|<head|<body|<\?xml|<!--)/i.test(text))
    throw new MatineeError(
      'import-unreadable',
      'This file is a web page, not the export itself.',
      'On the service’s page use its export or download link (“Save page as” saves the page), then choose the file it gives you.',
    );
  return text;
}

function decoder(bytes: Uint8Array): TextDecoder {
  if (begins(bytes, [0xff, 0xfe])) return new TextDecoder('utf-16le');
  if (begins(bytes, [0xfe, 0xff])) return new TextDecoder('utf-16be');
  // Without a mark: every other byte of Latin text in UTF-16 is 0.
  const [even, odd] = [0, 1].map((from) => bytes.subarray(0, 512).filter((byte, i) => i % 2 === from && byte === 0).length) as [number, number];
  const half = Math.min(bytes.length, 512) / 2;
  if (odd > 0.6 * half && even < 0.1 * half) return new TextDecoder('utf-16le');
  if (even > 0.6 * half && odd < 0.1 * half) return new TextDecoder('utf-16be');
  // What is not UTF-8 is what Excel writes instead. A letter cut at the end, or one that a tool broke, leaves the rest UTF-8.
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = count(text, (code) => code === 0xfffd);
  const letters = count(text, (code) => code > 127 && code !== 0xfffd);
  return new TextDecoder(broken > letters ? 'windows-1252' : 'utf-8');
}

/** Enough of a text to know its kind. */
const LOOK = 1024 ** 2;

function count(text: string, is: (code: number) => boolean): number {
  let found = 0;
  for (let i = 0; i < Math.min(text.length, LOOK); i++) if (is(text.charCodeAt(i))) found++;
  return found;
}

/** Some tools fill a file's end with zeros or Ctrl+Z. The last line end stays: it says that the last row is whole. */
function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s\0\x1a]/.test(text[end - 1]!)) end--;
  const whole = text.includes('\n', end);
  return text.slice(text.startsWith('\ufeff') ? 1 : 0, end) + (whole ? '\n' : '');
}
