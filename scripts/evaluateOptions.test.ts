import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Film } from '../src/engine/types';
import { parseOptions, readPinned, readSequences, UsageError, type Options } from './evaluateOptions';

const films: Film[] = Array.from({ length: 60 }, (_, row) => ({ row, id: 1000 + row, title: '', year: 0, genres: [], popularity: 0, cold: row >= 50 }));
const options = (...more: string[]) => parseOptions(['--sequences', 'x', ...more]) as Options;

function read(text: string, given = options()) {
  const path = join(mkdtempSync(join(tmpdir(), 'matinee-')), 'sequences.tsv');
  writeFileSync(path, text);
  const said: string[] = [];
  return { cases: readSequences(path, films, 50, given, (what) => said.push(what)), said };
}

describe('the options', () => {
  it('have the documented defaults', () => {
    expect(options()).toMatchObject({ systems: ['a-llmrec', 'a-llmrec-sbert', 'sasrec', 'llm-only'], candidates: 20, seed: 1, bundle: 'public/models/movies' });
    expect(options('--systems', 'sasrec, llm-only').systems).toEqual(['sasrec', 'llm-only']);
    expect(parseOptions(['--help'])).toBe('help');
  });

  it.each([
    [[]],
    [['--sequences', 'x', '--pinned', 'y']],
    [['--sequences', 'x', '--candidates', '1']],
    [['--sequences', 'x', '--systems', 'bert']],
    [['--what']],
  ])('are refused with a sentence: %j', (argv) => expect(() => parseOptions(argv)).toThrow(UsageError));
});

describe('a sequences file', () => {
  it('gives a case a user: the last item is the target', () => {
    const { cases, said } = read('7\t1000 1001 1002\n8\t1003 1059\r\n');
    expect(said).toEqual([]);
    expect(cases.map(({ user, history, candidates, target }) => [user, history, candidates.length, candidates[target]])).toEqual([
      ['7', [0, 1], 20, 2],
      ['8', [3], 20, 59],
    ]);
  });

  it('is read in spite of unknown ids, which are reported', () => {
    const { cases, said } = read('7\t5 1001 abc 1002\n8\t1003 5\n9\t5 1003\n10 1000 1001\n\n11\t1000 1001\n');
    expect(cases.map(({ user }) => user)).toEqual(['7', '11']);
    expect(cases[0]!.history).toEqual([1]);
    expect(said).toEqual([
      "user 8: the target 5 is not in the bundle's catalogue: skipped",
      "user 9: no film before the target is in the bundle's catalogue: skipped",
      'line 4 is not "user<TAB>item ids": skipped',
      '2 unknown item ids were left out: 5, abc',
    ]);
  });

  it('draws the same candidates for a user whoever else is in the file, and others for another seed', () => {
    const alone = read('7\t1000 1001\n').cases[0]!;
    expect(read('1\t1000 1002\n7\t1000 1001\n').cases[1]).toEqual(alone);
    expect(read('7\t1000 1001\n', options('--seed', '2')).cases[0]).not.toEqual(alone);
  });

  it('skips a user who has met nearly everything', () => {
    const all = films.map(({ id }) => id).join(' ');
    expect(read(`7\t${all}\n`)).toMatchObject({ cases: [], said: [expect.stringMatching(/too few/)] });
  });

  it('that is missing is named', () => {
    expect(() => readSequences('/missing.tsv', films, 50, options(), () => undefined)).toThrow(/missing\.tsv/);
  });
});

describe('a pinned file', () => {
  const pinned = (user: object) => {
    const path = join(mkdtempSync(join(tmpdir(), 'matinee-')), 'pinned.json');
    writeFileSync(path, JSON.stringify({ users: [user] }));
    return readPinned(path, films, options());
  };

  it('gives the very prompts of another implementation', () => {
    expect(pinned({ user: 7, history: [1, 2], candidates: [5, 4, 3], target: 4 })).toEqual([{ user: '7', history: [1, 2], candidates: [5, 4, 3], target: 1 }]);
  });

  it('is refused when it does not fit the catalogue', () => {
    expect(() => pinned({ user: 7, history: [1], candidates: [5, 4], target: 9 })).toThrow(UsageError);
    expect(() => pinned({ user: 7, history: [600], candidates: [5, 4], target: 4 })).toThrow(UsageError);
    expect(() => pinned({ user: 7 })).toThrow(UsageError);
  });
});
