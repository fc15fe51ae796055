/** What an invented person may like: groups of items that share a fact. From the bundle's facts.json, its catalogue, or its titles alone. */
import { decadeOf, franchisesAt, namesAt, type Facts } from '../../facts/facts';
import type { Film } from '../types';

export const TASTE_KINDS = ['director', 'series', 'subgenre', 'country', 'decade', 'titles'] as const;
export type TasteKind = (typeof TASTE_KINDS)[number];

export interface Taste {
  kind: TasteKind;
  /** "Agnès Varda", "Star Trek", "heist", "Iran", "Western, 1950s", "Final Fantasy". */
  name: string;
  /** Of the catalogue; a series in its own order. */
  rows: readonly number[];
}

export interface Tastes {
  all: readonly Taste[];
  /** Rows of which a fact of that kind is known: of the others nobody can say that they do not fit. */
  known: ReadonlyMap<TasteKind, ReadonlySet<number>>;
}

/** Countries of most films say nothing of a person. */
const COMMON = 0.08;
/** Of a taste: fewer give no history. */
const LEAST = 4;

/** @param facts null where the bundle has none, and tastes come from the catalogue. */
export function tastesOf(films: readonly Film[], facts: Facts | null): Tastes {
  const groups = new Map<string, { kind: TasteKind; name: string; rows: number[] }>();
  const known = new Map<TasteKind, Set<number>>(TASTE_KINDS.map((kind) => [kind, new Set()]));
  const put = (kind: TasteKind, name: string, row: number) => {
    known.get(kind)!.add(row);
    const key = `${kind} ${name}`;
    const group = groups.get(key);
    if (!group) groups.set(key, { kind, name, rows: [row] });
    // Films come in the order of their rows.
    else if (group.rows.at(-1) !== row) group.rows.push(row);
  };
  /** Of a series: its place, where the facts say one. */
  const places = new Map<string, number>();

  if (facts) {
    for (const { row } of films) {
      for (const name of namesAt(facts.directors, row)) put('director', name, row);
      for (const name of namesAt(facts.subgenres, row)) put('subgenre', name, row);
      for (const name of namesAt(facts.countries, row)) put('country', name, row);
      for (const { name, place } of franchisesAt(facts, row)) {
        put('series', name, row);
        places.set(`${name} ${row}`, place);
      }
    }
  }
  for (const { row, year, genres, title } of films) {
    if (year > 0) for (const genre of genres) put('decade', `${genre}, ${decadeOf(year)}s`, row);
    if (genres.length === 0) {
      const name = titleSeries(title);
      if (name) put('titles', name, row);
    }
  }

  const all = [...groups.values()].filter(({ kind, rows }) => rows.length >= LEAST && !(kind === 'country' && rows.length > COMMON * films.length));
  for (const { kind, name, rows } of all)
    if (kind === 'series')
      rows.sort((a, b) => {
        const [first, second] = [places.get(`${name} ${a}`) || Infinity, places.get(`${name} ${b}`) || Infinity];
        return first === second ? films[a]!.year - films[b]!.year || a - b : first - second;
      });
  // A name before a colon that only one item has is no series.
  const series = new Set(all.flatMap(({ kind, rows }) => (kind === 'titles' ? rows : [])));
  known.set('titles', series);
  return { all, known };
}

/** "Final Fantasy" of "Final Fantasy X-2 - PlayStation 2": what stands before a number, a colon, a bracket or a dash; null where that is one short word. */
export function titleSeries(title: string): string | null {
  const name = /^(.*?)(?:\s+(?:\d|[IVX]+\b)|\s*[:([]|\s+[-–]\s|$)/.exec(title)?.[1]?.trim() ?? '';
  return name.length >= 5 ? name : null;
}
