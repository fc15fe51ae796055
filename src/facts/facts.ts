/**
 * What a bundle knows of its films beside title, year and genres (facts.json, written by training/facts/facts.py): read once, checked whole, and
 * packed into columns that are cheap to keep and to send from one thread to another.
 */
import type { BundleReader } from '../bundle/bundle';
import { MatineeError } from '../errors';

/** Names of a film: a slice of `values`, which are rows of `names`. */
export interface Column {
  readonly names: readonly string[];
  /** Where each film's values begin, and where the last one's end. [films + 1] */
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
}

const COLUMNS = ['countries', 'languages', 'subgenres', 'directors', 'franchises', 'kinds'] as const;
export type FactColumn = (typeof COLUMNS)[number];

export interface Facts extends Readonly<Record<FactColumn, Column>> {
  /** Place in each series, in the order of `franchises.values`; 0 where it has none. */
  readonly places: Uint16Array;
  /** Original, native and a.k.a. titles, by row. */
  readonly others: ReadonlyMap<number, readonly string[]>;
  /** Rows of pornographic films. */
  readonly adult: ReadonlySet<number>;
  /** Digits of IMDb's and of TMDB's ids, 0 for none. [films] */
  readonly imdb: Uint32Array;
  readonly tmdb: Uint32Array;
}

// Far beyond what films have: what lies beyond them is a mistake, and would hold the tab.
const MAX_BYTES = 64 * 2 ** 20;
const MAX_NAMES = 200_000;
const MAX_NAME = 300; // characters
const MAX_VALUES = 100; // of a film in a column
const MAX_OTHERS = 100;
const MAX_TITLE = 2_000; // characters
const MAX_PLACE = 65_535;
const MAX_ID = 999_999_999;

/** Null for a bundle without facts. @throws MatineeError 'file-invalid', or the bundle's. */
export async function readFacts(bundle: BundleReader): Promise<Facts | null> {
  const { files, catalogue } = bundle.manifest;
  if (!files.facts) return null;
  if (files.facts.bytes > MAX_BYTES) throw invalid(`it has ${files.facts.bytes.toLocaleString('en')} bytes`);
  return parseFacts(await bundle.read('facts'), catalogue.films);
}

/** @throws MatineeError 'file-invalid' when a column is missing, has not a row for each film, or names what is not there. */
export function parseFacts(bytes: Uint8Array, films: number): Facts {
  const table = objectOf(parse(bytes), 'it');
  const names = objectOf(own(table, 'names'), '"names"');
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, column(name, own(table, name), own(names, name), films)])) as Record<
    FactColumn,
    ReturnType<typeof column>
  >;
  return {
    ...columns,
    places: Uint16Array.from(columns.franchises.places),
    others: byRow('others', own(table, 'others'), films, otherTitles),
    adult: new Set(listOf(own(table, 'adult'), '"adult"', films).map((row) => whole(row, films - 1, '"adult" names row'))),
    imdb: ids('imdb', own(table, 'imdb'), films),
    tmdb: ids('tmdb', own(table, 'tmdb'), films),
  };
}

/** 1990 is the nineties. */
export const decadeOf = (year: number): number => Math.floor(year / 10) * 10;

/** What a column says of a film. */
export const namesAt = ({ names, starts, values }: Column, row: number): string[] =>
  Array.from(values.subarray(starts[row], starts[row + 1]), (value) => names[value]!);

/** The series that a film belongs to, its own first; place 0 where it has none in it. */
export function franchisesAt({ franchises, places }: Pick<Facts, 'franchises' | 'places'>, row: number): { name: string; place: number }[] {
  const start = franchises.starts[row]!;
  return namesAt(franchises, row).map((name, i) => ({ name, place: places[start + i]! }));
}

/** A film's ids as services write them; without those that are not known. */
export function idsAt({ imdb, tmdb }: Pick<Facts, 'imdb' | 'tmdb'>, row: number): { imdb?: string; tmdb?: number } {
  return { ...(imdb[row] ? { imdb: `tt${String(imdb[row]).padStart(7, '0')}` } : {}), ...(tmdb[row] ? { tmdb: tmdb[row] } : {}) };
}

