import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentSecurityPolicy } from './csp.mjs';
import { createApp, listen, serveOptions } from './serve.mjs';

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
