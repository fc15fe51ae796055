/** Errors on their way between threads: a class does not survive the journey, its fields do. */
import { MatineeError, saysOutOfMemory } from '../errors';
import type { WireError } from './protocol';

/** Every exception becomes an error that says what to do. */
export function toWireError(cause: unknown): WireError {
  const known = cause instanceof MatineeError ? cause : classify(cause);
  const { code, message, nextStep } = known;
  const detail = detailOf(known.cause);
  return detail ? { code, message, nextStep, detail } : { code, message, nextStep };
}

export function fromWireError({ code, message, nextStep, detail }: WireError): MatineeError {
  return new MatineeError(code, message, nextStep, detail === undefined ? undefined : { cause: detail });
}

function classify(cause: unknown): MatineeError {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  if (saysOutOfMemory(text))
    return new MatineeError(
      'out-of-memory',
      'There is not enough memory for this model.',
      'Close other tabs and try again, or use a device with more memory.',
      { cause },
    );
  if (cause instanceof Error && cause.name === 'AbortError') return new MatineeError('stopped', 'Stopped.', 'Press the button again to start over.', { cause });
  return new MatineeError(
    'unexpected',
    `Something unexpected happened: ${text}`,
    'Reload the page. If it happens again, please report it with the text above.',
    { cause },
  );
}

function detailOf(cause: unknown): string | undefined {
  if (cause === undefined) return undefined;
  if (cause instanceof Error) return cause.stack ?? cause.message;
  if (typeof cause === 'string') return cause;
  try {
    // Functions and symbols have no JSON.
    return (JSON.stringify(cause) as string | undefined)?.slice(0, 1000);
  } catch {
    return typeof cause;
  }
}