/** Whether two rows of one title and year are two films all the same: each has an id of its own, or other directors. */
export const areDifferent =
  ({ imdb, tmdb, directors }: Facts) =>
  (a: number, b: number): boolean => {
    if ([imdb, tmdb].some((ids) => ids[a] && ids[b] && ids[a] !== ids[b])) return true;
    const [one, two] = [namesAt(directors, a), namesAt(directors, b)];
    return one.length > 0 && two.length > 0 && !one.some((name) => two.includes(name));
  };

/** For src/import, by catalogue row: what may name a film in a service's export. */
export const namingFacts = (facts: Facts | null): { otherTitles?: readonly string[]; imdb?: string; tmdb?: number; adult?: true }[] =>
  Array.from(facts?.imdb ?? [], (_, row) => {
    const otherTitles = facts!.others.get(row);
    return { ...(otherTitles ? { otherTitles } : {}), ...idsAt(facts!, row), ...(facts!.adult.has(row) ? { adult: true } : {}) };
  });

function column(name: FactColumn, rows: unknown, vocabulary: unknown, films: number): Column & { places: number[] } {
  const names = listOf(vocabulary, `"names" for "${name}"`, MAX_NAMES).map((value) =>
    typeof value === 'string' && value.trim() !== '' && value.length <= MAX_NAME ? value : fail(`"names" for "${name}" has one that is no name`),
  );
  const list = listOf(rows, `"${name}"`, films);
  if (list.length !== films) throw invalid(`its column "${name}" has ${list.length} rows, the manifest says ${films}`);
  const starts = new Uint32Array(films + 1);
  const values: number[] = [];
  const places: number[] = [];
  for (const [row, value] of list.entries()) {
    const all = listOf(value, `row ${row} of "${name}"`, MAX_VALUES);
    const step = name === 'franchises' ? 2 : 1;
    if (all.length % step) throw invalid(`row ${row} of "${name}" has a name without a place`);
    for (let i = 0; i < all.length; i += step) {
      values.push(whole(all[i], names.length - 1, `row ${row} of "${name}" names`));
      if (step === 2) places.push(whole(all[i + 1], MAX_PLACE, `row ${row} of "${name}" has place`));
    }
    starts[row + 1] = values.length;
  }
  return { names, starts, values: Uint32Array.from(values), places };
}

/** {row: value}. Names that every object has, such as "__proto__", are no rows. */
function byRow<T>(name: string, value: unknown, films: number, read: (value: unknown, where: string) => T): Map<number, T> {
  const entries = Object.entries(objectOf(value, `"${name}"`));
  if (entries.length > films) throw invalid(`"${name}" has more rows than there are films`);
  return new Map(
    entries.map(([key, each]) => {
      if (!/^(?:0|[1-9]\d{0,8})$/.test(key)) throw invalid(`"${name}" has a row ${JSON.stringify(key.slice(0, 40))}`);
      const row = whole(Number(key), films - 1, `"${name}" names row`);
      return [row, read(each, `row ${row} of "${name}"`)];
    }),
  );
}

function otherTitles(value: unknown, where: string): string[] {
  return listOf(value, where, MAX_OTHERS).map((title) =>
    typeof title === 'string' && title.trim() !== '' && title.length <= MAX_TITLE ? title : fail(`${where} has one that is no title`),
  );
}

function ids(name: 'imdb' | 'tmdb', value: unknown, films: number): Uint32Array {
  const column = new Uint32Array(films);
  for (const [row, id] of byRow(name, value, films, (each, where) => whole(each, MAX_ID, `${where} is`))) column[row] = id;
  return column;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw invalid('it is not JSON', cause);
  }
}

const own = (value: object, key: string): unknown => (Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined);

const objectOf = (value: unknown, what: string): object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : fail(`${what} is no table`);

const listOf = (value: unknown, what: string, most: number): unknown[] =>
  !Array.isArray(value) ? fail(`${what} is no list`) : value.length > most ? fail(`${what} has ${value.length} entries, more than ${most}`) : value;

const whole = (value: unknown, most: number, what: string): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
    ? value
    : fail(`${what} ${JSON.stringify([value]).slice(1, -1).slice(0, 40)}, which is not from 0 to ${most}`);

function fail(what: string): never {
  throw invalid(what);
}

function invalid(what: string, cause?: unknown): MatineeError {
  return new MatineeError('file-invalid', `The facts of the films cannot be read: ${what}.`, 'Export the bundle again, or load another one.', { cause });
}
