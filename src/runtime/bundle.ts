import * as v from 'valibot';
import { MatineeError } from './errors';
import { FORMAT, FORMAT_VERSION, manifestSchema, type BundleFile, type FileEntry, type Manifest } from './manifest';

/** A verified bundle: bytes come out only when size and sha256 match the manifest. */
export interface BundleReader {
  readonly manifest: Manifest;
  read(file: BundleFile): Promise<Uint8Array>;
}

/** What a first recommendation needs; SBERT waits until a visitor describes a film of their own. */
export const FIRST_FILES = ['catalogue', 'sasrec', 'aligner', 'sbertEmbeddings', 'llmTokenizer', 'llmEmbeddings', 'llm'] as const satisfies readonly BundleFile[];

/**
 * The bundle's folder as an absolute URL that ends in '/', or null when `address` is none on the page's own origin.
 * @param address a folder or its manifest.json, relative to the page or absolute; from the address bar, so anything may stand there.
 * @param page the page's URL
 */
export function resolveBundleUrl(address: string, page: string): string | null {
  // A browser reads '\' as '/' and drops tabs and line breaks, so that such an address is not what it seems.
  // eslint-disable-next-line no-control-regex
  if (address.trim() === '' || address.length > 500 || /[\\\u0000-\u001f]/.test(address)) return null;
  if (!URL.canParse(address, page)) return null;
  const url = new URL(address, page);
  if (!/^https?:$/.test(url.protocol) || url.origin !== new URL(page).origin || url.username || url.password) return null;
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/manifest\.json$/, '').replace(/\/*$/, '/');
  return url.href;
}

/** @throws MatineeError 'manifest-invalid' or 'manifest-version'. */
export function parseManifest(text: string): Manifest {
  const invalid = (what: string, cause?: unknown) =>
    new MatineeError('manifest-invalid', `The model's manifest.json cannot be used: ${what}.`, 'Export the model again, or choose another one.', { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid('it is not JSON', cause);
  }
  const { format, version } = (value ?? {}) as Record<string, unknown>;
  if (format !== FORMAT) throw invalid(`it does not say "format": "${FORMAT}"`);
  if (version !== FORMAT_VERSION)
    throw new MatineeError(
      'manifest-version',
      `The model's manifest.json has version ${JSON.stringify(version)}; this page reads version ${FORMAT_VERSION}.`,
      'Reload the page to get its newest version, or export the model again with the exporter of this one.',
    );
  const parsed = v.safeParse(manifestSchema, value);
  if (!parsed.success) throw invalid(`${v.getDotPath(parsed.issues[0]) ?? 'its root'}: ${parsed.issues[0].message}`, parsed.issues);
  for (const [name, file] of Object.entries<FileEntry>(parsed.output.files)) {
    const sum = file.shards.reduce((bytes, shard) => bytes + shard.bytes, 0);
    if (sum !== file.bytes) throw invalid(`files.${name} has ${file.bytes} bytes, its shards ${sum}`);
  }
  return parsed.output;
}
