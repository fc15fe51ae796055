import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = import.meta.dirname;

/** In a folder, tests aside: they stand beside what they test. */
const FILES = 12;

const isCode = (name: string) => /\.tsx?$/.test(name) && !/\.test(-d)?\.tsx?$/.test(name);

/** What a file imports at run time (types vanish): other files, and packages. */
function importsOf(file: string): { files: string[]; packages: string[] } {
  const names = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)'|^import '([^']+)'/gm)].map(
    ([, from, whole]) => (from ?? whole)!,
  );
  const own = names.filter((name) => name.startsWith('.')).map((name) => join(dirname(file), name));
  const files = own.flatMap((path) => ['', '.ts', '.tsx'].map((ending) => path + ending).filter((path) => isCode(path) && existsSync(path)));
  return { files, packages: names.filter((name) => !name.startsWith('.')) };
}

const codeIn = (folder: string) =>
  readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter(isCode)
    .map((name) => join(src, folder, name));

/** Files reachable from a folder's, with the packages that they import. */
function importGraph(folder: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    const imports = importsOf(file);
    imports.packages.forEach((name) => packages.add(name));
    imports.files.forEach(visit);
  };
  codeIn(folder).forEach(visit);
  return { files, packages };
}

/** Files that import each other in a ring, as 'a -> b -> a'. */
function circles(files: readonly string[], imports: (file: string) => readonly string[]): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: string[]) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (path.includes(file) || done.has(file)) return;
    for (const next of imports(file)) visit(next, [...path, file]);
    done.add(file);
  };
  files.forEach((file) => visit(file, []));
  return found;
}

it('no file of src imports itself by way of others', () => {
  const ring: Record<string, string[]> = { a: ['b', 'c'], b: ['c'], c: ['d'], d: ['b'] };
  expect(circles(Object.keys(ring), (file) => ring[file]!)).toEqual(['b -> c -> d -> b']);
  const files = codeIn('');
  expect(files.flatMap((file) => importsOf(file).files).length).toBeGreaterThan(files.length); // the imports are seen
  expect(circles(files, (file) => importsOf(file).files)).toEqual([]);
});

describe('the engine', () => {
  const { files, packages } = importGraph('engine');

  it('imports engine, bundle and onnx only, and of the libraries those that compute', () => {
    const folders = new Set([...files].map((file) => relative(src, file).replace(/[/\\].*/, '')));
    expect([...folders].sort()).toEqual(['bundle', 'engine', 'errors.ts', 'facts', 'onnx', 'random.ts', 'yieldToMessages.ts']);
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

  it.each(folders)(`src/%s has fewer than ${FILES} files`, (folder) => {
    const files = readdirSync(resolve(src, folder)).filter((name) => statSync(join(src, folder, name)).isFile() && !/\.test(-d)?\.tsx?$/.test(name));
    expect(files.length).toBeLessThan(FILES);
  });
});

describe('what the documents name', () => {
  const root = resolve(src, '..');

  it.each(['docs/ARCHITECTURE.md', 'docs/METHOD.md', 'CONTRIBUTING.md', 'training/README.md'])('is there: %s', (document) => {
    const named = readFileSync(join(root, document), 'utf8').match(/\b(?:src|scripts|e2e|docs|training)\/[\w./-]*\w/g) ?? [];
    const isExample = (path: string) => /NAME|\/\.(?:work|venv)\b/.test(path);
    expect(named.filter((path) => !isExample(path) && !['', '.ts'].some((ending) => existsSync(join(root, path + ending))))).toEqual([]);
  });

  it('is there: every file of the way from the press to the answer', () => {
    const way = /## A request, from the press to the answer\n([^]*?)\n## /.exec(readFileSync(join(root, 'docs/ARCHITECTURE.md'), 'utf8'))![1]!;
    const names = [...way.matchAll(/^\| (src\/\S[^|]*) \|/gm)].flatMap(([, cell]) => {
      const [first, ...others] = cell!.split(', ');
      return [first!, ...others.map((name) => join(dirname(first!), name))]; // 'src/engine/llm/prompt.ts, sequence.ts'
    });
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });
});
