/** Imported first, it has a command say in a sentence why it cannot go on, with a status that is not 0. A stack is printed where the fault is the command's own. */
import { MatineeError } from '../src/errors';

const OWN: readonly string[] = ['TypeError', 'ReferenceError', 'RangeError'];
const isOfOptions = (error: Error) => 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

function sentenceOf(error: unknown): string {
  if (error instanceof MatineeError) return `${error.message} ${error.nextStep}`;
  if (!(error instanceof Error)) return String(error);
  return OWN.includes(error.name) && !isOfOptions(error) ? (error.stack ?? error.message) : error.message;
}

/** Ends the process. */
export function sayAndEnd(error: unknown): never {
  console.error(sentenceOf(error));
  process.exit(1);
}

process.on('uncaughtException', sayAndEnd);
process.on('unhandledRejection', sayAndEnd);

/** A whole number from an option. @throws Error that names the option. */
export function whole(option: string, text: string, { least = 0, most = Number.MAX_SAFE_INTEGER } = {}): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${option} takes a whole number from ${least} on${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''}, not "${text}".`);
}

/** @throws Error with the address when the server has no such file. */
export async function answered(url: string): Promise<Response> {
  const response = await fetch(url);
  if (response.ok) return response;
  throw new Error(`${url} is not there (${response.status}): check --bundle.`);
}
