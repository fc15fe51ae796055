/** Named errors: a code, a sentence for the visitor and a next step. Every failure of the app is one of these. */

export const ERROR_CODES = [
  'manifest-missing',
  'manifest-invalid',
  'manifest-version',
  'bundle-too-large',
  'file-missing',
  'file-altered',
  'file-invalid',
  'network',
  'webgpu-unavailable',
  'webgpu-failed',
  'device-lost',
  'device-wrong',
  'session-failed',
  'out-of-memory',
  'history-empty',
  'prompt-too-long',
  'film-invalid',
  'no-genres',
  'no-sentences',
  'no-shortlist',
  'recommender-unknown',
  'import-too-large',
  'import-unreadable',
  'import-not-recognised',
  'import-cut',
  'import-no-films',
  'import-profile',
  'import-watchlist',
  'not-loaded',
  'busy',
  'stopped',
  'worker-failed',
  'unexpected',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export class MatineeError extends Error {
  override readonly name = 'MatineeError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly nextStep: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Whether a browser's or onnxruntime's words for a failure say that memory ran out. Whole words only: the message may quote a film, and
 * "The Bloom Brothers" is no shortage.
 */
export function saysOutOfMemory(text: string): boolean {
  return (
    /\bout of memory\b|\bbad_alloc\b|\ballocation failed\b|\b(?:could not|cannot|failed to) allocate\b|\bcannot enlarge memory\b|\binvalid (?:typed )?array length\b/i.test(
      text,
    ) || /\bOOM\b/.test(text)
  );
}

/**
 * @param said in place of the plain sentences, where a stop leaves something behind.
 * @throws MatineeError 'stopped' when the signal was aborted.
 */
export function throwIfStopped(signal: AbortSignal | undefined, said: { message: string; nextStep: string } = STOPPED): void {
  if (signal?.aborted) throw new MatineeError('stopped', said.message, said.nextStep);
}

const STOPPED = { message: 'Stopped.', nextStep: 'Press the button again to start over.' };
