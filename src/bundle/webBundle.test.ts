import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeCaches, fakeServer, folder, hashOf, toyBundle } from '../testing/bundle';
import { openBundle, type DownloadProgress } from './webBundle';

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

  it('opens without a network at the next visit', async () => {
    serve();
    await openBundle(folder);
    serve(() => new TypeError('Failed to fetch'));
    expect((await openBundle(folder)).manifest.files).toEqual(bundle.manifest.files);
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
