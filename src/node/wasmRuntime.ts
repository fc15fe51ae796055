import type { OrtRuntime } from '../onnx/session';

/** onnxruntime-web's WASM build in Node: for tests, `npm run evaluate` and `npm run bench`. */
export async function openWasmRuntime({ threads = 1 }: { threads?: number } = {}): Promise<OrtRuntime> {
  const ort = await import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  return { ort, device: 'wasm', threads };
}
