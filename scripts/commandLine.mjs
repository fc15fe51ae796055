/** The command line of every script: --help says how it is used, and what cannot be understood is answered with a sentence and the status 2. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Something is wrong with what was typed; the message is a sentence for the terminal. */
export class UsageError extends Error {}

/**
 * The comment at the head of a script, which says how it is used.
 * @param {string} url `import.meta.url` of the script
 */
export function usageOf(url) {
  const [, comment = ''] = /\/\*\*(.*?)\*\//s.exec(readFileSync(fileURLToPath(url), 'utf8')) ?? [];
  return comment.replace(/^[ \t]*\*?[ \t]?/gm, '').trim();
}

/**
 * util.parseArgs, which may throw a UsageError alone.
 * @template {import('node:util').ParseArgsConfig} T
 * @param {T} config
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function readCommandLine(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    const [sentence] = error.message.split(/\.?\s*(?:\n|\. )/);
    throw new UsageError(`${sentence}. --help says what there is.`);
  }
}

const asksForHelp = (args) => args.slice(0, args.includes('--') ? args.indexOf('--') : undefined).some((arg) => arg === '--help' || arg === '-h');

/** Prints the usage and ends the process, where that is asked for. @param {string} usage */
export function answerHelp(usage, args = process.argv.slice(2)) {
  if (!asksForHelp(args)) return;
  console.log(usage);
  process.exit(0);
}

/** Ends the process: what was typed cannot be done. @param {string} sentence @returns {never} */
export function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

/**
 * The command line of a script, or the end of its process.
 * @template {import('node:util').ParseArgsConfig} T
 * @param {string} usage
 * @param {T} config
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function commandLine(usage, config) {
  answerHelp(usage);
  try {
    return readCommandLine(config);
  } catch (error) {
    return refuse(error.message);
  }
}
