import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encode, type Encoding } from '../fixtures/styles';
import { failure } from '../fixtures/failure';
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
