/** Servers that the app may stand on, and what clients send to its own. */
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createApp, listen } from '../../scripts/serve.mjs';
import { expect, test } from '../matinee';
import { ports } from '../ports';
import { buildHistory, recommendAndCheck } from '../recommending';
import { altered, alteredApp, fixture } from './alteredBundle';
import { tally } from './tally';

const port = ports.closing[0];
const at = `http://localhost:${port}/`;
const policy = { 'Cross-Origin-Resource-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

test.describe('hosting', () => {
  const HOST = '\r\nHost: localhost\r\nConnection: close\r\n\r\n';
  const requests = [
    ...['5-2', '9007199254740993-', '0-9007199254740993', '-0', '1e99-', '0-0,1-1', '-'].map((range) => `GET / HTTP/1.1\r\nRange: bytes=${range}${HOST}`),
    ...[
      '//',
      '/%',
      '/%00',
      '/..%2f..%2fetc/passwd',
      '/../../etc/passwd',
      '/.git/config',
      '/%2e%2e/package.json',
      '/assets/%5c..',
      '/a'.repeat(4000),
      '*',
      '?',
      'http://x/',
    ].map((path) => `GET ${path} HTTP/1.1${HOST}`),
    ...['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'CONNECT'].map((method) => `${method} / HTTP/1.1${HOST}`),
    'GET / HTTP/9.9\r\n\r\n',
    '\0\0\0\0',
    'GET / HTTP/1.1\r\nContent-Length: 99999999999\r\nHost: localhost\r\n\r\n',
    `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}${HOST}`,
    'GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: localhost\r\n\r\nzz\r\n',
    'GE',
  ];

  test('whatever a client sends, the next one is served', async () => {
    const close = await listen(alteredApp(altered({})).listener, port);
    try {
      const failed = await tally(
        test,
        requests,
        (text) => JSON.stringify(text.slice(0, 60)),
        async (text) => {
          const answer = await new Promise<string>((resolve) => {
            let said = '';
            const socket = connect(port, 'localhost', () => socket.write(text));
            socket.on('data', (chunk) => (said += chunk.toString('latin1')));
            socket.on('error', () => undefined);
            socket.on('close', () => resolve(said));
            setTimeout(() => socket.destroy(), 300);
          });
          expect(answer).not.toMatch(/root:|"name": "matinee"|\[core\]/);
          expect((await fetch(at)).status).toBe(200);
        },
      );
      expect(failed).toEqual([]);
    } finally {
      await close();
    }
  });

  /** Hosts as they are: what they change of an answer before it goes out, and the address that is opened. */
  type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;
  interface Host {
    path?: string;
    /** Where the app stands; a host may also ask for more. */
    base?: string;
    isolated?: boolean;
    /** @returns whether it has answered by itself. */
    answer?: Answer;
    /** Where a page that says what is wrong is all that can be. */
    says?: RegExp;
  }
  const pathOf = (request: IncomingMessage) => request.url!.split('?')[0]!;
  const type =
    (of: RegExp, mime: string): Answer =>
    (request, response) => {
      const set = response.setHeader.bind(response);
      response.setHeader = (name, value) => set(name, name.toLowerCase() === 'content-type' && of.test(pathOf(request)) ? mime : value);
      const write = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse;
      response.writeHead = ((status: number, headers?: Record<string, string>) =>
        write(
          status,
          headers && 'Content-Type' in headers && of.test(pathOf(request)) ? { ...headers, 'Content-Type': mime } : headers,
        )) as typeof response.writeHead;
      return false;
    };
  const always =
    (name: string, value: string): Answer =>
    (_, response) => {
      const set = response.setHeader.bind(response);
      const write = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse;
      response.setHeader = (key, given) => set(key, key.toLowerCase() === name.toLowerCase() ? value : given);
      response.writeHead = ((status: number, headers?: Record<string, string>) => write(status, { ...headers, [name]: value })) as typeof response.writeHead;
      return false;
    };
  const file = (path: string) => join(dist, path.split('?')[0]!);
  const hosts: Record<string, Host> = {
    'below a path': { base: '/some/path/' },
    'below a path, without its slash': { base: '/some/path/', path: 'some/path?bundle=models/fixture/&device=wasm' },
    'below a path with odd letters': { base: '/a%20b/%C3%A9/' },
    'the page by its name': { path: 'index.html?bundle=models/fixture/&device=wasm' },
    'without COOP and COEP': { isolated: false },
    'WASM as bytes': { answer: type(/\.wasm/, 'application/octet-stream') },
    'WASM as a text': { answer: type(/\.wasm/, 'text/plain') },
    'models and JSON as texts': { answer: type(/models\//, 'text/plain') },
    'everything but scripts without a type': { answer: type(/\.(wasm|json|bin|onnx|safetensors|webmanifest)/, '') },
    'scripts as texts': { answer: type(/\.m?js/, 'text/plain'), says: /did not arrive as it should|still on its way/ },
    'what ends in .mjs as bytes': { answer: type(/\.mjs/, 'application/octet-stream') },
    'no range of a file': {
      answer: (request) => {
        delete request.headers.range;
        return false;
      },
    },
    'nothing is kept': { answer: always('Cache-Control', 'no-store') },
    'everything is kept for a year': { answer: always('Cache-Control', 'public, max-age=31536000, immutable') },
    'connections that close': { answer: always('Connection', 'close') },
    'zipped without saying so': {
      answer: (request, response) => {
        if (!/assets\/page-[\w-]+\.js/.test(request.url!)) return false;
        response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(gzipSync(readFileSync(file(request.url!))));
        return true;
      },
      says: /did not arrive as it should/,
    },
    'models zipped without saying so': {
      answer: (request, response) => {
        const name = /^\/models\/fixture\/([\w.-]+)/.exec(request.url!)?.[1];
        if (!name) return false;
        response.writeHead(200, { ...policy, 'Content-Type': 'application/octet-stream' }).end(gzipSync(readFileSync(join(fixture, name))));
        return true;
      },
      says: /manifest\.json cannot be used/,
    },
    'the page in place of what is missing': {
      answer: (request, response) => {
        const path = request.url!.split('?')[0]!;
        if (path === '/' || existsSync(file(path)) || path.startsWith('/models/fixture/')) return false;
        response.writeHead(200, { ...policy, 'Content-Type': 'text/html' }).end(readFileSync(file('index.html')));
        return true;
      },
    },
    'the page in place of a model': {
      path: '?bundle=models/none/&device=wasm',
      answer: (request, response) => {
        if (!request.url!.startsWith('/models/none/')) return false;
        response.writeHead(200, { ...policy, 'Content-Type': 'text/html' }).end(readFileSync(file('index.html')));
        return true;
      },
      says: /no model at/i,
    },
    'a policy that lets no WASM run': {
      answer: always('Content-Security-Policy', "default-src 'self'; style-src 'self' 'unsafe-inline'"),
      says: /could not|WASM|failed/i,
    },
    'large and small letters alike': {
      path: 'SOME/Path/?bundle=models/fixture/&device=wasm',
      base: '/some/path/',
      answer: (request) => {
        request.url = request.url!.replace(/^\/some\/path\//i, '/some/path/');
        return false;
      },
    },
  };

  for (const [name, { base = '/', path, isolated = true, answer, says }] of Object.entries(hosts))
    test(`${name}: ${says ? 'it is said' : 'it recommends'}`, async ({ matinee, page: tab, watchdog }) => {
      if (says) watchdog.allowErrors.push(/.*/);
      const app = createApp({ base, isolated, mounts: { 'models/fixture': fixture } });
      const close = await listen((request: IncomingMessage, response: ServerResponse) => {
        if (!answer?.(request, response)) app(request, response);
      }, port);
      try {
        await tab.goto(`${at}${path ?? `${base.slice(1)}?bundle=models/fixture/&device=wasm`}`);
        if (says) {
          await expect(tab.getByText(says).first()).toBeVisible();
          return;
        }
        await buildHistory(matinee);
        await matinee.ready('WASM');
        await recommendAndCheck(matinee);
      } finally {
        await close();
      }
    });
});
