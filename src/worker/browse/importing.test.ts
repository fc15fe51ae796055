import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Film } from '../../engine/types';
import { letterboxdZip, style, type Viewing } from '../../import/fixtures/styles';
import type { ImportProgress, OpenRow } from '../protocol';
import { Importing } from './importing';

const TITLES = ['Heat', 'Ran', 'Alien', 'Brazil', 'Clue'];
const FILMS = TITLES.map((title, row): Film => ({ row, id: 10 * (row + 1), title, year: 1990 + row, genres: [], popularity: 1, cold: false }));
const seen = (row: number, rest: Partial<Viewing> = {}): Viewing => ({ title: TITLES[row]!, year: 1990 + row, day: `2024-01-0${row + 1}`, ...rest });

async function run(bytes: Uint8Array, profile?: string, signal?: AbortSignal) {
  const told: ImportProgress[] = [];
  const result = await new Importing(FILMS, 'MovieLens').run(
    { bytes: new Uint8Array(bytes), name: '', ...(profile === undefined ? {} : { profile }) },
    { signal, onProgress: (progress) => told.push(progress) },
  );
  const open = told.flatMap((progress): OpenRow[] => (progress.step === 'open' ? progress.rows : []));
  return { result, open, told };
}

describe('an import in the browse worker', () => {
  it('sends the history as columns, oldest first, with what does not steer', async () => {
    const { result } = await run(style('Letterboxd ratings').write([seen(0, { rating: 5 }), seen(1, { rating: 1 }), seen(2, { rating: 4 })]));
    expect(result).toMatchObject({ kind: 'matched', service: 'letterboxd', middle: 4, counts: { rows: 3, films: 3 } });
    if (result.kind !== 'matched') throw new Error();
    expect([...result.history.rows]).toEqual([0, 1, 2]);
    expect([...result.history.ratings]).toEqual([5, 1, 4]);
    expect([...result.history.steers]).toEqual([1, 0, 1]);
    expect(result.history.at[0]).toBe(Date.UTC(2024, 0, 1));
  });

  it('asks about a title once, however often it was watched, and in pieces', async () => {
    const { open, told } = await run(
      strToU8(`Heat (1990)\nAlien (1985)\n${Array.from({ length: 1200 }, (_, i) => `Qqq${i} Zzz (2001)\n`).join('')}Alien (1985)\n`),
    );
    expect(open).toHaveLength(1201);
    expect(open[0]).toMatchObject({ title: 'Alien', year: 1985, times: 2, suggestions: [2] });
    expect(open[1]).toMatchObject({ suggestions: [], row: 3 });
    expect(told.filter(({ step }) => step === 'open')).toHaveLength(3);
  });

  it('names the people of a file before it reads anybody’s films', async () => {
    const bytes = style('Netflix viewing activity').write([seen(0), seen(1), seen(2, { profile: 'Bo' })]);
    expect((await run(bytes)).result).toEqual({
      kind: 'profiles',
      profiles: [
        { name: 'Ada', rows: 2 },
        { name: 'Bo', rows: 1 },
      ],
    });
    expect((await run(bytes, 'Bo')).result).toMatchObject({ counts: { films: 1, why: { profile: 2 } } });
  });

  it('has a watchlist beside the history', async () => {
    expect((await run(letterboxdZip([seen(0)], [seen(3)]))).result).toMatchObject({ wanted: [3], counts: { films: 1 } });
  });

  it.each([
    ['only series', style('Trakt JSON').write([seen(0, { type: 'series' })]), 'import-no-films'],
    ['nothing', new Uint8Array(), 'import-no-films'],
    ['an image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13), 'import-unreadable'],
  ])('refuses %s with a sentence', (_, bytes, code) => expect(run(bytes)).rejects.toMatchObject({ code, nextStep: expect.stringMatching(/\.$/) }));

  it('is stopped before it begins, and after', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(run(strToU8('Heat (1990)\n'), undefined, stop.signal)).rejects.toMatchObject({ code: 'stopped' });
  });
});
