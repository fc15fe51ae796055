/** ONNX sessions: created one at a time, on one named device, with errors that say what to do. */
import type * as OrtApi from 'onnxruntime-web';
import { MatineeError, saysOutOfMemory } from '../errors';
import { onnxMessage } from './errorMessage';
import { yieldToMessages } from '../yieldToMessages';

export interface OrtRuntime {
  /** onnxruntime-web's API, of the build that fits the device. */
  readonly ort: typeof OrtApi;
  readonly device: 'webgpu' | 'wasm';
  /** WASM threads; 1 where the page is not cross-origin isolated. */
  readonly threads: number;
  /** Its name where it is not the device's: onnxruntime-node calls it 'cpu'. */
  readonly provider?: string;
}

export interface SessionOptions {
  /** What is being created, for errors: "language model". */
  part: string;
  /** Outputs that stay on the GPU; ignored on WASM, where there is none. */
  gpuOutputs?: readonly string[];
}

const NAMES = { webgpu: 'WebGPU', wasm: 'WASM' } as const;

// Two concurrent InferenceSession.create calls throw ("another WebGPU EP inference session is being created").
let previous: Promise<unknown> = Promise.resolve();

/**
 * Compiles `model` on the runtime's device and on no other: a list of providers would fall back silently.
 * @throws MatineeError 'session-failed', 'out-of-memory' or 'device-lost'.
 */
export function createSession(runtime: OrtRuntime, model: Uint8Array, options: SessionOptions): Promise<OrtApi.InferenceSession> {
  const creation = previous.then(async () => {
    try {
      return await runtime.ort.InferenceSession.create(model, {
        executionProviders: [runtime.provider ?? runtime.device],
        graphOptimizationLevel: 'all',
        intraOpNumThreads: runtime.threads,
        logSeverityLevel: 3, // errors: that shapes are computed on the CPU is as it should be
        ...(runtime.device === 'webgpu' && options.gpuOutputs
          ? { preferredOutputLocation: Object.fromEntries(options.gpuOutputs.map((name) => [name, 'gpu-buffer' as const])) }
          : {}),
      });
    } catch (cause) {
      throw sessionError(cause, `The ${options.part} could not be prepared on ${NAMES[runtime.device]}`, runtime.device);
    }
  });
  previous = creation.catch(() => undefined);
  return creation;
}

/** Runs a session. @throws MatineeError as `createSession` does. */
export async function runSession(
  session: OrtApi.InferenceSession,
  feeds: OrtApi.InferenceSession.FeedsType,
  part: string,
  fetches?: OrtApi.InferenceSession.FetchesType,
): Promise<OrtApi.InferenceSession.ReturnType> {
  try {
    const outputs = await (fetches ? session.run(feeds, fetches) : session.run(feeds));
    await yieldToMessages(); // so that a stop is heard before the next pass
    return outputs;
  } catch (cause) {
    throw sessionError(cause, `The ${part} stopped working`);
  }
}

/**
 * The values of an output.
 * @throws MatineeError 'device-wrong' when one of them is NaN or infinite: a device or driver that computes nonsense would go on to rank by it.
 */
export async function readOutput(output: OrtApi.Tensor | undefined, { device }: OrtRuntime, part: string): Promise<Float32Array> {
  if (!output)
    throw new MatineeError(
      'file-invalid',
      `The model file of the ${part} has other outputs than the app reads.`,
      'Export the bundle again, or load another one.',
    );
  const values = (await output.getData(true)) as Float32Array;
  let zero = 0; // a number times 0, unless it is none
  for (const value of values) zero += value * 0;
  if (zero === 0) return values;
  throw new MatineeError(
    'device-wrong',
    `The ${part} computes nonsense on ${NAMES[device]}: its numbers are not finite.`,
    device === 'webgpu'
      ? 'Switch the device to WASM, which is slower and computes on the processor.'
      : 'Load the model again. If it happens again, its files are damaged: load another bundle.',
  );
}

/** onnxruntime throws strings and plain errors; the words decide what a visitor can do about it. */
function sessionError(cause: unknown, what: string, device?: OrtRuntime['device']): MatineeError {
  if (cause instanceof MatineeError) return cause;
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (/device.{0,20}lost|lost.{0,20}device|DXGI_ERROR_DEVICE/i.test(detail))
    return new MatineeError('device-lost', `${what}: the graphics device was lost.`, 'Load the model again; close other tabs that use the GPU.', { cause });
  if (saysOutOfMemory(detail))
    return new MatineeError('out-of-memory', `${what}: there is not enough memory.`, 'Close other tabs, or use a smaller model.', { cause });
  const nextStep = device === 'wasm' ? 'Load the model again, or load the page again.' : 'Load the model again, or switch the device to WASM.';
  return new MatineeError('session-failed', `${what}: ${onnxMessage(detail)}`, nextStep, { cause });
}
