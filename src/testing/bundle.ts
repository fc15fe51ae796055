/** Stand-ins for tests: a Cache API, a server and a small bundle. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FileEntry, Manifest } from '../bundle/manifest';

export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** `caches` in memory; `fail` makes every `put` throw. */
export class FakeCaches {
  readonly entries = new Map<string, Uint8Array<ArrayBuffer>>();
  fail: Error | null = null;

  async open() {
    const { entries } = this;
    const name = (request: Request | string) => (typeof request === 'string' ? request : request.url);
    return {
      match: async (request: Request | string) => {
        const bytes = entries.get(name(request));
        return bytes && new Response(bytes);
      },
      put: async (request: Request | string, response: Response) => {
        if (this.fail) throw this.fail;
        entries.set(name(request), new Uint8Array(await response.arrayBuffer()));
      },
      delete: async (request: Request | string) => entries.delete(name(request)),
      keys: async () => [...entries.keys()].map((url) => new Request(url)),
    };
  }
}

export const folder = 'https://films.example/models/toy/';

/** A valid manifest whose files are 100 bytes each; the language model is in three shards of 40, 40 and 20. */
export function toyBundle(): { manifest: Manifest; files: Map<string, Uint8Array<ArrayBuffer>> } {
  const example = JSON.parse(readFileSync(new URL('../../e2e/fixtures/bundle/manifest.json', import.meta.url), 'utf8')) as Manifest;
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const entry = (name: string, seed: number, sizes: number[]): FileEntry => {
    const whole = Uint8Array.from({ length: 100 }, (_, i) => (i * 7 + seed) % 256);
    let offset = 0;
    const shards = sizes.map((bytes, i) => {
      const piece = whole.slice(offset, (offset += bytes));
      const path = sizes.length > 1 ? `${name}.0${i}` : name;
      files.set(path, piece);
      return { path, bytes, sha256: hashOf(piece) };
    });
    return { bytes: 100, sha256: hashOf(whole), shards };
  };
  const names = Object.keys(example.files) as (keyof Manifest['files'])[];
  const entries = names.map((name, seed) => [name, entry(`${name}.bin`, seed, name === 'llm' ? [40, 40, 20] : [100])] as const);
  const manifest = { ...example, files: Object.fromEntries(entries) as Manifest['files'] };
  files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  return { manifest, files };
}

/** A `fetch` that answers from `files`; `answer` may do otherwise. `asked` has the names in order. */
export function fakeServer(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  answer: (name: string, init: RequestInit) => Response | Error | Promise<Response> | undefined = () => undefined,
) {
  const asked: string[] = [];
  const fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    init.signal?.throwIfAborted();
    const name = url.slice(folder.length);
    asked.push(name);
    const other = await answer(name, init);
    if (other instanceof Error) throw other;
    if (other) return other;
    const bytes = files.get(name);
    return bytes ? new Response(bytes, { headers: { 'Content-Type': 'application/octet-stream' } }) : new Response('Not found', { status: 404 });
  };
  return { fetch, asked };
}
