/**
 * Verified pieces of bundles, in the browser's Cache API under their sha256: a new version of a bundle downloads only what
 * has changed, and a broken download goes on where it broke. A cache that is full or refused costs the next visit a
 * download and this one nothing: it is a notice, not an error.
 */
import { sha256 } from './integrity';

const NAME = 'matinee-bundles-1';
// Keys of the Cache API are URLs; these name contents and are never fetched.
const key = (hash: string) => `https://bundle.invalid/sha256/${hash}`;
const pendingKey = (url: string) => `https://bundle.invalid/pending/${encodeURIComponent(url)}`;
const manifestKey = (url: string) => `https://bundle.invalid/manifest/${encodeURIComponent(url)}`;

export class BundleCache {
  /** What the visitor should know; null while everything is stored. */
  notice: string | null = null;
  #refusesMore = false;

  private constructor(private readonly store: Cache | null) {}

  static async open(): Promise<BundleCache> {
    try {
      if (!('caches' in globalThis)) throw new Error('no Cache API');
      return new BundleCache(await caches.open(NAME));
    } catch {
      const cache = new BundleCache(null);
      cache.notice = 'This browser lets the page store nothing (a private window, or a setting), so the model is downloaded again at each visit.';
      return cache;
    }
  }

  /** The piece with this hash; checked again, because disks fail too. */
  async get(hash: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = await this.#read(key(hash));
    if (!bytes || (await sha256(bytes)) === hash) return bytes;
    await this.#remove(key(hash));
    return null;
  }

  /** @param bytes must have been verified against `hash`. */
  async put(hash: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#write(key(hash), bytes);
  }

  /** The manifest of the last complete load from this address. */
  async manifest(url: string): Promise<string | null> {
    const bytes = await this.#read(manifestKey(url));
    return bytes && new TextDecoder().decode(bytes);
  }

  /** Called before a download: its pieces are kept from a tab that completes another bundle meanwhile, and for the visit that goes on with it. */
  async begin(url: string, manifest: string): Promise<void> {
    await this.#write(pendingKey(url), new TextEncoder().encode(manifest));
  }

  /**
   * Called after a complete load: the manifest serves the next visit without a network, and pieces that no stored manifest,
   * and none whose download has begun, names are deleted.
   * @param hashes those that a stored manifest's text names.
   */
  async complete(url: string, manifest: string, hashes: (manifest: string) => readonly string[]): Promise<void> {
    await this.#write(manifestKey(url), new TextEncoder().encode(manifest));
    if (!this.store) return;
    try {
      await this.store.delete(pendingKey(url));
      const stored = await this.store.keys();
      const kept = new Set(hashes(manifest));
      for (const request of stored)
        if (request.url.startsWith(manifestKey('')) || request.url.startsWith(pendingKey('')))
          for (const hash of hashes((await (await this.store.match(request))?.text()) ?? '')) kept.add(hash);
      for (const request of stored) if (request.url.startsWith(key('')) && !kept.has(request.url.slice(key('').length))) await this.store.delete(request);
    } catch (error) {
      console.warn('Older pieces of models could not be deleted:', error);
    }
  }

  async #read(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      const response = await this.store?.match(name);
      return response ? new Uint8Array(await response.arrayBuffer()) : null;
    } catch {
      return null;
    }
  }

  async #write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!this.store || this.#refusesMore) return;
    try {
      await this.store.put(name, new Response(bytes, { headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes.byteLength) } }));
    } catch (error) {
      const full = error instanceof DOMException && error.name === 'QuotaExceededError';
      this.notice = full
        ? "There is not enough room in this browser's storage to keep the model, so part of it is downloaded again at the next visit. Free some disk space to change that."
        : 'This browser refused to store the model, so it is downloaded again at the next visit.';
      // Later pieces would fail too, or fill what is left. What is stored can still be read.
      this.#refusesMore = true;
    }
  }

  async #remove(name: string): Promise<void> {
    await this.store?.delete(name).catch(() => false);
  }
}
