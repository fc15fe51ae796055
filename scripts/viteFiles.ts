/**
 * The build's own files, by their hashes. onnxruntime's stand in a virtual module, so that the worker can check what it fetches; the scripts',
 * the styles' and the worker's stand in index.html, which is never kept without being asked for again.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { contentSecurityPolicy, policyIn, policyWith, withPolicy } from './csp.mjs';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes);
export const integrityOf = (bytes: Uint8Array): string => `sha256-${sha256(bytes).digest('base64')}`;

const VIRTUAL = 'virtual:onnxruntime-files';

/** `virtual:onnxruntime-files`: bytes and sha256 of onnxruntime's WASM files and loaders, by name. The build copies them as they are. */
export const onnxruntimeFiles = (): Plugin => ({
  name: 'onnxruntime-files',
  resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
  load(id) {
    if (id !== `\0${VIRTUAL}`) return;
    const path = createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm');
    const folder = join(path, '..');
    const files = readdirSync(folder).filter((name) => /^ort-wasm-simd-threaded(\.jspi|\.asyncify)?\.(wasm|mjs)$/.test(name));
    const entries = files.map((name) => {
      const bytes = readFileSync(join(folder, name));
      return [name, { bytes: bytes.length, sha256: sha256(bytes).digest('hex') }];
    });
    return `export default ${JSON.stringify(Object.fromEntries(entries))};`;
  },
});

/**
 * One script for all that the first screen needs, whoever else needs it, too: by itself the build makes a script of each set of modules that the same others share, a dozen
 * small ones, and on a slow network each costs a round trip.
 */
export function ofFirstScreen(): (id: string, context: { getModuleInfo(id: string): Rolldown.ModuleInfo | null }) => string | null {
  const known = new Map<string, boolean>();
  const isNeeded = (id: string, context: Parameters<ReturnType<typeof ofFirstScreen>>[1]): boolean => {
    let needed = known.get(id);
    if (needed !== undefined) return needed;
    known.set(id, false); // modules may import each other
    needed = id.endsWith(FIRST) || (context.getModuleInfo(id)?.importers.some((importer) => isNeeded(importer, context)) ?? false);
    known.set(id, needed);
    return needed;
  };
  return (id, context) => (!id.endsWith(FIRST) && isNeeded(id, context) ? 'page' : null);
}

/** The page's script is fetched at once and started by public/start.js. Nothing of it is needed for the first picture, so that the styles go first. */
function startedLater(html: string): string {
  const started = html.replace(
    /<script type="module" crossorigin src="([^"]+)"><\/script>/,
    '<script type="module" fetchpriority="low" src="./start.js"></script>\n    <link rel="modulepreload" data-start crossorigin href="$1">',
  );
  if (started === html) throw new Error('The page has no script to start.');
  return started.replaceAll('<link rel="modulepreload"', '<link rel="modulepreload" fetchpriority="low"');
}

/** The module that the first screen begins with. */
const FIRST = '/src/main.tsx';
/** The module whose script is fetched behind the first screen's. */
const NEXT = '/src/ui/Acts.tsx';

/** What the page needs next stands in it by name, so that it has its `integrity`; public/start.js has it fetched. */
function fetchedNext(html: string, bundle: Rolldown.OutputBundle): string {
  const next = Object.values(bundle).find((file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(NEXT));
  if (next?.type !== 'chunk') throw new Error(`The build has no script of ${NEXT}.`);
  const links = [next.fileName, ...next.imports].filter((name) => !html.includes(name)).map((name) => `<link data-next crossorigin href="./${name}">`);
  return html.replace('</head>', `${links.join('')}</head>`);
}

/**
 * An import map with the `integrity` of every script, whoever imports it and whenever, for the browsers that know it; the tags below have it for all. It stands before
 * anything that fetches a module, and the page's policy knows its text.
 */
function checkedImports(html: string, integrity: Record<string, string>): string {
  const map = JSON.stringify({ integrity });
  if (policyIn(html) !== contentSecurityPolicy) throw new Error('The page has no policy, or another one.');
  return withPolicy(html, policyWith(map)).replace(
    /<meta http-equiv="Content-Security-Policy"[^>]*>/,
    (meta) => `${meta}<script type="importmap">${map}</script>`,
  );
}

/**
 * Gives the page's scripts and styles their `integrity`, and writes the worker's hash beside them: a data block, which no policy has to allow.
 * Reads what was written, because later steps of the build still change the chunks.
 */
export const pageIntegrity = (): Plugin => ({
  name: 'page-integrity',
  apply: 'build',
  writeBundle({ dir }, bundle) {
    const page = join(dir!, 'index.html');
    const read = (path: string) => readFileSync(join(dir!, path));
    const html = fetchedNext(startedLater(readFileSync(page, 'utf8')), bundle).replace(
      /<(?:script|link)\b[^>]*? (?:src|href)="\.\/((?:assets\/[^"]+|boot|start)\.(?:js|css))"/g,
      (tag, path: string) => `${tag} integrity="${integrityOf(read(path))}"`,
    );
    const scripts = readdirSync(join(dir!, 'assets')).filter((name) => name.endsWith('.js'));
    const workers = scripts.filter((name) => name.startsWith('worker-'));
    const table = Object.fromEntries(
      workers.map((name) => {
        const bytes = read(`assets/${name}`);
        return [name, { bytes: bytes.length, sha256: sha256(bytes).digest('hex') }];
      }),
    );
    if (workers.length === 0) throw new Error('The build has no worker script to write the hash of.');
    // The workers import nothing of the page's, and check onnxruntime's loaders themselves.
    const ofPage = scripts.filter((name) => !/^(worker|ort)-/.test(name)).map((name) => [`./assets/${name}`, integrityOf(read(`assets/${name}`))]);
    const checked = checkedImports(html, Object.fromEntries(ofPage) as Record<string, string>);
    writeFileSync(page, checked.replace('</head>', `<script type="application/json" id="app-files">${JSON.stringify(table)}</script></head>`));
  },
});
