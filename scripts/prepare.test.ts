import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packagesMatch } from './prepare.mjs';

let folder = '';
const write = (path: string, packages: object) => writeFileSync(join(folder, path), JSON.stringify({ packages }));
const sirv = { version: '3.0.2', integrity: 'sha512-a' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'matinee-packages-'));
  mkdirSync(join(folder, 'node_modules'));
  write('package-lock.json', { '': { name: 'matinee' }, 'node_modules/sirv': sirv, 'node_modules/fsevents': { version: '1.0.0', optional: true } });
});
afterEach(() => rmSync(folder, { recursive: true }));

test('packages are what the lock asks for, whatever the files were written at', () => {
  write('node_modules/.package-lock.json', { 'node_modules/sirv': sirv });
  utimesSync(join(folder, 'node_modules/.package-lock.json'), 1, 1);
  expect(packagesMatch(folder)).toBe(true);
});

test.each([
  ['missing', {}],
  ['of another version', { 'node_modules/sirv': { ...sirv, version: '3.0.1' } }],
  ['of other contents', { 'node_modules/sirv': { ...sirv, integrity: 'sha512-b' } }],
])('a package that is %s is to be installed', (_, packages) => {
  write('node_modules/.package-lock.json', packages);
  expect(packagesMatch(folder)).toBe(false);
});

test('without node_modules, or after an npm ci that was cut, everything is to be installed', () => {
  expect(packagesMatch(folder)).toBe(false);
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{"packages": {');
  expect(packagesMatch(folder)).toBe(false);
});
