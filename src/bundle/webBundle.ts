/** A bundle on the page's own server: downloaded in pieces, verified, kept for the next visit. */
import { FIRST_FILES, LAST_FILE, resolveBundleUrl, type BundleReader } from './bundle';
import { BundleCache } from './cache';
import { MatineeError, throwIfStopped } from '../errors';
import { download, STOPPED } from './download';
import { sha256, verify } from './integrity';
import { withRecommender } from './backbones';
import { entryOf, filesOf, nameOf, parseManifest, type BundleFile, type FileEntry, type Manifest } from './manifest';
import { checkTabHolds } from './tabLimit';

export interface DownloadProgress {
  /** Of the files asked for, those from the cache included. */
  loadedBytes: number;
  totalBytes: number;
  cachedBytes: number;
  /** What was just worked on. */
  file: string;
}

export interface DownloadFiles {
  onProgress?: ((progress: DownloadProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface WebBundle extends BundleReader {
  /** sha256 of its manifest. */
  readonly version: string;
  /** What the visitor should know about storage; null when all is well. */
  readonly notice: string | null;
  /** Downloads `LAST_FILE`, where the network is slow and no complete version is in store: the bundle is used without it until then. Else null: it is there. */
  readonly last: ((options?: DownloadFiles) => Promise<Uint8Array>) | null;
  /** Downloads files and holds them in memory until `forget`. */
  download(files: readonly BundleFile[], options?: DownloadFiles): Promise<void>;
  /** Frees the bytes that are held; `read` takes them from the cache from then on. */
  forget(): void;
  /** The same bundle with another collaborative filter in the first one's place, of which nothing is downloaded yet. @throws MatineeError 'recommender-unknown'. */
  withRecommender(name: string): WebBundle;
}

const AT_ONCE = 4;
const PROGRESS_MS = 100;
const MAX_MANIFEST_BYTES = 4 * 2 ** 20;
/** A last file that comes within so long is waited for. */
const WAITED_FOR_MS = 1_500;
// With a complete copy in store, a network that does not answer need not be waited for.
const MANIFEST_MS = 5_000;

type Shard = FileEntry['shards'][number];

const nothing = (): DownloadProgress => ({ loadedBytes: 0, totalBytes: 0, cachedBytes: 0, file: '' });

export interface OpenBundle extends DownloadFiles {
  files?: readonly BundleFile[];
  /** What the page shows already: the stored copy of it is opened, whatever the server has by now. */
  version?: string | undefined;
}

/**
 * Reads the manifest and downloads `files`. Where the server's version is not whole (no manifest, a login page, a file that is missing, cut or
 * altered), the complete version of an earlier visit is opened, and the notice says so.
 * @param url the bundle's folder, as `resolveBundleUrl` gives it.
 * @throws MatineeError 'manifest-missing', 'manifest-invalid', 'manifest-version', 'bundle-too-large', 'file-missing', 'file-altered', 'network' or 'stopped'.
 */
export async function openBundle(url: string, { files = FIRST_FILES, onProgress, signal, version }: OpenBundle = {}): Promise<WebBundle> {
  const folder = resolveBundleUrl(url, location.href);
  if (!folder)
    throw new MatineeError(
      'manifest-missing',
      `${url} is not on this page's own server, and models come from nowhere else.`,
      'Check the address after "bundle=", or leave it out to get the default model.',
    );
  const cache = await BundleCache.open();
  const whole = FIRST_FILES.every((file) => files.includes(file));
  const open = async (text: string, notice: string | null = null): Promise<WebBundle> => {
    const manifest = parseManifest(text);
    checkTabHolds(manifest);
    const bundle = new Downloads(folder, manifest, await hashOf(text), cache, notice);
    if (!whole) {
      await bundle.download(files, { onProgress, signal });
      return bundle;
    }
    const isStored = text === stored;
    if (!isStored) await cache.begin(folder, text);
    const complete = () => cache.complete(folder, text, hashesIn);
    // What is not whole is replaced by the version in store: where there is one, all is there before anything of it is used.
    if (stored === null) await bundle.downloadFirst(files, complete, { onProgress, signal });
    else {
      await bundle.download(files, { onProgress, signal });
      // The same version was complete at the visit before, and nothing was replaced.
      if (!isStored || bundle.hasFetched) await complete();
    }
    return bundle;
  };

  const stored = await cache.manifest(folder);
  if (stored !== null && version !== undefined && (await hashOf(stored)) === version) return open(stored);
  let text: string | undefined;
  try {
    text = await readManifest(folder, stored !== null, signal);
    return await open(text);
  } catch (cause) {
    throwIfStopped(signal, STOPPED);
    if (!(cause instanceof MatineeError) || stored === null || stored === text || cause.code === 'stopped') throw cause;
    // Without a network there is nothing to say: the copy is there for that.
    const notice = cause.code === 'network' ? null : `The model on the server is not whole (${cause.message}) The one of your last visit is used.`;
    return open(stored, notice).catch(() => {
      throw cause;
    });
  }
}

/** Whether a complete version of the bundle is in store. */
export async function hasCopy(url: string): Promise<boolean> {
  const folder = resolveBundleUrl(url, location.href);
  return folder !== null && (await (await BundleCache.open()).manifest(folder)) !== null;
}

const hashOf = (text: string) => sha256(new TextEncoder().encode(text));

class Downloads implements WebBundle {
  readonly #held = new Map<BundleFile, Uint8Array>();
  /** Bytes per millisecond of what has come over the network; infinite of what came from the cache. */
  #speed = Infinity;
  hasFetched = false;
  last: WebBundle['last'] = null;

  constructor(
    private readonly url: string,
    readonly manifest: Manifest,
    readonly version: string,
    private readonly cache: BundleCache,
    private readonly fallback: string | null,
  ) {}

  get notice(): string | null {
    return this.fallback ?? this.cache.notice;
  }

  withRecommender(name: string): WebBundle {
    return new Downloads(this.url, withRecommender(this.manifest, name), this.version, this.cache, this.fallback);
  }

  async read(file: BundleFile): Promise<Uint8Array> {
    return this.#held.get(file) ?? (await this.#fetch([file])).get(file)!;
  }

  forget(): void {
    this.#held.clear();
  }

  async download(files: readonly BundleFile[], options: DownloadFiles = {}, progress = nothing()): Promise<void> {
    const missing = files.filter((file) => !this.#held.has(file));
    for (const [file, bytes] of await this.#fetch(missing, options, progress)) this.#held.set(file, bytes);
  }

  /** Downloads all files but the last, and that one, too, where it is there soon. @param complete called when all are there, now or after `last` */
  async downloadFirst(files: readonly BundleFile[], complete: () => Promise<void>, options: DownloadFiles): Promise<void> {
    const progress = nothing();
    const first = files.filter((file) => file !== LAST_FILE);
    await this.download(first, options, progress);
    if (entryOf(this.manifest, LAST_FILE).bytes / this.#speed > WAITED_FOR_MS) {
      this.last = async (later) => {
        const bytes = (await this.#fetch([LAST_FILE], later)).get(LAST_FILE)!;
        await complete();
        return bytes;
      };
      return;
    }
    await this.download([LAST_FILE], options, progress);
    await complete();
  }

  /** @param progress of what was downloaded before, to be counted on */
  async #fetch(files: readonly BundleFile[], { onProgress, signal }: DownloadFiles = {}, progress = nothing()): Promise<Map<BundleFile, Uint8Array>> {
    const wanted = files.map((file) => ({ file, entry: entryOf(this.manifest, file) }));
    progress.totalBytes += wanted.reduce((sum, { entry }) => sum + entry.bytes, 0);
    const report = throttled(() => onProgress?.({ ...progress }));
    const begun = performance.now();

    const pieces = wanted.flatMap(({ file, entry }) => {
      const whole = new Uint8Array(entry.bytes);
      let offset = 0;
      return entry.shards.map((shard) => {
        const piece = { file, shard, into: whole.subarray(offset, offset + shard.bytes), whole };
        offset += shard.bytes;
        return piece;
      });
    });
    // The first failure stops the others: a bundle is taken whole or not at all.
    const failed = new AbortController();
    const both = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
    await together(pieces, AT_ONCE, failed, async ({ shard, into }) => {
      const bytes = await this.#shard(shard, both, (change, cached) => {
        progress.loadedBytes += change;
        if (cached) progress.cachedBytes += change;
        progress.file = shard.path;
        report();
      });
      into.set(bytes);
    });
    const verified = new Map<BundleFile, Uint8Array>();
    for (const { file, entry } of wanted) {
      const { whole } = pieces.find((piece) => piece.file === file)!;
      // One shard's hash is the file's.
      if (entry.shards.length > 1 || entry.sha256 !== entry.shards[0]!.sha256) await verify(whole, entry, nameOf(entry));
      verified.set(file, whole);
    }
    throwIfStopped(signal, STOPPED);
    const fetched = progress.loadedBytes - progress.cachedBytes;
    this.hasFetched ||= fetched > 0;
    if (fetched > 0) this.#speed = fetched / (performance.now() - begun);
    report.now();
    return verified;
  }

  async #shard(shard: Shard, signal: AbortSignal, onBytes: (change: number, cached: boolean) => void): Promise<Uint8Array> {
    const stored = await this.cache.get(shard.sha256);
    if (stored?.byteLength === shard.bytes) {
      onBytes(shard.bytes, true);
      return stored;
    }
    const fetchVerified = async (cache: RequestCache) => {
      const bytes = await download(new URL(shard.path, this.url).href, {
        name: shard.path,
        maxBytes: shard.bytes,
        cache,
        signal,
        onBytes: (change) => onBytes(change, false),
      });
      await verify(bytes, shard, shard.path).catch((cause: unknown) => {
        onBytes(-bytes.byteLength, false);
        throw cause;
      });
      return bytes;
    };
    const bytes = await fetchVerified('default').catch((cause: unknown) => {
      // The HTTP cache may still have the file of an older version.
      if (cause instanceof MatineeError && cause.code === 'file-altered') return fetchVerified('reload');
      throw cause;
    });
    await this.cache.put(shard.sha256, bytes);
    return bytes;
  }
}

/** The text of the server's manifest, valid. @param hasCopy a complete version is in store, so that a server that does not answer is not waited for. */
async function readManifest(url: string, hasCopy: boolean, signal: AbortSignal | undefined): Promise<string> {
  try {
    const bytes = await download(new URL('manifest.json', url).href, {
      name: 'manifest.json',
      maxBytes: MAX_MANIFEST_BYTES,
      cache: 'no-cache',
      signal,
      ...(hasCopy ? { tries: 1, stalledMs: MANIFEST_MS } : {}),
    });
    const text = new TextDecoder().decode(bytes);
    parseManifest(text);
    return text;
  } catch (cause) {
    if (!(cause instanceof MatineeError)) throw cause;
    if (cause.code === 'file-missing')
      throw new MatineeError(
        'manifest-missing',
        `There is no model at ${url}: ${cause.message}`,
        'Check the address after "bundle=", or leave it out to get the default model.',
        { cause },
      );
    if (cause.code === 'file-altered')
      throw new MatineeError('manifest-invalid', `The model's manifest.json at ${url} is too large to be one.`, 'Check the address after "bundle=".', {
        cause,
      });
    throw cause;
  }
}

/** The pieces that a stored manifest names: all of them, SBERT's and further backbones' too. */
function hashesIn(manifest: string): string[] {
  const stored = JSON.parse(manifest) as Pick<Manifest, 'files'> & Partial<Manifest>; // only valid ones are stored
  return filesOf(stored).flatMap(([, file]) => file.shards.map((shard) => shard.sha256));
}

/** Runs `work` on all items, `limit` at a time; after a failure no further one starts, `failed` is aborted, and it is thrown. */
async function together<T>(items: readonly T[], limit: number, failed: AbortController, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  let first: { cause: unknown } | undefined;
  const lane = async () => {
    for (const item of queue) {
      if (first) return;
      try {
        await work(item);
      } catch (cause) {
        first ??= { cause };
        failed.abort();
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, lane));
  if (first) throw first.cause;
}

function throttled(report: () => void): { (): void; now(): void } {
  let last = -Infinity;
  return Object.assign(
    () => {
      if (performance.now() - last < PROGRESS_MS) return;
      last = performance.now();
      report();
    },
    { now: report },
  );
}
