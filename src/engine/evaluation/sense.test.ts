import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readFacts } from '../../facts/facts';
import { openNodeBundle } from '../../node/nodeBundle';
import { parseCatalogue } from '../items/catalogue';
import { meeting, parseHistories, rowsOf, shareMet, unknownNames } from './sense';

const path = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const histories = parseHistories(readFileSync(path('docs/sense/histories.json'), 'utf8'));
const bundle = await openNodeBundle(path('public/models/movies'));
const films = parseCatalogue(await bundle.read('catalogue'), bundle.manifest);
const facts = (await readFacts(bundle))!;

it('the histories of the sense test are of every kind, each in both halves', () => {
  expect(histories.length).toBeGreaterThanOrEqual(60);
  const kinds = new Set(histories.map(({ kind }) => kind));
  expect([...kinds]).toEqual(
    expect.arrayContaining(['franchise in order', 'national cinema', 'decade', 'director', 'genre', 'sub-genre', 'newcomers', 'one film', 'forty films', 'contradictory']), // prettier-ignore
  );
  for (const kind of kinds)
    for (const half of ['tuning', 'held out']) expect(histories.filter((one) => one.kind === kind && one.half === half).length).toBeGreaterThan(0);
  expect(new Set(histories.map(({ name }) => name)).size).toBe(histories.length);
});

it('the catalogue has all their films, and films that would meet what is expected', () => {
  for (const { name, kind, history, expect: expected } of histories) {
    const rows = rowsOf(history, films);
    expect([name, new Set(rows).size]).toEqual([name, history.length]);
    expect([name, unknownNames(expected, films, facts)]).toEqual([name, []]);
    const met = meeting(expected, films, facts);
    const left = films.filter(({ row }) => met[row] && !rows.includes(row)).length;
    expect([name, left > 2, left < films.length / 3]).toEqual([name, true, true]);
    // Facts are not whole, but they know most of each history for what it is.
    expect([name, rows.filter((row) => met[row]).length >= 0.4 * rows.length]).toEqual([name, true]);
    if (kind === 'newcomers') expect(rows.every((row) => films[row]!.cold && films[row]!.year >= 2020)).toBe(true);
  }
});

it('a film that the catalogue lacks is named', () => expect(() => rowsOf(['No Such Film (1901)'], films)).toThrow(/No Such Film/));

it('the share is of the first so many, and of no more than there are', () => {
  const met = [true, false, true, false, false];
  expect(shareMet([0, 1, 2], 1, met, 9)).toBe(1);
  expect(shareMet([1, 0, 2], 1, met, 9)).toBe(0);
  expect(shareMet([0, 1, 2, 3, 4], 5, met, 9)).toBe(2 / 5);
  expect(shareMet([0, 1, 2, 3, 4], 5, met, 2)).toBe(1);
  expect(shareMet([1], 5, met, 0)).toBe(0);
});
