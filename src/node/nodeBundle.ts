/** A bundle folder on disk, for Node: tests, `npm run evaluate`, `npm run bench`. Verified like a download. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withMlpLlm, withRecommender } from '../bundle/backbones';
import type { BundleReader } from '../bundle/bundle';
import { MatineeError } from '../errors';
import { verify } from '../bundle/integrity';
import { entryOf, parseManifest, type BundleFile, type Manifest } from '../bundle/manifest';

/**
 * @param recommender another collaborative filter in the first one's place, or 'mlp-llm' for MLP-LLM's aligner on the first
 * @throws MatineeError 'manifest-missing', 'manifest-invalid', 'manifest-version', 'recommender-unknown', and from `read` 'file-missing' or 'file-altered'.
 */
export async function openNodeBundle(folder: string, recommender?: string): Promise<BundleReader> {
  const whole = await readManifest(folder);
  const manifest = recommender === undefined ? whole : recommender === 'mlp-llm' ? withMlpLlm(whole) : withRecommender(whole, recommender);
  return {
    manifest,
    async read(file: BundleFile) {
      const entry = entryOf(manifest, file);
      const shards = await Promise.all(entry.shards.map((shard) => readShard(folder, shard)));
      const bytes = shards.length === 1 ? shards[0]! : new Uint8Array(Buffer.concat(shards));
      await verify(bytes, entry, entry.shards.map((shard) => shard.path).join(' + '));
      return bytes;
    },
  };
}

async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, 'manifest.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new MatineeError('manifest-missing', `There is no model bundle in ${folder}: manifest.json cannot be read.`, 'Name another folder with --bundle.', {
      cause,
    });
  }
  return parseManifest(text);
}

async function readShard(folder: string, shard: { path: string; bytes: number; sha256: string }): Promise<Uint8Array> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, shard.path));
  } catch (cause) {
    throw new MatineeError('file-missing', `${shard.path} is missing from ${folder}.`, 'Export the bundle again.', { cause });
  }
  await verify(bytes, shard, shard.path);
  // readFile may give a slice of a shared buffer at any offset; typed views need their own, aligned one.
  return new Uint8Array(bytes);
}
