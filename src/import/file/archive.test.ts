import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { failure } from '../fixtures/failure';
import { unpack } from './archive';

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

  it('that is an Excel workbook is named', () =>
    expect(failure(() => unpack(zipSync({ 'xl/workbook.xml': strToU8('<x/>'), 'a.txt': strToU8('a') })))).toMatchObject({
      message: expect.stringContaining('Excel'),
    }));
});
