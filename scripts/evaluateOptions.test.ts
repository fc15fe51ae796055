import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Film } from '../src/engine/types';
import { UsageError } from './commandLine.mjs';
import { checkWritable, parseOptions, readPinned, readSequences } from './evaluateOptions';

const films: Film[] = Array.from({ length: 60 }, (_, row) => ({ row, id: 1000 + row, title: '', year: 0, genres: [], popularity: 0, cold: row >= 50 }));
const options = (...more: string[]) => parseOptions(['--sequences', 'x', ...more]);

function read(text: string | Uint8Array, given = options()) {
  const path = join(mkdtempSync(join(tmpdir(), 'matinee-')), 'sequences.tsv');
  writeFileSync(path, text);
  const said: string[] = [];
  return { cases: readSequences(path, films, 50, given, (what) => said.push(what)), said };
}

describe('the options', () => {
  it('have the documented defaults', () => {
    expect(options()).toMatchObject({ systems: ['a-llmrec', 'a-llmrec-sbert', 'sasrec', 'llm-only'], candidates: 20, seed: 1, bundle: 'public/models/movies' });
    expect(options('--systems', 'sasrec, llm-only').systems).toEqual(['sasrec', 'llm-only']);
  });

  it.each([
    [[]],
    [['--sequences', 'x', '--pinned', 'y']],
    [['--sequences', 'x', '--candidates', '1']],
    [['--sequences', 'x', '--systems', 'bert']],
    [['--what']],
    [['--table', 'overall', '--shuffle-history']],
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

  it('has its histories shuffled when that is asked for: the same films, the same candidates, by the seed', () => {
    const line = `7\t${Array.from({ length: 12 }, (_, i) => 1000 + i).join(' ')} 1059\n`;
    const asIs = read(line).cases[0]!;
    const shuffled = read(line, options('--shuffle-history')).cases[0]!;
    expect(shuffled).toEqual({ ...asIs, history: expect.arrayContaining(asIs.history) as number[] });
    expect(shuffled.history).toHaveLength(asIs.history.length);
    expect(shuffled.history).not.toEqual(asIs.history);
    expect(read(line, options('--shuffle-history')).cases[0]).toEqual(shuffled);
    expect(read(line, options('--shuffle-history', '--seed', '2')).cases[0]!.history).not.toEqual(shuffled.history);
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

  it.each([
    ['UTF-16, little-endian', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big-endian', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-8 with its mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['CR alone', (text: string) => Buffer.from(text.replaceAll('\n', '\r'))],
    ['CRLF', (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))],
  ])('is read as spreadsheets save it: %s', (_, encode) => {
    const text = 'a\t1001 1002 1003\nb\t1004 1005\n';
    const { cases, said } = read(encode(text));
    expect(cases).toEqual(read(text).cases);
    expect(cases).toHaveLength(2);
    expect(said).toEqual([]);
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

  it.each([
    ['not JSON', 'user,history', /is not JSON/],
    ['empty', '', /is not JSON/],
    ['null', 'null', /pinned\.json/],
    ['without users', '{"users": []}', /has no users/],
    [
      'with too few scores',
      '{"users": [{"user": 7, "history": [1], "candidates": [5, 4], "target": 4, "scores": {"sasrec": [0.5]}}]}',
      /1 scores of sasrec for 2/,
    ],
  ])('that is %s is refused in a sentence', (_, text, why) => {
    const path = join(mkdtempSync(join(tmpdir(), 'matinee-')), 'pinned.json');
    writeFileSync(path, text);
    expect(() => readPinned(path, films, options())).toThrow(UsageError);
    expect(() => readPinned(path, films, options())).toThrow(why);
  });
});

describe('filters that are added to a saved table', () => {
  it.each([[['--table', 'backbones', '--add']], [['--table', 'overall', '--save', '--add']], [['--sequences', 'users.tsv', '--add']]])(
    '%j is refused',
    (given) => {
      expect(() => parseOptions(given)).toThrow('--add goes with --table backbones --save');
    },
  );
});

describe('the file that is to be written', () => {
  it('is refused before the work when nothing can be written there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'matinee-'));
    expect(() => checkWritable(join(folder, 'missing', 'out.json'))).toThrow(/its folder does not exist/);
    expect(() => checkWritable(folder)).toThrow(/it is a folder/);
    expect(() => checkWritable(join(folder, 'out.json'))).not.toThrow();
  });
});
