/**
 * Whether recommendations make sense: histories with an expectation made of facts (docs/sense/histories.json), and how much of a list meets it. Nobody's
 * taste is measured here, only whether who watched four films of a series is told of its fifth.
 */
import * as v from 'valibot';
import { MatineeError } from '../../errors';
import { decadeOf, type Column, type Facts } from '../../facts/facts';
import type { Film } from '../types';

const names = v.optional(v.pipe(v.array(v.string()), v.minLength(1)));
/** A film meets it when it has one of the names for each fact that is named. */
const expectation = v.strictObject({
  genre: names,
  subgenre: names,
  country: names,
  director: names,
  franchise: names,
  kind: names,
  /** 1990 is the nineties. */
  decade: v.optional(v.pipe(v.array(v.number()), v.minLength(1))),
});
export type Expectation = v.InferOutput<typeof expectation>;

const history = v.strictObject({
  name: v.string(),
  kind: v.string(),
  /** What is held out is looked at once a reported run. */
  half: v.picklist(['tuning', 'held out']),
  /** "Title (year)", oldest first. */
  history: v.pipe(v.array(v.string()), v.minLength(1)),
  /** A film meets the whole when it meets one of them. */
  expect: v.pipe(v.array(expectation), v.minLength(1)),
});
export type SenseHistory = v.InferOutput<typeof history>;

/** @throws MatineeError 'file-invalid' */
export function parseHistories(text: string): SenseHistory[] {
  const parsed = v.safeParse(v.strictObject({ histories: v.array(history) }), JSON.parse(text));
  if (parsed.success) return parsed.output.histories;
  const [issue] = parsed.issues;
  throw new MatineeError('file-invalid', `The histories cannot be read: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}.`, 'Correct the file.');
}

const rowsByName = new WeakMap<readonly Film[], ReadonlyMap<string, number>>();

/** Catalogue rows of "Title (year)". @throws MatineeError 'film-invalid' for the first that the catalogue lacks. */
export function rowsOf(titles: readonly string[], films: readonly Film[]): number[] {
  let rowOf = rowsByName.get(films);
  if (!rowOf) rowsByName.set(films, (rowOf = new Map(films.toReversed().map(({ row, title, year }) => [`${title} (${year})`, row]))));
  return titles.map((title) => {
    const row = rowOf.get(title);
    if (row === undefined) throw new MatineeError('film-invalid', `The catalogue has no film “${title}”.`, 'Correct docs/sense/histories.json.');
    return row;
  });
}

/** Whether each film meets what is expected. [films] */
export function meeting(expect: readonly Expectation[], films: readonly Film[], facts: Facts): boolean[] {
  const among = ({ names, starts, values }: Column, wanted: readonly string[]) => {
    const rows = new Set(wanted.map((name) => names.indexOf(name)));
    return ({ row }: Film) => values.subarray(starts[row], starts[row + 1]).some((value) => rows.has(value));
  };
  const alternatives = expect.map(({ genre, subgenre, country, director, franchise, kind, decade }) => [
    ...(genre ? [({ genres }: Film) => genres.some((name) => genre.includes(name))] : []),
    ...(subgenre ? [among(facts.subgenres, subgenre)] : []),
    ...(country ? [among(facts.countries, country)] : []),
    ...(director ? [among(facts.directors, director)] : []),
    ...(franchise ? [among(facts.franchises, franchise)] : []),
    ...(kind ? [among(facts.kinds, kind)] : []),
    ...(decade ? [({ year }: Film) => decade.includes(decadeOf(year))] : []),
  ]);
  return films.map((film) => alternatives.some((conditions) => conditions.every((holds) => holds(film))));
}

/** Names in a file that the facts do not know: nothing could meet them. */
export function unknownNames(expect: readonly Expectation[], films: readonly Film[], facts: Facts): string[] {
  const known = {
    genre: new Set(films.flatMap(({ genres }) => genres)),
    subgenre: new Set(facts.subgenres.names),
    country: new Set(facts.countries.names),
    director: new Set(facts.directors.names),
    franchise: new Set(facts.franchises.names),
    kind: new Set(facts.kinds.names),
  };
  return expect.flatMap((one) => Object.entries(known).flatMap(([fact, all]) => (one[fact as keyof typeof known] ?? []).filter((name) => !all.has(name))));
}

/**
 * Of the list's first `count`, the share that meets what is expected; of as many as there are to recommend, where that is fewer: a series of which two
 * films are left is met whole by those two among the first five.
 * @param met by row
 * @param available films that could be recommended and meet it
 */
export function shareMet(list: readonly number[], count: number, met: readonly boolean[], available: number): number {
  const right = list.slice(0, count).filter((row) => met[row]).length;
  return available === 0 ? 0 : right / Math.min(count, available);
}
