/** Named errors: a code, a sentence for the visitor and a next step. Every failure of the app is one of these. */

export const ERROR_CODES = [
  'manifest-missing',
  'manifest-invalid',
  'manifest-version',
  'file-missing',
  'file-altered',
  'file-invalid',
  'network',
  'storage-full',
  'storage-refused',
  'webgpu-unavailable',
  'webgpu-failed',
  'device-lost',
  'session-failed',
  'out-of-memory',
  'history-empty',
  'prompt-too-long',
  'film-invalid',
  'no-genres',
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
