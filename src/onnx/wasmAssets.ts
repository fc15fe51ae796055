/**
 * onnxruntime's WASM files as addresses on the page's own origin; by default it would ask a CDN. Only those of the build in
 * use are ever fetched. The loaders (.mjs) are files of their own because WASM threads start from their address.
 */
import asyncifyLoader from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiLoader from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import loader from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

export const wasmAssets = {
  jspi: { wasm: jspiWasm, mjs: jspiLoader },
  asyncify: { wasm: asyncifyWasm, mjs: asyncifyLoader },
  wasm: { wasm, mjs: loader },
} as const;

export type Build = keyof typeof wasmAssets;
