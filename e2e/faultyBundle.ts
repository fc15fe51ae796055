import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

interface BundleManifest {
  version: number;
  files: Record<'llm' | 'sasrec', { shards: { path: string }[] }>;
}

/** What a server can do wrong to the language model's first shard, or to the manifest. */
export const faults = ['corrupted', 'truncated', 'missing', 'html', 'version', 'nomanifest', 'flaky', 'slow'] as const;
type Fault = (typeof faults)[number];

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Answers models/fixture-FAULT/FILE with the fixture's file, altered; calls next for every other address. */
export function faultyBundle(folder: string) {
  const interrupted = new Set<string>();

  return async (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const match = /^\/models\/fixture-([a-z]+)\/([A-Za-z0-9._-]+)(\?.*)?$/.exec(request.url ?? '');
    if (!match) return next();
    const fault = match[1] as Fault;
    const name = match[2] ?? '';
    const path = join(folder, name);
    const send = (status: number, type: string, body: Uint8Array | string) => {
      response.writeHead(status, { ...isolation, 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store' });
      response.end(body);
    };
    const notFound = () => send(404, 'text/plain', 'Not found\n');
    if (!existsSync(path) || !faults.includes(fault)) return notFound();

    const bytes = readFileSync(path);
    if (name === 'manifest.json') {
      if (fault === 'nomanifest') return notFound();
      const manifest = JSON.parse(bytes.toString()) as BundleManifest;
      return send(200, 'application/json', JSON.stringify(fault === 'version' ? { ...manifest, version: 99 } : manifest));
    }
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as BundleManifest;
    if (name !== manifest.files.llm.shards[0]?.path) return send(200, 'application/octet-stream', bytes);

    switch (fault) {
      case 'corrupted': {
        const altered = Buffer.from(bytes);
        altered[altered.length >> 1]! ^= 0xff;
        return send(200, 'application/octet-stream', altered);
      }
      case 'truncated':
        return send(200, 'application/octet-stream', bytes.subarray(0, bytes.length >> 1));
      case 'missing':
        return notFound();
      case 'html':
        return send(200, 'text/html', '<!doctype html><title>Home</title><p>The page you asked for is not here.</p>');
      case 'flaky': {
        // The connection breaks in the middle, the first time.
        if (interrupted.has(name)) return send(200, 'application/octet-stream', bytes);
        interrupted.add(name);
        response.writeHead(200, { ...isolation, 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length });
        response.write(bytes.subarray(0, bytes.length >> 1));
        await wait(200);
        response.destroy();
        return;
      }
      case 'slow':
        await wait(30_000);
        return send(200, 'application/octet-stream', bytes);
      default:
        return send(200, 'application/octet-stream', bytes);
    }
  };
}
