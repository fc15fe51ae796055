import type { BundleFile, Manifest } from './manifest';

/** A verified bundle: bytes come out only when size and sha256 match the manifest. */
export interface BundleReader {
  readonly manifest: Manifest;
  read(file: BundleFile): Promise<Uint8Array>;
}

/** What a first recommendation needs; SBERT waits until a visitor describes a film of their own. */
export const FIRST_FILES = [
  'catalogue',
  'sasrec',
  'aligner',
  'sbertEmbeddings',
  'llmTokenizer',
  'llmEmbeddings',
  'llm',
] as const satisfies readonly BundleFile[];

/** Of these, what a recommendation among well-known films does without: on a slow network it comes last. */
export const LAST_FILE = 'sbertEmbeddings' satisfies BundleFile;

/**
 * The bundle's folder as an absolute URL that ends in '/', or null when `address` is none on the page's own origin.
 * @param address a folder or its manifest.json, relative to the page or absolute; from the address bar, so anything may stand there.
 * @param page the page's URL
 */
export function resolveBundleUrl(address: string, page: string): string | null {
  // A browser reads '\' as '/' and drops tabs and line breaks, so that such an address is not what it seems.
  if (address.trim() === '' || address.length > 500 || /[\\\u0000-\u001f]/.test(address)) return null;
  if (!URL.canParse(address, page)) return null;
  const url = new URL(address, page);
  if (!/^https?:$/.test(url.protocol) || url.origin !== new URL(page).origin || url.username || url.password) return null;
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/manifest\.json$/, '').replace(/\/*$/, '/');
  return url.href;
}
