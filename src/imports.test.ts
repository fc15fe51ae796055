import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = import.meta.dirname;

/** A folder's modules are its files; tests stand beside them and are not counted. */
const MODULES = 12;

const isCode = (name: string) => /\.tsx?$/.test(name) && !/\.test(-d)?\.tsx?$/.test(name);

/** Files reachable from a folder's at run time (types vanish), with the packages that they import. */
function importGraph(folder: string): { files: Set<string>; packages: Set<string> } {
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
  for (const name of readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })) if (isCode(name)) visit(join(src, folder, name));
  return { files, packages };
}

describe('the engine', () => {
  const { files, packages } = importGraph('engine');

  it('imports engine, bundle and onnx only, and of the libraries those that compute', () => {
    const folders = new Set([...files].map((file) => relative(src, file).replace(/[/\\].*/, '')));
    expect([...folders].sort()).toEqual(['bundle', 'engine', 'errors.ts', 'onnx', 'random.ts', 'yieldToMessages.ts']);
    expect([...packages].sort()).toEqual(['@huggingface/tokenizers', '@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-core', 'valibot']);
  });

  it('uses neither the page nor the network', () => {
    for (const file of files) {
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      expect(code, file).not.toMatch(/\bfetch\(|\b(?:window|document|localStorage|navigator|self)\b[.[]|from 'react/);
    }
  });
});

describe('every folder of src', () => {
  const folders = ['', ...readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(src, name)).isDirectory())];

  it.each(folders)(`src/%s has fewer than ${MODULES} modules`, (folder) => {
    expect(readdirSync(resolve(src, folder)).filter((name) => isCode(name)).length).toBeLessThan(MODULES);
  });
});
