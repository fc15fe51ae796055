/** npm run format: prettier, and ruff for training/. With --check it changes nothing and fails where something is to be changed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, usageOf } from './commandLine.mjs';
import { ensurePackages, root, run } from './prepare.mjs';

const { check } = commandLine(usageOf(import.meta.url), { options: { check: { type: 'boolean', default: false } } }).values;
const ruff = join(process.env.MATINEE_VENV ?? join(root, 'training/.venv'), 'bin/ruff');

await ensurePackages();
const prettier = await run('npx', ['--no-install', 'prettier', check ? '--check' : '--write', '--log-level', 'warn', '.'], {
  shell: process.platform === 'win32',
});
let python = { code: 1 };
if (existsSync(ruff)) python = await run(ruff, ['format', '--quiet', ...(check ? ['--diff'] : []), 'training']);
else console.error(`${ruff} is missing, so training/ was left alone: run bash training/setup.sh first.`);

if (check && prettier.code + python.code > 0) console.error('npm run format puts it right.');
process.exit(prettier.code || python.code);
