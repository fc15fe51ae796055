import { describe, expect, it } from 'vitest';
import { createSession, runSession, type OrtRuntime } from './session';

/** onnxruntime throws strings too. */
const rejected = (failure: Error | string): Promise<never> => Promise.reject(failure); // eslint-disable-line @typescript-eslint/prefer-promise-reject-errors

const runtime = (failure: Error | string): OrtRuntime => ({
  ort: { InferenceSession: { create: () => rejected(failure) } } as unknown as OrtRuntime['ort'],
  device: 'webgpu',
  threads: 1,
});
const created = (failure: Error | string) => createSession(runtime(failure), new Uint8Array(), { part: 'language model' });
const run = (failure: Error | string) => runSession({ run: () => rejected(failure) } as unknown as Parameters<typeof runSession>[0], {}, 'language model');

describe.each([
  ['that is prepared', created],
  ['that runs', run],
])('the error of a session %s', (_, failing) => {
  it.each([
    ['out-of-memory', new RangeError('Array buffer allocation failed')],
    ['out-of-memory', 'Aborted(OOM)'],
    ['device-lost', new Error('A valid external Instance reference no longer exists: the device was lost')],
    ['session-failed', new Error('Non-zero status code returned while running the node "Bloom/MatMul"')],
    ['session-failed', 'Zoom out of range'],
  ])('is %s for: %s', async (code, failure) => {
    await expect(failing(failure)).rejects.toMatchObject({ name: 'MatineeError', code });
  });
});
