/** The test bundle with anything in it changed, its hashes right: what another exporter, or somebody's own hands, would publish. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from '../../scripts/serve.mjs';

export const fixture = fileURLToPath(new URL('../fixtures/bundle', import.meta.url));

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

export interface Alteration {
  manifest?: (manifest: Json) => void;
  /** Changed bytes by file name; hashes and sizes follow. */
  files?: Record<string, (bytes: Buffer<ArrayBuffer>) => Buffer<ArrayBuffer>>;
  /** In place of the manifest's text. */
  text?: string;
}

/** The files of a bundle, by name. */
export function altered({ manifest: change, files = {}, text }: Alteration): Map<string, Buffer> {
  const bytes = new Map(readdirSync(fixture).map((name) => [name, readFileSync(join(fixture, name))]));
  const manifest = JSON.parse(bytes.get('manifest.json')!.toString()) as Json;
  for (const [name, alter] of Object.entries(files)) bytes.set(name, alter(Buffer.from(bytes.get(name)!)));
  for (const entry of Object.values<Json>(manifest.files as Json))
    for (const shard of entry.shards as Json[]) {
      const content = bytes.get(shard.path as string)!;
      shard.bytes = entry.bytes = content.length;
      shard.sha256 = entry.sha256 = createHash('sha256').update(content).digest('hex');
    }
  change?.(manifest);
  bytes.set('manifest.json', Buffer.from(text ?? JSON.stringify(manifest)));
  return bytes;
}

/** The built app with a bundle at models/altered/ that may be exchanged; `answer` may take a request instead. */
export function alteredApp(files: Map<string, Buffer>, answer: (name: string, ...request: Parameters<RequestListener>) => boolean = () => false) {
  const app = createApp({ mounts: { 'models/fixture': fixture } });
  const served = { files, answer };
  const listener: RequestListener = (request, response) => {
    const name = /^\/models\/altered\/([^?]+)/.exec(request.url!)?.[1];
    if (name === undefined) return app(request, response);
    if (served.answer(name, request, response)) return;
    const bytes = served.files.get(name);
    const headers = { 'Cross-Origin-Resource-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cache-Control': 'no-cache' };
    response.writeHead(bytes ? 200 : 404, bytes ? { ...headers, 'Content-Length': bytes.length } : headers);
    response.end(bytes);
  };
  return { listener, served };
}

/** Every value of a tensor, or the one at `index`, replaced. */
export const tensor =
  (name: string, value: number, index?: number) =>
  (bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> => {
    const start = 8 + Number(bytes.readBigUInt64LE(0));
    const { dtype, data_offsets } = (JSON.parse(bytes.toString('utf8', 8, start)) as Record<string, { dtype: string; data_offsets: [number, number] }>)[name]!;
    const size = dtype === 'F16' ? 2 : 4;
    const [from, to] = index === undefined ? data_offsets : [data_offsets[0] + index * size, data_offsets[0] + (index + 1) * size];
    for (let at = start + from; at < start + to; at += size)
      if (size === 2) bytes.writeUInt16LE(Number.isNaN(value) ? 0x7e00 : 0x7c00, at);
      else bytes.writeFloatLE(value, at);
    return bytes;
  };

/** A file of JSON, changed. */
export const json =
  (change: (content: Json) => void) =>
  (bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> => {
    const content = JSON.parse(bytes.toString()) as Json;
    change(content);
    return Buffer.from(JSON.stringify(content));
  };
