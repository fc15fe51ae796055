/** onnxruntime-node, where it is installed (transformers depends on it): native code, for evaluations of thousands of users. */
import type { OrtRuntime } from '../onnx/session';

/** One thread: an evaluation runs a process on each core. */
export async function openNativeRuntime(): Promise<OrtRuntime> {
  const name = 'onnxruntime-node' as string; // no dependency of ours: it may be missing, and so may its types
  const native = (await import(name)) as OrtRuntime['ort'] & { default?: OrtRuntime['ort'] };
  const ort = native.default ?? native;
  const create = (model: Uint8Array, options?: object) => ort.InferenceSession.create(withFloatActivations(model), options);
  return { ort: { ...ort, InferenceSession: { create } as typeof ort.InferenceSession }, device: 'wasm', provider: 'cpu', threads: 1 };
}

export async function hasNativeRuntime(): Promise<boolean> {
  return openNativeRuntime().then(
    () => true,
    () => false,
  );
}

/**
 * The same model with MatMulNBits' accuracy_level 1 (f32 activations) instead of 4 (int8 where there is a kernel for it). On WASM there
 * is none, so the page computes in f32; with this the native numbers are the page's, to 1e-6 of a probability.
 */
function withFloatActivations(model: Uint8Array): Uint8Array {
  const bytes = Buffer.from(model); // a copy
  // An ONNX attribute: its name, then field 3 (an integer) with the value.
  const attribute = Buffer.concat([Buffer.from('accuracy_level'), Buffer.of(0x18, 4)]);
  for (let at = bytes.indexOf(attribute); at >= 0; at = bytes.indexOf(attribute, at + 1)) bytes[at + attribute.length - 1] = 1;
  return bytes;
}
