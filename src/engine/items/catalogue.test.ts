import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../bundle/manifest';
import { parseCatalogue } from './catalogue';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../../e2e/fixtures/bundle/${name}`, import.meta.url), 'utf8')) as unknown;
const manifest = read('manifest.json') as Manifest;
const table = read('catalogue.json') as Record<'ids' | 'titles' | 'years' | 'genreNames' | 'popularity', unknown[]> & { genres: number[][] };
const parse = (changes: object) => parseCatalogue(new TextEncoder().encode(JSON.stringify({ ...table, ...changes })), manifest);
/** The column with another value in its third row. */
const with3rd = (column: keyof typeof table, value: unknown) => ({ [column]: table[column].map((old, row) => (row === 2 ? value : old)) });

describe('a catalogue of others', () => {
  it.each([
    ['an id twice', with3rd('ids', table.ids[0]), /rows 0 and 2 have the same id/],
    ['a negative id', with3rd('ids', -5), /ids\.2/],
    ['a fractional id', with3rd('ids', 1.5), /ids\.2/],
    ['an id of ten digits, which no link holds', with3rd('ids', 1_234_567_890), /ids\.2/],
    ['an id beyond 2^31', with3rd('ids', 2 ** 31), /ids\.2/],
    ['an id that is a text', with3rd('ids', '7'), /ids\.2/],
    ['a title of a megabyte', with3rd('titles', 'x'.repeat(1e6)), /titles\.2/],
    ['an empty title', with3rd('titles', '  '), /row 2 has no title/],
    ['the year 99999', with3rd('years', 99_999), /years\.2/],
    ['a year below zero', with3rd('years', -1), /years\.2/],
    ['a genre without a name', with3rd('genres', [999]), /row 2 names genre 999/],
    ['a genre of a megabyte', { genreNames: table.genreNames.map(() => 'x'.repeat(1e6)) }, /genreNames\.0/],
    ['popularity below zero', with3rd('popularity', -1), /popularity\.2/],
  ])('with %s is refused, with the reason', (_, changes, why) => {
    expect(() => parse(changes)).toThrow(why);
    try {
      parse(changes);
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(400);
    }
  });

  it('may have films and genres called __proto__ and constructor', () => {
    const films = parse({
      ...with3rd('titles', '__proto__'),
      genreNames: table.genreNames.map((name, i) => (i === 0 ? '__proto__' : i === 1 ? 'constructor' : name)),
    });
    expect(films[2]!.title).toBe('__proto__');
    expect(films.some(({ genres }) => genres.includes('__proto__'))).toBe(true);
  });
});
