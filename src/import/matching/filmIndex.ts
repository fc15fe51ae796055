/** Films of a catalogue by everything that may name them. Built once, so that a row costs a few look-ups and not a walk over n films. */
import type { Film } from '../../engine/types';
import type { FilmFacts } from '../types';
import { Spellings } from './spellings';
import { shorterTitles, titleKeys, titleWords, type TitleKeys } from './titleKey';

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
  /** By the key of what is written otherwise than in all of these: "Part", and numbers in words. */
  private readonly bySpelt = new Map<string, number[]>();
  private spellings: Spellings | undefined;

  /**
   * @param source the data set that `Film.id` belongs to (the catalogue's `source`): rows with MovieLens ids are looked up in MovieLens' only
   * @param facts by catalogue row; a bundle without them is matched by title and year alone
   */
  constructor(
    readonly films: readonly Film[],
    readonly facts: readonly (FilmFacts | undefined)[] = [],
    source = 'MovieLens',
  ) {
    for (const film of films) this.add(film);
    if (source === 'MovieLens') for (const { id, row } of films) this.byMovieLens.set(id, row);
  }

  private add({ row, title }: Film): void {
    const { otherTitles = [], imdb, tmdb } = this.facts[row] ?? {};
    const keys = titleKeys(title);
    push(this.byTitle, keys.whole, row);
    this.addLoose(keys, row);
    for (const other of otherTitles) {
      const otherKeys = titleKeys(other);
      push(this.byOtherTitle, otherKeys.whole, row);
      this.addLoose(otherKeys, row);
    }
    for (const shorter of shorterTitles(title)) push(this.byShorter, titleKeys(shorter).bare, row);
    for (const word of new Set(titleWords(title))) push(this.byWord, word, row);
    if (imdb) this.byImdb.set(imdb, row);
    if (tmdb) this.byTmdb.set(tmdb, row);
  }

  private addLoose({ bare, spelt }: TitleKeys, row: number): void {
    push(this.byBare, bare, row);
    if (spelt !== bare) push(this.bySpelt, spelt, row);
  }

  /** Films that share the rarer words of a title, the likeliest first, `limit` at most. */
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
    const { films } = this;
    return [...scores]
      .filter(([row, score]) => score >= 0.6 * total && near(row))
      .sort(([a, x], [b, y]) => y - x || films[b]!.popularity - films[a]!.popularity)
      .slice(0, limit)
      .map(([row]) => row);
  }

  /** Films that a title may be a misspelling of, and how many letters are wrong. What it needs is made for the first title that nothing else finds. */
  misspelt(title: string, year: number | null): Map<number, number> {
    this.spellings ??= new Spellings(this.films, [this.byTitle, this.byOtherTitle, this.byBare, this.byShorter, this.bySpelt]);
    const { whole, bare, spelt } = titleKeys(title);
    const strange = titleWords(title).some((word) => !this.byWord.has(word));
    return this.spellings.near({ keys: [whole, bare, spelt], year, strange });
  }
}

function push<K>(map: Map<K, number[]>, key: K, row: number): void {
  const rows = map.get(key);
  if (!rows) map.set(key, [row]);
  else if (rows.at(-1) !== row) rows.push(row);
}
