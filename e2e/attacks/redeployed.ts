/** Another build of the same app: every script and style of ours has another name, as after a change of the source, and the names of before are gone. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { policyWith, withPolicy } from '../../scripts/csp.mjs';
import { integrityOf } from '../../scripts/viteFiles';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const OURS = /^(?!ort-wasm).*-[\w-]{8}\.(js|css)$/;
const COMPRESSED = /\.(br|gz)$/;

/** @returns its folder */
export function redeployed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'matinee-redeployed-'));
  cpSync(dist, folder, { recursive: true, filter: (path) => !COMPRESSED.test(path) && !/[/\\]models[/\\]/.test(path) });
  const assets = join(folder, 'assets');
  const names = readdirSync(assets).filter((name) => OURS.test(name));
  const renamed = new Map(names.map((name) => [name, name.replace(/-[\w-]{5}([\w-]{3}\.\w+)$/, '-Redep$1')]));
  const rewrite = (path: string, change: (text: string) => string = (text) => text) => {
    let text = readFileSync(path, 'utf8');
    for (const [from, to] of renamed) text = text.replaceAll(from, to);
    writeFileSync(path, change(text));
  };
  for (const [from, to] of renamed) {
    renameSync(join(assets, from), join(assets, to));
    rewrite(join(assets, to), (text) => `${text}\n/* redeployed */`);
  }
  const read = (path: string) => readFileSync(join(folder, path));
  const mapOf = (text: string) => {
    const { integrity } = JSON.parse(text) as { integrity: Record<string, string> };
    return JSON.stringify({ integrity: Object.fromEntries(Object.keys(integrity).map((path) => [path, integrityOf(read(path))])) });
  };
  rewrite(join(folder, 'index.html'), (text) =>
    text
      .replace(/((?:src|href)="\.\/(assets\/[^"]+)" integrity=")[^"]+/g, (_, before: string, path: string) => `${before}${integrityOf(read(path))}`)
      .replace(/(id="app-files">)(\{.*?\})(<)/, (_, begin: string, table: string, end: string) => {
        const workers = Object.keys(JSON.parse(table) as Record<string, unknown>).map((name) => {
          const bytes = read(`assets/${name}`);
          return [name, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }];
        });
        return `${begin}${JSON.stringify(Object.fromEntries(workers))}${end}`;
      })
      .replace(/(type="importmap">)(\{.*?\})(<)/, (_, begin: string, map: string, end: string) => `${begin}${mapOf(map)}${end}`),
  );
  rewrite(join(folder, 'index.html'), (text) => withPolicy(text, policyWith(/type="importmap">(\{.*?\})</.exec(text)![1]!)));
  rewrite(join(folder, 'sw.js'), (text) =>
    text.replaceAll(/\{url:"([^"]+)",revision:"[^"]*",integrity:"[^"]*"\}/g, (_, url: string) => {
      const integrity = integrityOf(read(url));
      return `{url:"${url}",revision:"${integrity}",integrity:"${integrity}"}`;
    }),
  );
  return folder;
}
