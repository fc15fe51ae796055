import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeCaches, fakeServer, folder, hashOf, toyBundle } from '../testing/bundle';
import { hasCopy, openBundle, type DownloadProgress } from './webBundle';

let caches: FakeCaches;
let bundle: ReturnType<typeof toyBundle>;
const html = () => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
const serve = (answer?: Parameters<typeof fakeServer>[1]) => {
  const server = fakeServer(bundle.files, answer);
  vi.stubGlobal('fetch', server.fetch);
  return server;
};

beforeEach(() => {
  bundle = toyBundle();
  caches = new FakeCaches();
  vi.stubGlobal('caches', caches);
  vi.stubGlobal('location', { href: 'https://films.example/assets/worker.js' });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a bundle from the server', () => {
  it('is what the manifest says, shards put together', async () => {
    serve();
    const opened = await openBundle(folder);
    const expected = ['llm.bin.00', 'llm.bin.01', 'llm.bin.02'].flatMap((name) => [...bundle.files.get(name)!]);
    expect([...(await opened.read('llm'))]).toEqual(expected);
    expect(opened.notice).toBeNull();
  });

  it('counts every byte, and leaves SBERT for later', async () => {
    const { asked } = serve();
    const progress: DownloadProgress[] = [];
    const opened = await openBundle(folder, { onProgress: (value) => progress.push(value) });
    expect(progress.at(-1)).toMatchObject({ loadedBytes: 700, totalBytes: 700, cachedBytes: 0 });
    expect(asked).not.toContain('sbert.bin');
    expect(await opened.read('sbert')).toEqual(bundle.files.get('sbert.bin'));
  });

  it('is not downloaded again at the next visit', async () => {
    serve();
    await openBundle(folder);
    const { asked } = serve();
    const progress: DownloadProgress[] = [];
    const opened = await openBundle(folder, { onProgress: (value) => progress.push(value) });
    expect(asked).toEqual(['manifest.json']);
    expect(progress.at(-1)).toMatchObject({ loadedBytes: 700, cachedBytes: 700 });
    expect((await opened.read('llm')).byteLength).toBe(100);
  });

  it('writes nothing at the next visit: what was complete is so still', async () => {
    serve();
    expect(await hasCopy(folder)).toBe(false);
    await openBundle(folder);
    expect(await hasCopy(folder)).toBe(true);
    serve();
    const write = vi.spyOn(caches.entries, 'set');
    await openBundle(folder);
    expect(write).not.toHaveBeenCalled();
    caches.entries.forEach((_, key) => key.endsWith(bundle.manifest.files.sasrec.sha256) && caches.entries.delete(key));
    await openBundle(folder);
    expect(write).toHaveBeenCalled();
  });

  it('opens without a network at the next visit', async () => {
    serve();
    await openBundle(folder);
    serve(() => new TypeError('Failed to fetch'));
    expect((await openBundle(folder)).manifest.files).toEqual(bundle.manifest.files);
  });

  describe('on a slow network', () => {
    beforeEach(() => {
      let now = 0;
      vi.spyOn(performance, 'now').mockImplementation(() => (now += 10_000));
    });
    afterEach(() => void vi.restoreAllMocks());
    const stored = () => [...caches.entries.keys()].some((key) => key.includes('/manifest/'));

    it('is used before the texts of its films have come; when they have, it is whole', async () => {
      const { asked } = serve();
      const progress: DownloadProgress[] = [];
      const opened = await openBundle(folder, { onProgress: (value) => progress.push(value) });
      expect(asked).not.toContain('sbertEmbeddings.bin');
      expect(progress.at(-1)).toMatchObject({ loadedBytes: 600, totalBytes: 600 });
      expect(stored()).toBe(false);
      expect(await opened.last!()).toEqual(bundle.files.get('sbertEmbeddings.bin'));
      expect(stored()).toBe(true);
      const again = serve();
      expect((await openBundle(folder)).last).toBeNull();
      expect(again.asked).toEqual(['manifest.json']);
    });

    it('is not kept when the texts are refused', async () => {
      serve((name) => (name === 'sbertEmbeddings.bin' ? new Response(new Uint8Array(100)) : undefined));
      const opened = await openBundle(folder);
      await expect(opened.last!()).rejects.toMatchObject({ code: 'file-altered' });
      expect(stored()).toBe(false);
    });

    it('is had whole before it is used where a complete version is in store, which serves in place of one that is not', async () => {
      serve();
      const first = await openBundle(folder);
      await first.last!();
      bundle.files.set('manifest.json', new TextEncoder().encode(JSON.stringify({ ...bundle.manifest, title: 'Newer' })));
      caches.entries.forEach((_, key) => key.endsWith(bundle.manifest.files.sasrec.sha256) && caches.entries.delete(key));
      const { asked } = serve();
      const second = await openBundle(folder);
      expect(second).toMatchObject({ last: null, manifest: { title: 'Newer' } });
      expect(asked).toEqual(['manifest.json', 'sasrec.bin']);
    });
  });

  it('downloads only what is missing after a broken download', async () => {
    serve((name) => (name === 'llm.bin.01' ? new Response('gone', { status: 404 }) : undefined));
    await expect(openBundle(folder)).rejects.toMatchObject({ code: 'file-missing' });
    const { asked } = serve();
    await openBundle(folder);
    expect(asked).toContain('llm.bin.01');
    expect(asked).not.toContain('catalogue.bin');
  });

  it('downloads only what has changed in a new version, and deletes what is of no use any more', async () => {
    serve();
    await openBundle(folder);
    const before = caches.entries.size;
    const old = bundle.manifest.files.sasrec.sha256;
    const other = new Uint8Array(100).fill(9);
    const sasrec = { bytes: 100, sha256: hashOf(other), shards: [{ path: 'sasrec-2.bin', bytes: 100, sha256: hashOf(other) }] };
    const changed = { ...bundle.manifest, files: { ...bundle.manifest.files, sasrec } };
    bundle.files.set('sasrec-2.bin', other);
    bundle.files.set('manifest.json', new TextEncoder().encode(JSON.stringify(changed)));
    const { asked } = serve();
    await openBundle(folder);
    expect(asked.sort()).toEqual(['manifest.json', 'sasrec-2.bin']);
    expect([...caches.entries.keys()].some((key) => key.endsWith(old))).toBe(false);
    expect(caches.entries.size).toBe(before);
  });

  it.each<[string, (name: string) => Response | undefined]>([
    ['its manifest is missing', (name) => (name === 'manifest.json' ? new Response('', { status: 404 }) : undefined)],
    ['its manifest is refused', (name) => (name === 'manifest.json' ? new Response('', { status: 403 }) : undefined)],
    ['its manifest is a login page', (name) => (name === 'manifest.json' ? html() : undefined)],
    ['its manifest is cut', (name) => (name === 'manifest.json' ? new Response('{"format":"matinee-bun') : undefined)],
    ['its manifest is of a later format', (name) => (name === 'manifest.json' ? new Response('{"format":"matinee-bundle","version":99}') : undefined)],
    ['a new file is missing', (name) => (name === 'sasrec-2.bin' ? new Response('', { status: 404 }) : undefined)],
    ['a new file is cut', (name) => (name === 'sasrec-2.bin' ? new Response(new Uint8Array(9)) : undefined)],
    ['a new file is altered', (name) => (name === 'sasrec-2.bin' ? new Response(new Uint8Array(100).fill(8)) : undefined)],
    ['a new file is a login page', (name) => (name === 'sasrec-2.bin' ? html() : undefined)],
  ])('opens the complete version in store when %s, and says so', async (_, answer) => {
    serve();
    const first = await openBundle(folder);
    const sha256 = hashOf(new Uint8Array(100).fill(9));
    const sasrec = { bytes: 100, sha256, shards: [{ path: 'sasrec-2.bin', bytes: 100, sha256 }] };
    bundle.files.set('sasrec-2.bin', new Uint8Array(100).fill(9));
    bundle.files.set('manifest.json', new TextEncoder().encode(JSON.stringify({ ...bundle.manifest, files: { ...bundle.manifest.files, sasrec } })));
    serve(answer);
    const second = await openBundle(folder);
    expect(second.version).toBe(first.version);
    expect(second.notice).toMatch(/not whole .* your last visit/);
    expect(await second.read('sasrec')).toEqual(bundle.files.get('sasrec.bin'));
    serve();
    expect((await openBundle(folder)).version).not.toBe(first.version);
  });

  it('opens the version that the page shows, whatever the server has by now', async () => {
    serve();
    const { version } = await openBundle(folder);
    bundle.files.set('manifest.json', new TextEncoder().encode(JSON.stringify({ ...bundle.manifest, title: 'Newer' })));
    const { asked } = serve();
    expect((await openBundle(folder, { files: ['catalogue', 'sasrec'], version })).version).toBe(version);
    expect(asked).toEqual([]);
    expect((await openBundle(folder)).manifest.title).toBe('Newer');
  });

  it('keeps what another tab has of a bundle that it is still downloading', async () => {
    const pieces = bundle.manifest.files.catalogue.sha256;
    serve((name) => (name === 'llm.bin.01' ? new Response('', { status: 404 }) : undefined));
    await expect(openBundle(folder)).rejects.toMatchObject({ code: 'file-missing' });
    const other = toyBundle();
    const theirs = new Uint8Array(100).fill(7);
    const sha256 = hashOf(theirs);
    const files = Object.fromEntries(
      Object.keys(other.manifest.files).map((name) => [name, { bytes: 100, sha256, shards: [{ path: 'all.bin', bytes: 100, sha256 }] }]),
    );
    bundle.files.set('all.bin', theirs);
    const mine = bundle.files.get('manifest.json')!;
    bundle.files.set('manifest.json', new TextEncoder().encode(JSON.stringify({ ...other.manifest, files })));
    const { fetch } = serve();
    vi.stubGlobal('fetch', (url: string, init?: RequestInit) => fetch(url.replace('/other/', '/toy/'), init));
    await openBundle('https://films.example/models/other/');
    bundle.files.set('manifest.json', mine);
    expect([...caches.entries.keys()].some((key) => key.endsWith(pieces))).toBe(true);
  });

  it('takes a file anew when the HTTP cache has that of an older version', async () => {
    const modes: (RequestCache | undefined)[] = [];
    serve((name, { cache }) => {
      if (name !== 'aligner.bin') return undefined;
      modes.push(cache);
      return cache === 'reload' ? undefined : new Response(new Uint8Array(100));
    });
    await openBundle(folder);
    expect(modes).toEqual(['default', 'reload']);
  });

  it('reads a damaged piece of the cache from the server', async () => {
    serve();
    await openBundle(folder);
    const key = [...caches.entries.keys()].find((name) => name.endsWith(bundle.manifest.files.catalogue.sha256))!;
    caches.entries.get(key)![3]! ^= 1;
    const { asked } = serve();
    const opened = await openBundle(folder);
    expect(asked).toContain('catalogue.bin');
    expect(await opened.read('catalogue')).toEqual(bundle.files.get('catalogue.bin'));
  });

  it.each([
    ['altered', () => new Response(new Uint8Array(40)), 'file-altered', /llm\.bin\.01 has been altered/],
    ['cut off', () => new Response(new Uint8Array(10)), 'file-altered', /llm\.bin\.01 arrived incomplete: 10 of 40 bytes/],
    ['too long', () => new Response(new Uint8Array(5000)), 'file-altered', /llm\.bin\.01 is larger/],
    ['missing', () => new Response('', { status: 404 }), 'file-missing', /llm\.bin\.01 is not on the server \(error 404\)/],
    ['a web page', html, 'file-missing', /web page in place of llm\.bin\.01/],
    ['forbidden', () => new Response('', { status: 403 }), 'file-missing', /refuses llm\.bin\.01/],
  ] as const)('is refused whole when a shard is %s, and nothing of it is stored', async (_, answer, code, message) => {
    serve((name) => (name === 'llm.bin.01' ? answer() : undefined));
    await expect(openBundle(folder)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
      nextStep: expect.stringMatching(/\.$/) as string,
    });
    const shard = bundle.manifest.files.llm.shards[1]!;
    expect([...caches.entries.keys()].some((key) => key.endsWith(shard.sha256) || key.includes('manifest'))).toBe(false);
  });

  it.each([
    ['missing', () => new Response('', { status: 404 }), 'manifest-missing'],
    ['a web page', html, 'manifest-missing'],
    ['not JSON', () => new Response('hello'), 'manifest-invalid'],
    ['of another format', () => new Response('{"format":"other","version":1}'), 'manifest-invalid'],
    ['of a later version', () => new Response('{"format":"matinee-bundle","version":99}'), 'manifest-version'],
    ['incomplete', () => new Response('{"format":"matinee-bundle","version":1}'), 'manifest-invalid'],
  ] as const)('is refused when its manifest is %s', async (_, answer, code) => {
    serve((name) => (name === 'manifest.json' ? answer() : undefined));
    await expect(openBundle(folder)).rejects.toMatchObject({ name: 'MatineeError', code, message: expect.stringMatching(/manifest\.json/) as string });
  });

  it('is refused when its manifest names a file outside the folder, or sizes that do not add up', async () => {
    const text = new TextDecoder().decode(bundle.files.get('manifest.json'));
    serve((name) => (name === 'manifest.json' ? new Response(text.replace('aligner.bin', '../aligner.bin')) : undefined));
    await expect(openBundle(folder)).rejects.toMatchObject({
      code: 'manifest-invalid',
      message: expect.stringContaining('files.aligner.shards.0.path') as string,
    });
    serve((name) => (name === 'manifest.json' ? new Response(text.replace('"bytes":40', '"bytes":41')) : undefined));
    await expect(openBundle(folder)).rejects.toMatchObject({
      code: 'manifest-invalid',
      message: expect.stringContaining('files.llm has 100 bytes, its shards 101') as string,
    });
  });

  it.each([
    ['llm', 3.9e9, /“opt-mini” has 3\.9 GB in its network; a browser tab can hold 1\.4 GB/],
    ['llmEmbeddings', 4e9, /“opt-mini” has 4\.0 GB for a first recommendation; a browser tab can hold 3\.2 GB/],
  ] as const)('that a tab cannot hold is refused with its size before it is downloaded: %s', async (file, bytes, why) => {
    const manifest = structuredClone(bundle.manifest);
    manifest.files[file] = { ...manifest.files[file], bytes, shards: [{ ...manifest.files[file].shards[0]!, bytes }] };
    const { asked } = serve((name) => (name === 'manifest.json' ? new Response(JSON.stringify(manifest)) : undefined));
    await expect(openBundle(folder)).rejects.toMatchObject({ code: 'bundle-too-large', message: expect.stringMatching(why) as string });
    expect(asked).toEqual(['manifest.json']);
  });

  it('comes from its own server only', async () => {
    const { asked } = serve();
    await expect(openBundle('https://elsewhere.example/models/toy/')).rejects.toMatchObject({ code: 'manifest-missing' });
    expect(asked).toEqual([]);
  });

  it('stops when it is told to, and keeps what has arrived', async () => {
    const abort = new AbortController();
    serve((name) => {
      if (name === 'llm.bin.02') abort.abort();
      return undefined;
    });
    await expect(openBundle(folder, { signal: abort.signal })).rejects.toMatchObject({ code: 'stopped' });
    expect(caches.entries.size).toBeGreaterThan(0);
  });

  it('runs without storage, and says so', async () => {
    vi.stubGlobal('caches', undefined);
    serve();
    const opened = await openBundle(folder);
    expect((await opened.read('llm')).byteLength).toBe(100);
    expect(opened.notice).toMatch(/stores? nothing/);
  });

  it('runs with a full storage, and says so', async () => {
    caches.fail = new DOMException('full', 'QuotaExceededError');
    serve();
    const opened = await openBundle(folder);
    expect((await opened.read('sasrec')).byteLength).toBe(100);
    expect(opened.notice).toMatch(/not enough room/);
  });

  it('says to use https where the browser cannot check', async () => {
    vi.stubGlobal('crypto', {});
    serve();
    await expect(openBundle(folder)).rejects.toMatchObject({
      message: expect.stringMatching(/plain http/) as string,
      nextStep: expect.stringMatching(/https, or on localhost/) as string,
    });
  });
});

