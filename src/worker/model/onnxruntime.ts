/** onnxruntime's own files, verified by the hashes of the build and kept for visits without a network. */
import files from 'virtual:onnxruntime-files';
import { appFile } from '../../bundle/appFile';
import { sha256 } from '../../bundle/integrity';
import { wasmAssets, type Build } from '../../onnx/wasmAssets';
import type { LoadProgress } from '../protocol';

const CACHE = 'matinee-onnxruntime';
// One a build of onnxruntime (14 to 27 MB), for two versions of the app.
const KEPT = 4;
const NAMES = { jspi: 'ort-wasm-simd-threaded.jspi', asyncify: 'ort-wasm-simd-threaded.asyncify', wasm: 'ort-wasm-simd-threaded' } as const;
const key = (hash: string) => `https://onnxruntime.invalid/sha256/${hash}`;

export interface FetchOnnxruntime {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: LoadProgress) => void) | undefined;
}

/**
 * The WASM of a build. Its loader is fetched too, so that the browser's cache holds a right one when onnxruntime imports it by its address.
 * @throws MatineeError 'stopped' or 'network' as `appFile` does.
 */
export async function fetchOnnxruntime(build: Build, { signal, onProgress }: FetchOnnxruntime = {}): Promise<Uint8Array<ArrayBuffer>> {
  const onWait = (sentence: string) => onProgress?.({ step: 'waiting', sentence });
  const expected = files[`${NAMES[build]}.wasm`]!;
  // The development server rewrites modules, so that theirs are no one's hashes.
  if (import.meta.env.PROD)
    await appFile(absolute(wasmAssets[build].mjs), files[`${NAMES[build]}.mjs`]!, { what: 'the loader of onnxruntime, which runs the model', signal, onWait });
  const stored = await read(expected.sha256);
  if (stored) return stored;
  let loadedBytes = 0;
  const bytes = await appFile(absolute(wasmAssets[build].wasm), expected, {
    what: 'onnxruntime, which runs the model',
    signal,
    onWait,
    onBytes: (change) => {
      loadedBytes += change;
      onProgress?.({ step: 'downloading', loadedBytes, totalBytes: expected.bytes, cachedBytes: 0, file: 'onnxruntime' });
    },
  });
  await keep(expected.sha256, bytes);
  return bytes;
}

const absolute = (asset: string) => new URL(asset, import.meta.url).href;

async function read(hash: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const response = await (await caches.open(CACHE)).match(key(hash));
    const bytes = response && new Uint8Array(await response.arrayBuffer());
    return bytes && (await sha256(bytes)) === hash ? bytes : null;
  } catch {
    return null;
  }
}

/** A full or refused storage costs the next visit a download, so it is not an error here. */
async function keep(hash: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    const cache = await caches.open(CACHE);
    // What earlier versions kept under the files' addresses was never verified.
    const known = await cache.keys();
    const old = known.filter(({ url }) => !url.startsWith(key('')));
    const spare = known.filter(({ url }) => url.startsWith(key(''))).slice(0, Math.max(0, known.length - old.length + 1 - KEPT));
    for (const request of [...old, ...spare]) await cache.delete(request);
    await cache.put(key(hash), new Response(bytes));
  } catch (error) {
    console.warn('The WASM file could not be kept for visits without a network:', error);
  }
}
