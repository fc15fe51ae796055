import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../bundle/manifest';
import { openNodeBundle } from './nodeBundle';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'matinee-bundle-'));
  cpSync('e2e/fixtures/bundle', folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes the manifest with a change. */
function change(edit: (manifest: Manifest) => object): void {
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  writeFileSync(path, JSON.stringify({ ...manifest, ...edit(manifest) }));
}

describe('a bundle on disk', () => {
  it('is read like one on a server', async () => {
    const bundle = await openNodeBundle(folder);
    expect((await bundle.read('catalogue')).byteLength).toBe(bundle.manifest.files.catalogue.bytes);
  });

  it('without a manifest is none', async () => {
    rmSync(join(folder, 'manifest.json'));
    await expect(openNodeBundle(folder)).rejects.toMatchObject({ code: 'manifest-missing', message: expect.stringContaining(folder) as string });
  });

  it('of another format version is refused with both versions', async () => {
    change(() => ({ version: 7 }));
    await expect(openNodeBundle(folder)).rejects.toMatchObject({ code: 'manifest-version', message: expect.stringMatching(/version 7.*version 1/) as string });
  });

  it('whose shards do not sum up to their file is refused', async () => {
    change(({ files }) => ({ files: { ...files, llm: { ...files.llm, bytes: files.llm.bytes + 1 } } }));
    await expect(openNodeBundle(folder)).rejects.toMatchObject({ code: 'manifest-invalid', message: expect.stringMatching(/files\.llm/) as string });
  });

  it('with a manifest that is not one is refused', async () => {
    change(() => ({ format: 'something-else' }));
    await expect(openNodeBundle(folder)).rejects.toMatchObject({ code: 'manifest-invalid' });
  });

  it.each([
    ['is missing', 'file-missing', (path: string) => rmSync(path)],
    ['was altered', 'file-altered', (path: string) => writeFileSync(path, readFileSync(path).fill(0, 0, 1))],
    ['is cut short', 'file-altered', (path: string) => writeFileSync(path, readFileSync(path).subarray(1))],
  ])('of which a file %s is refused by name', async (_, code, spoil) => {
    const bundle = await openNodeBundle(folder);
    spoil(join(folder, 'catalogue.json'));
    await expect(bundle.read('catalogue')).rejects.toMatchObject({ code, message: expect.stringContaining('catalogue.json') as string });
  });
});
