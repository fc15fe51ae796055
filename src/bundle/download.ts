/** One download: retried when the network fails, abortable, never larger than expected, with errors that name the file. */
import { altered } from './integrity';
import { MatineeError, throwIfStopped } from '../errors';

export interface DownloadOptions {
  /** The file's name, for the visitor. */
  name: string;
  /** The download ends when more than this has arrived. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
  /** Change of the bytes that have arrived; negative when an attempt is given up and begins anew. */
  onBytes?: ((change: number) => void) | undefined;
  cache?: RequestCache;
  tries?: number;
  /** Time without a byte after which an attempt is given up. */
  stalledMs?: number;
  /** Time before the second attempt; twice as long before the third. */
  backoffMs?: number;
}

/** What a stopped download says. */
export const STOPPED = { message: 'The download was stopped.', nextStep: 'Load the model again to go on: what has arrived is kept.' };
const CHECK_CONNECTION = 'Check the connection and try again; what has arrived is kept.';

/** @throws MatineeError 'file-missing', 'file-altered', 'network' or 'stopped'. */
export async function download(url: string, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { name, signal, tries = 3, backoffMs = 500 } = options;
  for (let attempt = 1; ; attempt++) {
    throwIfStopped(signal, STOPPED);
    try {
      return await attemptDownload(url, options);
    } catch (cause) {
      throwIfStopped(signal, STOPPED);
      if (cause instanceof MatineeError && cause.code !== 'network') throw cause;
      if (attempt < tries) {
        await pause(backoffMs * 2 ** (attempt - 1), signal);
        continue;
      }
      if (cause instanceof MatineeError) throw cause;
      throw new MatineeError('network', `${name} could not be downloaded: the network failed.`, CHECK_CONNECTION, { cause });
    }
  }
}

async function attemptDownload(url: string, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { name, maxBytes, signal, onBytes, cache = 'default', stalledMs = 20_000 } = options;
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), stalledMs);
  let received = 0;
  try {
    const response = await fetch(url, { cache, credentials: 'same-origin', signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal });
    refuseWrongAnswer(response, name);
    const chunks: Uint8Array[] = [];
    const reader = response.body!.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), stalledMs);
      chunks.push(next.value);
      received += next.value.byteLength;
      onBytes?.(next.value.byteLength);
      if (received > maxBytes) {
        void reader.cancel().catch(() => undefined);
        throw altered(`${name} is larger than the manifest says: more than ${maxBytes.toLocaleString('en')} bytes.`);
      }
    }
    const bytes = new Uint8Array(received);
    let offset = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return bytes;
  } catch (cause) {
    if (received) onBytes?.(-received);
    throw cause;
  } finally {
    clearTimeout(timer);
  }
}

function refuseWrongAnswer(response: Response, name: string): void {
  const { status } = response;
  if (status === 404 || status === 410)
    throw new MatineeError(
      'file-missing',
      `${name} is not on the server (error ${status}).`,
      'The copy of the model on this server is incomplete: tell whoever runs it, or choose another model.',
    );
  if (status === 401 || status === 403)
    throw new MatineeError(
      'file-missing',
      `The server refuses ${name} (error ${status}).`,
      'Log in where this page asks for it, or tell whoever runs the server.',
    );
  if (!response.ok)
    throw new MatineeError('network', `The server could not send ${name} (error ${status}).`, 'Wait a little and try again; what has arrived is kept.');
  if (/^text\/html\b/i.test(response.headers.get('Content-Type') ?? ''))
    throw new MatineeError(
      'file-missing',
      `The server sent a web page in place of ${name}.`,
      'If this network has a login page, log in there and try again. Otherwise tell whoever runs the server that the file is missing.',
    );
}

export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