describe('another recommender of a bundle', () => {
  const files = (name: string) => [`${name}-recommender.safetensors`, `${name}-aligner.safetensors`];
  beforeEach(() => {
    // The toy's files, by the names and hashes that the fixture's manifest has.
    for (const name of ['gru4rec', 'ncf'])
      for (const file of files(name)) bundle.files.set(file, new Uint8Array(readFileSync(new URL(`../../e2e/fixtures/bundle/${file}`, import.meta.url))));
  });

  it('is not downloaded before it is chosen, and then by itself', async () => {
    const { asked } = serve();
    const opened = await openBundle(folder);
    expect(asked.filter((name) => name.includes('gru4rec'))).toEqual([]);
    const other = opened.withRecommender('gru4rec');
    const before = asked.length;
    await other.download(['sasrec', 'aligner']);
    expect(asked.slice(before).sort()).toEqual(files('gru4rec').sort());
    expect((await other.read('aligner')).byteLength).toBe(other.manifest.files.aligner.bytes);
    expect((await opened.read('aligner')).byteLength).toBe(100);
  });

  it('that was chosen once is there without a network, also after another complete load', async () => {
    serve();
    await (await openBundle(folder)).withRecommender('gru4rec').download(['sasrec', 'aligner']);
    await openBundle(folder);
    serve(() => new TypeError('Failed to fetch'));
    const opened = await openBundle(folder);
    expect((await opened.withRecommender('gru4rec').read('sasrec')).byteLength).toBeGreaterThan(1000);
    await expect(opened.withRecommender('ncf').read('sasrec')).rejects.toMatchObject({ code: 'network' });
  });

  it('whose file is altered or missing is refused by its name, and the first one is as it was', async () => {
    bundle.files.get('gru4rec-aligner.safetensors')!.fill(0, 0, 1);
    bundle.files.delete('ncf-recommender.safetensors');
    serve();
    const opened = await openBundle(folder);
    await expect(opened.withRecommender('gru4rec').download(['sasrec', 'aligner'])).rejects.toMatchObject({
      code: 'file-altered',
      message: expect.stringContaining('gru4rec-aligner') as string,
    });
    await expect(opened.withRecommender('ncf').download(['sasrec', 'aligner'])).rejects.toMatchObject({ code: 'file-missing' });
    expect((await opened.read('sasrec')).byteLength).toBe(100);
  });
});
