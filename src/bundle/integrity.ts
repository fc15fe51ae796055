/** Bytes are what the manifest says, or they are refused. */
import { MatineeError } from '../errors';

export interface Expected {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** @throws MatineeError 'network' where the browser offers no SubtleCrypto: on a page that came over plain http. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  if (!subtle)
    throw new MatineeError(
      'network',
      'This page came over plain http, where browsers do not let it check the model files that it downloads.',
      'Open it over https, or on localhost.',
    );
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param name the file's, for the visitor.
 * @throws MatineeError 'file-altered' when size or hash differ.
 */
export async function verify(bytes: Uint8Array, expected: Expected, name: string): Promise<void> {
  if (bytes.byteLength < expected.bytes)
    throw altered(`${name} arrived incomplete: ${bytes.byteLength.toLocaleString('en')} of ${expected.bytes.toLocaleString('en')} bytes.`);
  if (bytes.byteLength > expected.bytes) throw altered(`${name} is larger than the manifest says: more than ${expected.bytes.toLocaleString('en')} bytes.`);
  if ((await sha256(bytes)) !== expected.sha256) throw altered(`${name} has been altered: its contents are not those that the manifest describes.`);
}

export function altered(message: string): MatineeError {
  return new MatineeError('file-altered', message, 'Try again. If it happens again, the copy of the model on this server is damaged: tell whoever runs it.');
}
