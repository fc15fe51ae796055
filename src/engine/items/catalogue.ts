/** The films of a bundle: facts only. Rows [0, warm) are known to SASRec, whose index is row + 1. */
import * as v from 'valibot';
import { MatineeError } from '../../errors';
import type { Manifest } from '../../bundle/manifest';
import type { Film } from '../types';

const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
/** What a link to a history holds (src/store/address.ts). */
const MAX_ID = 999_999_999;
// Longer than any title that is one: the longest in the bundles made here has 100 characters.
const MAX_TITLE = 2_000;
const MAX_GENRE = 100;
const MAX_YEAR = 9999;

/** One array a column, so that the file is small and quick to parse. */
const columns = v.object({
  /** Data set of the ids. */
  source: v.optional(v.string(), 'MovieLens'),
  ids: v.array(whole(MAX_ID)),
  titles: v.array(text(MAX_TITLE)),
  years: v.array(whole(MAX_YEAR)),
  /** Indices into genreNames. */
  genres: v.array(v.pipe(v.array(whole(1000)), v.maxLength(100))),
  genreNames: v.pipe(v.array(text(MAX_GENRE)), v.maxLength(1000)),
  popularity: v.array(whole(Number.MAX_SAFE_INTEGER)),
  warm: whole(Number.MAX_SAFE_INTEGER),
});

/** @throws MatineeError 'file-invalid' when a value is out of its bounds, an id stands twice, or the columns disagree with each other or with the manifest. */
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

  const rowOf = new Map<number, number>();
  for (const [row, id] of table.ids.entries()) {
    const first = rowOf.get(id);
    if (first !== undefined) throw invalid(`rows ${first} and ${row} have the same id, ${id}`);
    rowOf.set(id, row);
  }
  const untitled = table.titles.findIndex((title) => title.trim() === '');
  if (untitled >= 0) throw invalid(`row ${untitled} has no title`);

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
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw invalid('it is not JSON', cause);
  }
  const table = v.safeParse(columns, value, { abortEarly: true });
  if (table.success) return table.output;
  const [issue] = table.issues;
  // valibot quotes what it got, which may be a megabyte.
  throw invalid(`${v.getDotPath(issue) ?? 'it'}: ${issue.message.slice(0, 200)}`, table.issues);
}

function fail(what: string): never {
  throw invalid(what);
}

function invalid(what: string, cause?: unknown): MatineeError {
  return new MatineeError('file-invalid', `The catalogue cannot be read: ${what}.`, 'Export the bundle again, or load another one.', { cause });
}
