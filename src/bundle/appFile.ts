/** Files of the app itself (worker script, onnxruntime): fetched again, past all caches, until they are what the build wrote. */
import { MatineeError, throwIfStopped } from '../errors';
import { download, pause, STOPPED } from './download';
import { verify, type Expected } from './integrity';

export interface AppFileOptions {
  /** What it is, for the visitor: "the program that runs the models". */
  what: string;
  signal?: AbortSignal | undefined;
  /** After each attempt that failed: what is waited for and why, as a sentence, and how many have failed. */
  onWait?: ((sentence: string, failures: number) => void) | undefined;
  onBytes?: ((change: number) => void) | undefined;
  backoffMs?: number;
  stalledMs?: number;
}

const MAX_BACKOFF_MS = 30_000;

/**
 * Resolves with bytes that fit `expected`, however long that takes: a login page, a cut, an altered or a silent answer is waited out. A caller that
 * has had enough aborts.
 * @throws MatineeError 'stopped', or 'network' where the browser cannot check hashes.
 */
export async function appFile(url: string, expected: Expected, options: AppFileOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { what, signal, onWait, onBytes, backoffMs = 1000, stalledMs } = options;
  for (let failures = 0; ;) {
    try {
      let received = 0;
      const count = (change: number) => {
        received += change;
        onBytes?.(change);
      };
      const bytes = await download(url, {
        name: what,
        maxBytes: expected.bytes,
        cache: failures ? 'reload' : 'default',
        tries: 1,
        signal,
        onBytes: count,
        ...(stalledMs ? { stalledMs } : {}),
      });
      await verify(bytes, expected, what).catch((cause: unknown) => {
        onBytes?.(-received);
        throw cause;
      });
      return bytes;
    } catch (cause) {
      throwIfStopped(signal, STOPPED);
      if (!(globalThis.crypto as Crypto | undefined)?.subtle) throw cause;
      failures++;
      if (!(cause instanceof MatineeError && cause.code === 'network')) await forgetCopies(url);
      // The first may be an old or broken copy in a cache: asked for again at once.
      if (failures === 1) continue;
      const why = cause instanceof MatineeError ? cause.message : String(cause);
      onWait?.(`Waiting for ${what}: ${why} The page goes on by itself when it arrives.`, failures);
      await pause(Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** (failures - 2)), signal);
    }
  }
}

/** The service worker answers with its own copies, whatever is asked of it, and one may have gone bad on the disk: without it, it asks the server and keeps what fits. */
async function forgetCopies(url: string): Promise<void> {
  try {
    for (const name of await caches.keys()) await (await caches.open(name)).delete(url, { ignoreSearch: true });
  } catch {
    // A browser that keeps nothing has no copies.
  }
}
