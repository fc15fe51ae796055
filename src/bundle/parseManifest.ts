import * as v from 'valibot';
import { MatineeError } from '../errors';
import { FORMAT, FORMAT_VERSION, manifestSchema, type FileEntry, type Manifest } from './manifest';

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
