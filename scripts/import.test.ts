import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { imdbWatchlist, style } from '../src/import/fixtures/styles';

const folder = mkdtempSync(join(tmpdir(), 'matinee-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

const root = join(import.meta.dirname, '..');

function run(content: Uint8Array | string | null, ...options: string[]) {
  const path = join(folder, 'download');
  if (content !== null) writeFileSync(path, content);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/import.ts', path, ...options], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const day = '2024-01-31';

describe('npm run import', () => {
  it('--json prints an object a line, one for each row of the file in its order', () => {
    const csv =
      'Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,"Matrix, The",1999,u,5\n2024-01-02,Heat,1980,u,4\n2024-01-03,No Film Has This Name,1999,u,3\n2024-01-04,The Matrix,1999,u,5\n';
    const { status, stdout } = run(csv, '--json');
    expect(status).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { row: 1, title: 'Matrix, The', year: 1999, id: 2571, status: 'matched' },
      { row: 2, title: 'Heat', year: 1980, id: null, status: 'unsure' },
      { row: 3, title: 'No Film Has This Name', year: 1999, id: null, status: 'unknown' },
      { row: 4, title: 'The Matrix', year: 1999, id: 2571, status: 'matched' },
    ]);
  });

  it('prints a line for each row and the counts', () => {
    const { status, stdout } = run('The Matrix (1999)\nHeat (1980)\n');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /1 {2}The Matrix \(1999\) {2}matched: The Matrix \(1999\)\n.*Heat \(1980\) .*unsure: did you mean Heat .*\?\ntext: 2 rows, 1 film in/,
    );
  });

  it('asks whose history it is', () => {
    const netflix = style('Netflix viewing activity').write([
      { title: 'The Matrix', year: null, day },
      { title: 'Alien', year: null, day, profile: 'Bo' },
    ]);
    expect(run(netflix, '--json')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/2 people.*“Ada”, “Bo”/) });
    const { status, stdout } = run(netflix, '--json', '--profile', 'Bo');
    expect(status).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).status),
    ).toEqual(['skipped', 'matched']);
  });

  it('refuses a watchlist with the reason, unless it is asked for', () => {
    const list = imdbWatchlist([{ title: 'The Matrix', year: 1999, day }]);
    expect(run(list)).toMatchObject({ status: 1, stderr: expect.stringContaining('watchlist') });
    expect(run(list, '--watchlist')).toMatchObject({ status: 0, stdout: expect.stringContaining('candidate: The Matrix') });
  });

  it.each([
    ['an empty file', '', /empty/],
    ['a web page', '<html><body>Sign in</body></html>', /web page/],
    ['a cut table', 'Date,Name,Year,Letterboxd URI\n2024-01-01,He', /middle of row 1/],
    ['series only', 'Title,Date\n"Dark: Season 1: Secrets",1/31/24\n', /No film .* series/],
  ])('%s is refused with a sentence and a status', (_, content, sentence) => {
    expect(run(content)).toMatchObject({ status: 1, stderr: expect.stringMatching(sentence) });
  });

  it('does not read 200 MB', () => {
    const path = join(folder, 'download');
    writeFileSync(path, '');
    truncateSync(path, 200 * 1024 ** 2);
    expect(run(null)).toMatchObject({ status: 1, stderr: expect.stringContaining('200 MB') });
  });

  it('says which file is missing', () => expect(run(null, 'another')).toMatchObject({ status: 2, stderr: expect.stringContaining('One file at a time') }));
});
