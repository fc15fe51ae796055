/** A server whose first answers for a file of the app are wrong: what a captive portal, a cut connection or a broken disk gives. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp } from '../../scripts/serve.mjs';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const fixture = fileURLToPath(new URL('../fixtures/bundle', import.meta.url));

export const faults = ['login page', 'cut', 'empty', 'flipped', 'missing', 'silent'] as const;
/** Altered: a whole script, with a line of somebody else's. */
export type Fault = (typeof faults)[number] | 'altered';

/** The app, with `fault` in the first `times` answers to addresses that match; `asked` counts those. */
export function poisonedApp(match: RegExp, fault: Fault, times: number): { app: RequestListener; asked: () => number } {
  const app = createApp({ mounts: { 'models/fixture': fixture } });
  let asked = 0;
  const poison = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url!.split('?')[0]!;
    // As broken answers come: with the header that keeps them for a year.
    const headers = {
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Content-Type': path.endsWith('.wasm') ? 'application/wasm' : path.endsWith('.css') ? 'text/css' : 'text/javascript',
    };
    const bytes = readFileSync(join(dist, path));
    switch (fault) {
      case 'login page':
        response.writeHead(200, { ...headers, 'Content-Type': 'text/html' });
        return response.end('<!doctype html><title>Log in</title>');
      case 'cut':
        response.writeHead(200, headers);
        return response.end(bytes.subarray(0, bytes.length >> 1));
      case 'empty':
        response.writeHead(200, headers);
        return response.end();
      case 'flipped':
        bytes[bytes.length >> 1]! ^= 1;
        response.writeHead(200, headers);
        return response.end(bytes);
      case 'altered':
        response.writeHead(200, headers);
        return response.end(`globalThis.foreign = true;\n${bytes.toString('utf8')}`);
      case 'missing':
        response.writeHead(404, headers);
        return response.end('Not found');
      case 'silent':
        return undefined;
    }
  };
  return {
    app: (request, response) => {
      if (match.test(request.url!) && asked++ < times) poison(request, response);
      else app(request, response);
    },
    asked: () => asked,
  };
}
