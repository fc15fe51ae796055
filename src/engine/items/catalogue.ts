/** The films of a bundle: facts only. Rows [0, warm) are known to SASRec, whose index is row + 1. */
import * as v from 'valibot';
import { MatineeError } from '../../errors';
import type { Manifest } from '../../bundle/manifest';
import type { Film } from '../types';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** One array a column, so that the file is small and quick to parse. */
const columns = v.object({
  /** Data set of the ids. */
  source: v.optional(v.string(), 'MovieLens'),
  ids: v.array(v.number()),
  titles: v.array(v.string()),
  years: v.array(count),
  /** Indices into genreNames. */
  genres: v.array(v.array(count)),
  genreNames: v.array(v.string()),
  popularity: v.array(count),
  warm: count,
});

/** @throws MatineeError 'file-invalid' when the columns disagree with each other or with the manifest. */
export function parseCatalogue(bytes: Uint8Array, manifest: Manifest): Film[] {
  return readCatalogue(bytes, manifest).films;
}

/**
 * The films, and the data set that their ids belong to.
 * @throws MatineeError 'file-invalid' when the columns disagree with each other or with the manifest.
 */
export function readCatalogue(bytes: Uint8Array, manifest: Manifest): { films: Film[]; source: string } {
  const table = read(bytes);
  const { films, warm } = manifest.catalogue;
  for (const name of ['ids', 'titles', 'years', 'genres', 'popularity'] as const)
    if (table[name].length !== films) throw invalid(`its column "${name}" has ${table[name].length} rows, the manifest says ${films}`);
  if (table.warm !== warm) throw invalid(`it has ${table.warm} warm items, the manifest says ${warm}`);

  const all = table.titles.map((title, row) => ({
    row,
    id: table.ids[row]!,
    title,
    year: table.years[row]!,
    genres: table.genres[row]!.map((genre) => table.genreNames[genre] ?? fail(`row ${row} names genre ${genre}, which has no name`)),
    popularity: table.popularity[row]!,
    cold: row >= warm,
  }));
  return { films: all, source: table.source };
}

function read(bytes: Uint8Array): v.InferOutput<typeof columns> {
  try {
    return v.parse(columns, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw invalid('it is not a table of the catalogue', cause);
  }
}

function fail(what: string): never {
  throw invalid(what);
}

function invalid(what: string, cause?: unknown): MatineeError {
  return new MatineeError('file-invalid', `The catalogue cannot be read: ${what}.`, 'Export the bundle again, or load another one.', { cause });
}
