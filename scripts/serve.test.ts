import { mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentSecurityPolicy } from './csp.mjs';
import { createApp, listen } from './serve.mjs';
import { serveOptions } from './serveOptions.mjs';

// A port of its own for each test: fetch keeps connections to the server before.
let port = 4200;
let at = '';
let folder = '';
let close: (() => Promise<void>) | undefined;

const start = async (options: Parameters<typeof createApp>[0] = {}) => {
  close = await listen(createApp({ dist: folder, ...options }), port);
};

beforeEach(() => {
  at = `http://localhost:${++port}`;
  folder = mkdtempSync(join(tmpdir(), 'matinee-serve-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Matinee</title>');
  writeFileSync(join(folder, '.built'), '');
  writeFileSync(join(folder, 'assets/app-abc.js'), 'export {}');
  writeFileSync(join(folder, 'assets/ort-abc.wasm'), new Uint8Array([0, 97, 115, 109]));
});
afterEach(async () => {
  await close?.();
  close = undefined;
  rmSync(folder, { recursive: true });
});

test('the page comes with the policy and cross-origin isolation, and is asked for again', async () => {
  await start();
  const { headers } = await fetch(`${at}/`);
  expect(headers.get('content-type')).toMatch(/^text\/html/);
  expect(headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  expect(headers.get('cache-control')).toBe('no-cache');
});

test('hashed files never change; scripts and WASM have their types, or modules would be refused', async () => {
  await start();
  const script = await fetch(`${at}/assets/app-abc.js`);
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect(script.headers.get('content-type')).toMatch(/javascript/);
  expect((await fetch(`${at}/assets/ort-abc.wasm`)).headers.get('content-type')).toBe('application/wasm');
});

test('part of a file can be asked for', async () => {
  await start();
  const response = await fetch(`${at}/assets/ort-abc.wasm`, { headers: { range: 'bytes=1-2' } });
  expect(response.status).toBe(206);
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([97, 115]);
});

/** With any header and any path, as no browser would send them. */
const ask = (path: string, headers: Record<string, string> = {}) =>
  new Promise<number>((resolve) => {
    const asked = request(`${at}${path}`, { headers }, (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode ?? 0));
      response.on('error', () => undefined);
    });
    asked.on('error', () => resolve(0));
    asked.end();
  });

test.each([
  'bytes=5-2',
  'bytes=3-1',
  'bytes=-1',
  'bytes=0-0',
  'bytes=99-',
  'bytes=0-9007199254740993',
  'bytes=9007199254740993-',
  'bytes=1e99-2e99',
  'bytes=0-1,2-3',
  'bytes=NaN-x',
  'lines=1-2',
  '-',
])('the range %j is answered, and the server goes on', async (range) => {
  await start();
  expect([200, 206, 416]).toContain(await ask('/assets/ort-abc.wasm', { range }));
  expect(await ask('/')).toBe(200);
});

test.each(['/%', '/%00', '/a\\..\\b', '/?%', '//', '/assets/', '/assets', `/${'a/'.repeat(5000)}`, `/${'x'.repeat(5000)}`])(
  'the path %j is answered',
  async (path) => {
    await start();
    expect([200, 404, 503]).toContain(await ask(path));
    expect(await ask('/')).toBe(200);
  },
);

test('a folder that is replaced while files are sent ends their connections at most', async () => {
  const big = join(folder, 'assets/big.bin');
  const other = join(folder, 'assets/other.bin');
  writeFileSync(big, new Uint8Array(8e6));
  await start();
  const shortened = ask('/assets/big.bin');
  truncateSync(big, 1e5);
  await shortened;
  const answers = Array.from({ length: 60 }, async (_, i) => {
    if (i % 2) renameSync(big, other);
    else if (i) renameSync(other, big);
    return ask('/assets/big.bin');
  });
  for (const status of await Promise.all(answers)) expect([0, 200, 404, 503]).toContain(status);
  rmSync(join(folder, 'assets'), { recursive: true });
  expect(await ask('/assets/app-abc.js')).toBe(404);
  expect(await ask('/')).toBe(200);
});

test('a redirect keeps the query', async () => {
  await start({ base: '/some/path/' });
  expect((await fetch(`${at}/some/path?bundle=x&kiosk=1`, { redirect: 'manual' })).headers.get('location')).toBe('/some/path/?bundle=x&kiosk=1');
});

test('what is not there is 404, and no page in its place; nothing outside the folder is served', async () => {
  await start();
  expect((await fetch(`${at}/models/movies/opt.onnx`)).status).toBe(404);
  expect((await fetch(`${at}/..%2f..%2fpackage.json`)).status).toBe(404);
  expect((await fetch(`${at}/.built`)).status).toBe(404);
  expect((await fetch(`${at}/%E0%A4%A`)).status).toBe(404);
});

test('the app can stand below a path, with a folder mounted beside it', async () => {
  const mounted = mkdtempSync(join(tmpdir(), 'matinee-mount-'));
  writeFileSync(join(mounted, 'manifest.json'), '{}');
  await start({ base: '/some/path/', mounts: { 'models/mine/': mounted } });
  expect((await fetch(`${at}/some/path`, { redirect: 'manual' })).headers.get('location')).toBe('/some/path/');
  expect((await fetch(`${at}/some/path/`)).status).toBe(200);
  expect(await (await fetch(`${at}/some/path/models/mine/manifest.json`)).json()).toEqual({});
  expect((await fetch(`${at}/`)).status).toBe(404);
  rmSync(mounted, { recursive: true });
});

test('a taken port is said in a sentence with a way out', async () => {
  await start();
  await expect(listen(createApp({ dist: folder }), port)).rejects.toThrow(
    `Port ${port} is taken. Stop the program that uses it, or choose another: npm start -- --port ${port + 1}`,
  );
});

test('options are read and checked', () => {
  expect(serveOptions(['--base', 'some/path']).base).toBe('/some/path/');
  expect(serveOptions(['--no-isolation']).isolated).toBe(false);
  expect(() => serveOptions(['--port', 'x'])).toThrow(/--port/);
});
