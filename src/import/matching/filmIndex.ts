/** Films of a catalogue by everything that may name them. Built once, so that a row costs a few look-ups and not a walk over n films. */
import type { Film } from '../../engine/types';
import type { FilmFacts } from '../types';
import { shorterTitles, titleKeys, titleWords } from './titleKey';

/** Longest list of films that a word may have and still be looked up for suggestions; "of" has thousands. */
const COMMON = 400;

export class FilmIndex {
  /** Catalogue rows by the title's whole key. */
  readonly byTitle = new Map<string, number[]>();
  /** By the whole key of other titles. */
  readonly byOtherTitle = new Map<string, number[]>();
  /** By any title's key without its article. */
  readonly byBare = new Map<string, number[]>();
  /** By the key, without its article, of each shorter name that subtitles allow. */
  readonly byShorter = new Map<string, number[]>();
  readonly byImdb = new Map<string, number>();
  readonly byTmdb = new Map<number, number>();
  readonly byMovieLens = new Map<number, number>();
  private readonly byWord = new Map<string, number[]>();
  private readonly byYear = new Map<number, number[]>();
  private readonly keys: string[];

  /**
   * @param source the data set that `Film.id` belongs to (the catalogue's `source`): rows with MovieLens ids are looked up in MovieLens' only
   * @param facts by catalogue row; a bundle without them is matched by title and year alone
   */
  constructor(
    readonly films: readonly Film[],
    readonly facts: readonly (FilmFacts | undefined)[] = [],
    source = 'MovieLens',
  ) {
    this.keys = films.map((film) => this.add(film));
    if (source === 'MovieLens') for (const { id, row } of films) this.byMovieLens.set(id, row);
  }

  private add({ row, title, year }: Film): string {
    const { otherTitles = [], imdb, tmdb } = this.facts[row] ?? {};
    const keys = titleKeys(title);
    push(this.byTitle, keys.whole, row);
    push(this.byBare, keys.bare, row);
    for (const other of otherTitles) {
      const otherKeys = titleKeys(other);
      push(this.byOtherTitle, otherKeys.whole, row);
      push(this.byBare, otherKeys.bare, row);
    }
    for (const shorter of shorterTitles(title)) push(this.byShorter, titleKeys(shorter).bare, row);
    for (const word of new Set(titleWords(title))) push(this.byWord, word, row);
    push(this.byYear, year, row);
    if (imdb) this.byImdb.set(imdb, row);
    if (tmdb) this.byTmdb.set(tmdb, row);
    return keys.bare;
  }

  /** Films that share the rarer words of a title, or are a slip of the pen away from it in its year; the likeliest first, `limit` at most. */
  resembling(title: string, year: number | null, limit: number): number[] {
    const scores = new Map<number, number>();
    const asked = [...new Set(titleWords(title))];
    for (const word of asked) {
      const rows = this.byWord.get(word) ?? [];
      if (rows.length > COMMON) continue;
      const weight = Math.log(this.films.length / (rows.length + 1));
      for (const row of rows) scores.set(row, (scores.get(row) ?? 0) + weight);
    }
    const total = asked.reduce((sum, word) => sum + Math.log(this.films.length / ((this.byWord.get(word)?.length ?? 0) + 1)), 0);
    const near = (row: number) => year === null || Math.abs(this.films[row]!.year - year) <= 2;
    const found = [...scores].filter(([row, score]) => score >= 0.6 * total && near(row));
    const { bare } = titleKeys(title);
    const sharing = new Set(found.map(([row]) => row));
    if (year !== null && bare.length >= 5)
      for (const row of this.byYear.get(year) ?? []) if (!sharing.has(row) && isSlip(bare, this.keys[row]!)) found.push([row, total]);
    const { films } = this;
    return found
      .sort(([a, x], [b, y]) => y - x || films[b]!.popularity - films[a]!.popularity)
      .slice(0, limit)
      .map(([row]) => row);
  }
}

function push<K>(map: Map<K, number[]>, key: K, row: number): void {
  const rows = map.get(key);
  if (!rows) map.set(key, [row]);
  else if (rows.at(-1) !== row) rows.push(row);
}

/** At most one letter put in, left out, changed or swapped with its neighbour (two in longer titles are no slip but another title). */
function isSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const [x, y] = [a.slice(from), b.slice(from)];
  // eslint-disable-next-line @typescript-eslint/prefer-string-starts-ends-with -- two letters that changed places, not a beginning
  return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1) || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
}
