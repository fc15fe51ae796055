import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '..');

/** Files reachable from the engine's at run time (types vanish), with the packages that they import. */
function importGraph(): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, from, whole] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)'|^import '([^']+)'/gm)) {
      const name = (from ?? whole)!;
      if (!name.startsWith('.')) packages.add(name);
      else visit(`${join(dirname(file), name)}.ts`);
    }
  };
  for (const name of readdirSync(join(src, 'engine')))
    if (name.endsWith('.ts') && !name.endsWith('.test.ts')) visit(join(src, 'engine', name));
  return { files, packages };
}

describe('the engine', () => {
  const { files, packages } = importGraph();

  it('imports engine and runtime only, and of the libraries those that compute', () => {
    const folders = new Set([...files].map((file) => relative(src, dirname(file))));
    expect([...folders].sort()).toEqual(['engine', 'runtime']);
    expect([...packages].sort()).toEqual([
      '@huggingface/tokenizers',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-core',
      'valibot',
    ]);
  });

  it('uses neither the page nor the network', () => {
    for (const file of files) {
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      expect(code, file).not.toMatch(/\bfetch\(|\b(?:window|document|localStorage|navigator|self)\b[.[]|from 'react/);
    }
  });
});
