/**
 * Serves the built app:  node scripts/serve.mjs [--port 4173] [--base /some/path/] [--dist dist] [--mount models/mine/=FOLDER] [--no-isolation]
 * createApp() is the same server as a function; the browser tests and the bench use it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { answerHelp, refuse, usageOf, UsageError } from './commandLine.mjs';
import { contentSecurityPolicy, policyIn } from './csp.mjs';
import { serveOptions } from './serveOptions.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Headers of every response. COOP and COEP make the page cross-origin isolated, which WASM threads need; the
 * page works without them, on one thread.
 */
const securityHeaders = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };
const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Files in assets/ carry a content hash in their names, so they never change; everything else is asked for again. */
function setCaching(response, pathname) {
  response.setHeader('Cache-Control', /(^|\/)assets\//.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache');
}

/** The page's own policy knows its import map: any other in a header would forbid it. */
function policyOf(dist, path) {
  if (!/(^|\/)(index\.html)?$/.test(path)) return contentSecurityPolicy;
  try {
    return policyIn(readFileSync(join(dist, 'index.html'), 'utf8')) ?? contentSecurityPolicy;
  } catch {
    return contentSecurityPolicy; // no page yet
  }
}

/** Whether an address names a file below the folder: no '..' and no hidden file, encoded or not. */
function isPlain(url) {
  try {
    return !/(^|[/\\])\./.test(decodeURIComponent(url.split('?')[0]));
  } catch {
    return false;
  }
}

/**
 * Keeps of a Range header what sirv reads rightly: one span whose end is no less than its start and no more than a number can be. Any other is
 * left out, and so is one that depends on If-Range: the whole file is always a right answer (RFC 9110, 14.2).
 */
function simplifyRange(headers) {
  const span = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(headers.range ?? '');
  // sirv reads the end 0 as none.
  const understood = span && (span[2] === undefined || (Number(span[2]) > 0 && Number(span[2]) >= Number(span[1])));
  if (!understood || 'if-range' in headers) delete headers.range;
}

/**
 * sirv pipes a file into the response and listens to neither: a file that is replaced meanwhile would end the process or send more or less than
 * was announced, and a visitor who leaves would leave the file open. Here the connection ends instead.
 */
function guardFile(response) {
  response.on('pipe', (source) => {
    const length = Number(response.getHeader('Content-Length'));
    let sent = 0;
    source.on('data', (chunk) => {
      sent += chunk.length;
      if (sent > length) response.destroy();
    });
    source.on('end', () => sent < length && response.destroy());
    source.on('error', () => response.destroy());
    response.on('close', () => source.destroy());
  });
}

/**
 * A request listener for node:http. Nothing that a client sends, and nothing that happens to the folder, makes it throw.
 * @param {{ dist?: string, base?: string, mounts?: Record<string, string>, isolated?: boolean }} options
 *   base: where the app stands, e.g. '/some/path/'; mounts: folders served beside the build, by path below the base.
 * @returns {import('node:http').RequestListener}
 */
export function createApp({ dist = resolve(root, 'dist'), base = '/', mounts = {}, isolated = true } = {}) {
  // 'dev' looks files up at each request: a build that is replaced while it is served gives 404s for a moment, and no crash.
  const app = sirv(dist, { dev: true, etag: true, gzip: true, brotli: true, setHeaders: setCaching });
  const mounted = Object.entries(mounts).map(([path, folder]) => ({
    prefix: `/${path.replace(/^\/|\/$/g, '')}/`,
    serve: sirv(folder, { dev: true, etag: true }),
  }));
  const headers = { ...securityHeaders, ...(isolated ? isolationHeaders : {}) };

  const answer = (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const notFound = () => {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('Not found\n');
    };
    const url = request.url;
    const [path] = url.split('?');
    response.setHeader('Content-Security-Policy', policyOf(dist, path));
    if (path === base.slice(0, -1)) {
      response.writeHead(301, { Location: `${base}${url.slice(path.length)}` });
      response.end();
      return;
    }
    if (!url.startsWith(base) || !isPlain(url)) return notFound();
    request.url = `/${url.slice(base.length)}`;
    const mount = mounted.find(({ prefix }) => request.url.startsWith(prefix));
    if (mount) {
      request.url = request.url.slice(mount.prefix.length - 1);
      mount.serve(request, response, notFound);
    } else {
      app(request, response, notFound);
    }
  };

  return (request, response) => {
    simplifyRange(request.headers);
    guardFile(response);
    try {
      answer(request, response);
    } catch (error) {
      // Between looking for a file and opening it, the folder may be replaced.
      console.error(`${request.url}: ${error.message}`);
      if (response.headersSent) return response.destroy();
      response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '1' });
      response.end('Try again in a moment\n');
    }
  };
}

/**
 * Listens on both loopback addresses, or on the host given. Rejects with a sentence for the user when the port cannot be had.
 * @param {import('node:http').RequestListener} app
 * @param {number} port
 * @param {string} host
 * @returns {Promise<() => Promise<void>>} closes the server
 */
export async function listen(app, port, host = 'localhost') {
  const open = (address) =>
    new Promise((fulfil, reject) => {
      const server = createServer(app);
      server.once('error', reject);
      server.listen(port, address, () => fulfil(server));
    });
  const servers = [];
  try {
    servers.push(await open(host === 'localhost' ? '127.0.0.1' : host));
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${port} is taken. Stop the program that uses it, or choose another: npm start -- --port ${port + 1}`);
  }
  // Browsers may resolve localhost to ::1 first; a machine without IPv6 does without it.
  if (host === 'localhost')
    await open('::1').then(
      (server) => servers.push(server),
      () => {},
    );
  return async () => {
    for (const server of servers) {
      const closed = new Promise((fulfil) => server.close(fulfil));
      server.closeAllConnections();
      await closed;
    }
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  answerHelp(usageOf(import.meta.url));
  try {
    const options = serveOptions(process.argv.slice(2));
    if (!existsSync(options.dist)) throw new Error(`${options.dist} is no folder: npm run build makes the default one.`);
    await listen(createApp(options), options.port, options.host);
    console.log(`Matinee is at http://localhost:${options.port}${options.base}`);
  } catch (error) {
    if (error instanceof UsageError) refuse(error.message);
    console.error(error.message);
    process.exit(1);
  }
}
