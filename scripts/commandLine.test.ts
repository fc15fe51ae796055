import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommandLine, UsageError, usageOf } from './commandLine.mjs';

const root = join(import.meta.dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const ours = [...new Set(Object.values(scripts).flatMap((line) => line.match(/scripts\/(?!run\.mjs)[\w/]+\.(?:ts|mjs)/g) ?? []))];

function run(script: string, option: string): Promise<{ status: number; said: string; printed: string }> {
  return new Promise((resolve) =>
    execFile(process.execPath, ['--import', 'tsx', script, option], { cwd: root }, (error, printed, said) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, said, printed }),
    ),
  );
}

describe.each(ours)('%s', (script) => {
  it('says how it is used, and answers an option that it does not have with one sentence', async () => {
    const [help, unknown] = await Promise.all([run(script, '--help'), run(script, '--no-such-option')]);
    expect(help).toMatchObject({ status: 0, said: '' });
    expect(help.printed).toMatch(/npm |node /);
    expect(unknown).toEqual({ status: 2, printed: '', said: expect.stringMatching(/^Unknown option '--no-such-option'\. .*\.\n$/) as string });
  });
});

describe('readCommandLine', () => {
  const read = (...args: string[]) => readCommandLine({ args, options: { port: { type: 'string' } } }).values;

  it('reads what util.parseArgs reads', () => expect(read('--port', '1')).toEqual({ port: '1' }));
  it.each([[['more']], [['--port']], [['--port', '--what']], [['-x']]])('refuses %j in a line', (args) => {
    expect(() => read(...args)).toThrow(UsageError);
    expect(() => read(...args)).toThrow(/^[^\n]+$/);
  });
});

it('the usage of a script is the comment at its head', () => {
  const usage = usageOf(new URL('page/tasks.ts', import.meta.url).href);
  expect(usage).toMatch(/^npm run tasks /);
  expect(usage).not.toMatch(/^\s*\*/m);
});
