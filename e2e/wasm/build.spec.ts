import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const files = () => readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(dist, path)).isFile());
const lock = JSON.parse(readFileSync(join(dist, '../package-lock.json'), 'utf8')) as { packages: Record<string, unknown> };

test('the build holds one onnxruntime-web, and each of its WASM files once', () => {
  // transformers.js pins its own: package.json overrides it.
  expect(Object.keys(lock.packages).filter((path) => path.endsWith('/onnxruntime-web'))).toEqual(['node_modules/onnxruntime-web']);

  const modules = files().filter((path) => path.endsWith('.wasm'));
  const names = modules.map((path) => path.replace(/-[\w-]{8}\.wasm$/, '').replace(/^assets./, ''));
  expect(names.length).toBeGreaterThan(0);
  expect(new Set(names).size).toBe(names.length);
  // The old build, which no device needs.
  expect(names.filter((name) => name.includes('jsep'))).toEqual([]);
});

test('no script of the build knows a CDN', () => {
  for (const path of files().filter((name) => /\.m?js$/.test(name)))
    expect(readFileSync(join(dist, path), 'utf8'), path).not.toMatch(/cdn\.jsdelivr|unpkg\.com|huggingface\.co/);
});

test('the service worker stores the shell in advance, and neither models nor WASM', () => {
  const worker = readFileSync(join(dist, 'sw.js'), 'utf8');
  expect(worker).toContain('index.html');
  expect(worker).not.toMatch(/url:\s*["'](\.\/)?models\//);
  expect(worker).not.toMatch(/url:\s*["'][^"']+\.wasm["']/);
});

test('no file of the default bundle is larger than 16 MB, and a first recommendation takes at most 60 MB', () => {
  const bundle = join(dist, 'models/movies');
  const sizes = readdirSync(bundle).map((name) => statSync(join(bundle, name)).size);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(16 * 1024 * 1024);
  const manifest = JSON.parse(readFileSync(join(bundle, 'manifest.json'), 'utf8')) as { files: Record<string, { bytes: number }> };
  const needed = Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0);
  expect(needed).toBeLessThanOrEqual(60e6);
});

test('the first screen takes less than 200 kB of compressed script', () => {
  const named = [...readFileSync(join(dist, 'index.html'), 'utf8').matchAll(/<(?:script|link)\b[^>]*? (?:src|href)="\.\/([^"]+\.js)"/g)].map(
    ([, path]) => path!,
  );
  expect(named.length).toBeGreaterThan(2);
  const sent = (path: string) => statSync(join(dist, existsSync(join(dist, `${path}.br`)) ? `${path}.br` : path)).size;
  expect(named.reduce((sum, path) => sum + sent(path), 0)).toBeLessThan(200_000);
});

test('the test bundle is not shipped', () => {
  expect(files().filter((path) => path.includes('fixture'))).toEqual([]);
});
