/**
 * npm run bundle, after Vite: writes .br and .gz beside what compresses well in dist, for servers that pick them up (ours does). WASM and weights get brotli at a
 * lower quality: 11 takes half a minute a file for a few per cent. What comes out hardly smaller is left as it is. Marks the build as complete for prepare.mjs.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { commandLine, usageOf } from './commandLine.mjs';
import { root } from './prepare.mjs';

commandLine(usageOf(import.meta.url), {});

const dist = join(root, 'dist');
const brotliQuality = {
  '.html': 11,
  '.js': 9,
  '.mjs': 9,
  '.css': 11,
  '.svg': 11,
  '.json': 6,
  '.webmanifest': 11,
  '.wasm': 5,
  '.bin': 5,
  '.safetensors': 5,
  '.onnx': 5,
};
/** Of weights, what is left of the bytes: more is not worth the decompression. */
const LEAST = 0.95;

async function compress(path) {
  const quality = brotliQuality[extname(path)];
  if (!quality) return;
  const bytes = await readFile(path);
  if (bytes.length < 1024) return;
  const brotli = await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
  if (brotli.length > LEAST * bytes.length) return;
  await writeFile(`${path}.br`, brotli);
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 6 }));
}

const entries = await readdir(dist, { recursive: true, withFileTypes: true });
const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
await Promise.all(paths.map(compress));
await writeFile(join(dist, '.built'), `${new Date().toISOString()}\n`);
