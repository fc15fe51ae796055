import { describe, expect, it } from 'vitest';
import { failure } from '../fixtures/failure';
import { readTable, type Table } from './table';

describe('a table', () => {
  const films = { recognises: (header: Table) => header.has('name', 'year') };
  const read = (text: string, byHand = false) => readTable(text, (header) => (films.recognises(header) ? { byHand } : undefined));

  it.each([',', ';', '\t', '|'])('is separated by "%s"', (mark) => {
    expect(read(['Name', 'Year'].join(mark) + `\n"Me, ""Myself""\nand; I"${mark}2000\n`)?.table.column('name')).toEqual(['Me, "Myself"\nand; I']);
  });
  it('may have lines before its header', () => expect(read('sep=;\nName;Year\nHeat;1995\n')?.table.column('year')).toEqual(['1995']));
  it('is none without a header that is known', () => expect(read('a,b\n1,2\n')).toBeNull());
  it.each(['Name,Year\nHeat,1995\nThe Matr', 'Name,Year\nHeat,1995\n"The Matr', 'Name,Year\nHeat,1995\n"The Matrix, 19\nA,1\nB,2\n'])(
    'that ends in the middle of a row is refused',
    (text) => expect(failure(() => read(text))).toMatchObject({ code: 'import-cut' }),
  );
  it('of a person may have short rows', () => expect(read('Name,Year\nHeat,1995\nSabrina', true)?.table.column('name')).toEqual(['Heat', 'Sabrina']));
});
