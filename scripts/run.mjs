/** Runs a TypeScript script with tsx, installing npm packages first: node scripts/run.mjs scripts/evaluate.ts [options] */
import { constants } from 'node:os';
import { spawn } from 'node:child_process';
import { answerHelp, refuse, usageOf } from './commandLine.mjs';
import { ensurePackages } from './prepare.mjs';

const [script, ...args] = process.argv.slice(2);
if (script === '--help') answerHelp(usageOf(import.meta.url));
if (!script) refuse('Which script? node scripts/run.mjs SCRIPT.ts [options]');
try {
  await ensurePackages();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: 'inherit' });
// As a shell reports it: 128 + the signal's number, so that Ctrl+C is no success.
child.on('close', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
