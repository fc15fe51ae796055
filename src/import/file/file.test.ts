import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encode, type Encoding } from '../fixtures/styles';
import { unpack } from './archive';
import { dateReader } from './dates';
import { checkSize } from './limits';
import { readTable, type Table } from './table';
import { decodeText } from './text';

describe('text', () => {
  it.each<Encoding>(['utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be', 'utf-16le without mark', 'windows-1252'])('is read from %s', (encoding) => {
    const text = 'Date,Name\nAmélie, Señor\n';
    expect(decodeText(encode(text, encoding))).toBe(text);
  });

  it('has one kind of line end', () => expect(decodeText(strToU8('a\r\nb\rc\n'))).toBe('a\nb\nc\n'));

  it('stays UTF-8 when it is cut inside a letter', () => {
    const bytes = strToU8('Amélie, Señor, Brüno, é');
    expect(decodeText(bytes.subarray(0, bytes.length - 1))).toMatch(/^Amélie, Señor, Brüno/);
  });

  it.each([
    ['a PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a], /an image/],
    ['a JPEG', [0xff, 0xd8, 0xff, 0xe0], /an image/],
    ['a WebP', [...strToU8('RIFF1234WEBPVP8 ')], /an image/],
    ['a PDF', [...strToU8('%PDF-1.7\n%')], /a PDF/],
    ['a gzip', [0x1f, 0x8b, 8], /archive/],
    ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0, 0xa1], /Excel/],
    ['bytes', Array.from({ length: 400 }, (_, i) => (i * 7) % 256), /not text/],
    ['a web page', [...strToU8('\n<!DOCTYPE html><html><body>Sign in</body></html>')], /web page/],
    ['nothing', [], /empty/],
    ['spaces', [...strToU8(' \n\n ')], /empty/],
  ])('%s is refused with a sentence and a next step', (_, bytes, sentence) => {
    const error = failure(() => decodeText(Uint8Array.from(bytes)));
    expect(error).toMatchObject({ name: 'MatineeError', message: expect.stringMatching(sentence), nextStep: expect.stringMatching(/\w+ .+\.$/) });
  });

  it('takes long runs of spaces in its stride', () => {
    const started = performance.now();
    decodeText(strToU8(`a${' '.repeat(2_000_000)}b`));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('a zip', () => {
  it('gives its text files', () => {
    const zip = zipSync({ 'a/b.csv': strToU8('x'), 'c.json': strToU8('[]'), 'poster.jpg': strToU8('...'), '__MACOSX/._b.csv': strToU8('junk') });
    expect(unpack(zip).map(({ name }) => name)).toEqual(['a/b.csv', 'c.json']);
  });

  it('is unpacked within a limit, whatever it says of its sizes', () => {
    const bomb = zipSync({ 'ratings.csv': new Uint8Array(80 * 1024 ** 2) }, { level: 1 });
    const lying = bomb.slice();
    // Sizes of the local header and of the directory's entry: 100 bytes unpacked.
    const view = new DataView(lying.buffer);
    view.setUint32(22, 100, true);
    for (let at = lying.length - 22; at > 0; at--) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 100, true);
    for (const zip of [bomb, lying]) expect(failure(() => unpack(zip))).toMatchObject({ code: 'import-too-large' });
  });

  it('that is cut or damaged is refused', () => {
    const zip = zipSync({ 'ratings.csv': strToU8('Date,Name\n'.repeat(1000)) });
    expect(failure(() => unpack(zip.subarray(0, zip.length - 30)))).toMatchObject({ code: 'import-cut' });
    const damaged = zip.slice();
    damaged.fill(0xff, 45, 60);
    expect(failure(() => unpack(damaged))).toMatchObject({ code: 'import-cut' });
  });

  it('that is an Excel workbook is named', () => expect(failure(() => unpack(zipSync({ 'xl/workbook.xml': strToU8('<x/>'), 'a.txt': strToU8('a') })))).toMatchObject({ message: expect.stringContaining('Excel') }));
});

describe('sizes', () => {
  it('of 200 MB are refused before reading', () => expect(failure(() => checkSize(200 * 1024 ** 2))).toMatchObject({ code: 'import-too-large', message: expect.stringContaining('200 MB') }));
});

describe('a table', () => {
  const films = { recognises: (header: Table) => header.has('name', 'year') };
  const read = (text: string, byHand = false) => readTable(text, (header) => (films.recognises(header) ? { byHand } : undefined));

  it.each([',', ';', '\t', '|'])('is separated by "%s"', (mark) => {
    expect(read(['Name', 'Year'].join(mark) + `\n"Me, ""Myself""\nand; I"${mark}2000\n`)?.table.column('name')).toEqual(['Me, "Myself"\nand; I']);
  });
  it('may have lines before its header', () => expect(read('sep=;\nName;Year\nHeat;1995\n')?.table.column('year')).toEqual(['1995']));
  it('is none without a header that is known', () => expect(read('a,b\n1,2\n')).toBeNull());
  it.each(['Name,Year\nHeat,1995\nThe Matr', 'Name,Year\nHeat,1995\n"The Matr', 'Name,Year\nHeat,1995\n"The Matrix, 19\nA,1\nB,2\n'])('that ends in the middle of a row is refused', (text) =>
    expect(failure(() => read(text))).toMatchObject({ code: 'import-cut' }),
  );
  it('of a person may have short rows', () => expect(read('Name,Year\nHeat,1995\nSabrina', true)?.table.column('name')).toEqual(['Heat', 'Sabrina']));
});

describe('dates', () => {
  const day = (time: number | null) => (time === null ? null : new Date(time).toISOString().slice(0, 10));
  const all = (values: string[], otherwise: 'day' | 'month' = 'day') => values.map(dateReader(values, otherwise)).map(day);

  it('tell by one of them whether day or month is first', () => {
    expect(all(['3/4/24', '31/1/24'])).toEqual(['2024-04-03', '2024-01-31']);
    expect(all(['3/4/24', '1/31/24'])).toEqual(['2024-03-04', '2024-01-31']);
  });
  it('tell by the order of an export', () => {
    expect(all(['3/1/2024', '2/12/2024', '2/1/2024', '1/9/2024'])).toEqual(['2024-03-01', '2024-02-12', '2024-02-01', '2024-01-09']);
    expect(all(['1/3/2024', '12/2/2024', '1/2/2024', '9/1/2024'], 'month')).toEqual(['2024-03-01', '2024-02-12', '2024-02-01', '2024-01-09']);
  });
  it('come in many forms', () => {
    expect(all(['2024-01-31', '2024-01-31T20:15:00.000Z', '2024/01/31', '31.01.2024', '31 January 2024', 'Jan 31, 2024', 'Wed Jan 31 00:00:00 2024', '1706659200', '2024年1月31日'])).toEqual(Array(9).fill('2024-01-31'));
  });
  it('that are none are none', () => expect(all(['', 'yesterday', '2024-02-31', '99/99/9999', '0'])).toEqual([null, null, null, null, null]));
});

function failure(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
