/** `npm run free-generation` on the fixture bundle, whose networks know nothing. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const freeGeneration = (...argv: string[]) =>
  run(process.execPath, ['--import', 'tsx', 'scripts/freeGeneration.ts', '--bundle', 'e2e/fixtures/bundle', '--backend', 'wasm', ...argv]);

test('names a film that was not watched for every user, whatever the networks know, and counts which', async () => {
  const { ids } = JSON.parse(readFileSync('e2e/fixtures/bundle/catalogue.json', 'utf8')) as { ids: number[] };
  const sequences = join(mkdtempSync(join(tmpdir(), 'matinee-')), 'sequences.tsv');
  writeFileSync(sequences, Array.from({ length: 4 }, (_, user) => `u${user}\t${ids.slice(user, user + 5).join(' ')}`).join('\n'));
  const { stdout } = await freeGeneration('--sequences', sequences, '--limit', '3');
  const share = (what: string) => Number(new RegExp(`^${what} +(\\d+) of 3 `, 'm').exec(stdout)![1]);
  expect(share('a candidate of the prompt')).toBeLessThanOrEqual(share('a film of the catalogue'));
  expect(share('the target')).toBeLessThanOrEqual(share('a candidate of the prompt'));
  expect([share('a film of the catalogue'), share('nothing: no text'), share('a film of the history, no candidate')]).toEqual([3, 0, 0]);
});

test('says what is missing', async () => {
  await expect(freeGeneration()).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/--sequences FILE/) as string });
});
