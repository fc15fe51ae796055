/** Titles by how they are spelt: which films somebody may have meant who got some letters wrong. */
import type { Film } from '../../engine/types';

/**
 * One letter in so many may be wrong, missing, too many or swapped. Most titles that a catalogue lacks are made of words that it has, and most
 * misspellings are no words; the year speaks for a film, too.
 */
const LETTERS = { strange: { dated: 3, undated: 4 }, known: { dated: 5, undated: 6 } };
/** Two in a strange title of so many letters, as the search has it. */
const TWO = 6;
/** However long the title. */
const MOST = 5;
/** A shorter title with another letter is another title. */
const SHORTEST = 4;

export interface Asked {
  /** Of one title. */
  keys: readonly string[];
  year: number | null;
  /** Whether one of its words is in no title of the catalogue. */
  strange: boolean;
}

export class Spellings {
  /** Titles' keys, shortest first. */
  private readonly keys: string[];
  /** By key, the rows of the catalogue that it names. */
  private readonly rows: number[][];
  /** By length, where the keys begin. */
  private readonly starts: number[] = [];
  /** By key, its digits. */
  private readonly digits: string[];
  /** By key, as bits, the letters it has, and those that it has twice. An edit changes two of the bits at most. */
  private readonly once: Int32Array;
  private readonly twice: Int32Array;

  /** @param maps rows by keys */
  constructor(
    private readonly films: readonly Film[],
    maps: readonly ReadonlyMap<string, readonly number[]>[],
  ) {
    const rows = new Map<string, Set<number>>();
    for (const map of maps)
      for (const [key, some] of map) {
        const all = rows.get(key);
        if (!all) rows.set(key, new Set(some));
        else for (const row of some) all.add(row);
      }
    this.keys = [...rows.keys()].sort((a, b) => a.length - b.length);
    this.rows = this.keys.map((key) => [...rows.get(key)!]);
    this.digits = this.keys.map(digitsOf);
    this.once = new Int32Array(this.keys.length);
    this.twice = new Int32Array(this.keys.length);
    for (const [i, key] of this.keys.entries()) {
      while (this.starts.length <= key.length) this.starts.push(i);
      [this.once[i], this.twice[i]] = lettersOf(key);
    }
  }

  /**
   * A year apart counts as a letter. Another number is another title.
   * @returns by row, how many letters are wrong
   */
  near({ keys, year, strange }: Asked): Map<number, number> {
    const found = new Map<number, number>();
    const letters = LETTERS[strange ? 'strange' : 'known'];
    const allowed = (length: number, made: number | null): number => {
      if (length < SHORTEST) return 0;
      const isDated = year !== null && made !== null;
      const most = Math.min(MOST, Math.max(strange && length >= TWO ? 2 : 0, Math.floor(length / (isDated ? letters.dated : letters.undated))));
      return isDated ? most - Math.abs(made - year) : most;
    };
    for (const key of new Set(keys)) {
      const most = allowed(key.length, year);
      if (most === 0) continue;
      const [once, twice] = lettersOf(key);
      const digits = digitsOf(key);
      const end = this.startOf(key.length + most + 1);
      for (let i = this.startOf(key.length - most); i < end; i++) {
        if (bits(once ^ this.once[i]!) + bits(twice ^ this.twice[i]!) > 2 * most || this.digits[i] !== digits) continue;
        const other = this.keys[i]!;
        for (const row of this.rows[i]!) {
          const edits = editsBetween(key, other, allowed(Math.min(key.length, other.length), this.films[row]!.year || null));
          if (edits !== null && edits > 0) found.set(row, Math.min(edits, found.get(row) ?? Infinity));
        }
      }
    }
    return found;
  }

  private startOf(length: number): number {
    return this.starts[Math.max(0, length)] ?? this.keys.length;
  }
}

const digitsOf = (key: string): string => key.replace(/\D+/g, ' ').trim();

function lettersOf(key: string): [once: number, twice: number] {
  let [once, twice] = [0, 0];
  for (let i = 0; i < key.length; i++) {
    const bit = 1 << (key.charCodeAt(i) & 31);
    twice |= once & bit;
    once |= bit;
  }
  return [once, twice];
}

/** How many of a word's 32 are set. */
function bits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Rows of the table that is reckoned: two letters ago, one letter ago, and this letter's. */
let [before, last, now] = rowsOf(64);

function rowsOf(length: number): [Int32Array, Int32Array, Int32Array] {
  return [new Int32Array(length), new Int32Array(length), new Int32Array(length)];
}

/**
 * Damerau's distance as long as no letter is edited twice: two neighbours that changed places are one edit.
 * @param most only what can be as little is reckoned
 * @returns null when it is more
 */
function editsBetween(a: string, b: string, most: number): number | null {
  if (Math.abs(a.length - b.length) > most) return null;
  if (b.length + 2 > now.length) [before, last, now] = rowsOf(2 * b.length);
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const [from, to] = [Math.max(1, i - most), Math.min(b.length, i + most)];
    now[from - 1] = from === 1 ? i : most + 1;
    now[to + 1] = most + 1;
    let least = now[from - 1]!;
    const letter = a.charCodeAt(i - 1);
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(j - 1);
      let edits = Math.min(now[j - 1]! + 1, last[j]! + 1, last[j - 1]! + Number(letter !== other));
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && other === a.charCodeAt(i - 2)) edits = Math.min(edits, before[j - 2]! + 1);
      now[j] = edits;
      least = Math.min(least, edits);
    }
    if (least > most) return null;
    [before, last, now] = [last, now, before];
  }
  return last[b.length]! > most ? null : last[b.length]!;
}
