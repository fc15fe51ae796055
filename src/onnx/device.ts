/** The device that a visitor's browser offers, and the build of onnxruntime-web that fits it. Never a silent fallback. */
import type * as OrtApi from 'onnxruntime-web';
import { MatineeError } from '../errors';
import type { Race } from './race';
import type { OrtRuntime } from './session';
import { wasmAssets, type Build } from './wasmAssets';

export type DeviceChoice = 'auto' | 'webgpu' | 'wasm';

/** Why WebGPU is not used, for a page that says it in another language. */
export type Fallback = 'chosen' | 'absent' | 'insecure' | 'silent' | 'noAdapter' | 'error' | 'failed' | 'twice';

export interface DeviceReport {
  device: 'webgpu' | 'wasm';
  /** The adapter, or the number of WASM threads. */
  detail: string;
  /** Why WebGPU is not used; null when it is. */
  fallbackReason: string | null;
  /** The same without what the browser said. */
  fallback?: Fallback;
  /** Of WASM. */
  threads?: number;
  /** The name of the adapter that there is, used or not. */
  adapter?: string;
  /** How far its numbers were off in the bundle's self-test, in logits; of a bundle that has one. */
  selfTestDifference?: number;
  /** How fast the devices were when they were compared here. */
  race?: Race;
}

export interface OpenDevice {
  runtime: OrtRuntime;
  report: DeviceReport;
}

/** Gives the verified WASM of a build; without it onnxruntime fetches its own, unverified. */
export type WasmOf = (build: Build) => Promise<Uint8Array>;

/** How long an adapter may keep silent before the page does without it. */
const ADAPTER_MS = 20_000;

// More threads than that do not make a matrix-vector product faster.
const MAX_THREADS = 4;
const USE_WASM = 'Choose WASM as the device: it is slower and works everywhere.';

/**
 * Finds the device and loads onnxruntime for it. Whether the device can run the model shows in the warm-up only: see `withFallback`.
 * @param races what was measured at earlier visits: with 'auto', the winner on this adapter is taken.
 * @throws MatineeError 'webgpu-unavailable' when `choice` is 'webgpu' and there is none, 'session-failed' when onnxruntime cannot be loaded.
 */
export async function openRuntime(choice: DeviceChoice, wasmOf?: WasmOf, races: readonly Race[] = []): Promise<OpenDevice> {
  if (choice === 'wasm') return openWasm('WASM was chosen.', wasmOf, 'chosen');
  const found = await findAdapter();
  if ('missing' in found) {
    if (choice === 'webgpu') throw new MatineeError('webgpu-unavailable', found.missing, USE_WASM);
    return openWasm(found.missing, wasmOf, found.why);
  }
  const adapter = nameOf(found.adapter);
  const race = races.findLast((each) => each.adapter === adapter);
  const known = { adapter, ...(race ? { race } : {}) };
  if (choice === 'auto' && race && race.wasmMs < race.webgpuMs) {
    const { runtime, report } = await openWasm('', wasmOf);
    return { runtime, report: { ...report, fallbackReason: null, ...known } };
  }
  const ort = await importBuild('Suspending' in WebAssembly ? 'jspi' : 'asyncify', 1, wasmOf);
  return { runtime: { ort, device: 'webgpu', threads: 1 }, report: { device: 'webgpu', detail: adapter, fallbackReason: null, ...known } };
}

/**
 * Runs `work` on the device of `choice`. With 'auto', what fails on WebGPU runs again on WASM, and the report says why.
 * @throws MatineeError of `openRuntime`, of `work`, and 'webgpu-failed' when `choice` is 'webgpu' and its run fails.
 */
export async function withFallback<T>(
  choice: DeviceChoice,
  work: (device: OpenDevice) => Promise<T>,
  wasmOf?: WasmOf,
  races: readonly Race[] = [],
): Promise<{ result: T; device: OpenDevice }> {
  let device: OpenDevice | undefined;
  try {
    device = await openRuntime(choice, wasmOf, races);
    return { result: await workOn(device, work), device };
  } catch (cause) {
    const failed = device?.runtime.device === 'webgpu' || (choice === 'auto' && !device);
    if (!failed || !isOfDevice(cause)) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    if (choice === 'webgpu') throw new MatineeError('webgpu-failed', `A first run on WebGPU failed. ${why}`, USE_WASM, { cause });
    console.warn('WebGPU failed, so WASM is used:', cause);
    const second = await openWasm(`A first run on WebGPU failed: ${why}`, wasmOf, 'failed');
    return { result: await workOn(second, work), device: second };
  }
}

async function workOn<T>(device: OpenDevice, work: (device: OpenDevice) => Promise<T>): Promise<T> {
  try {
    return await work(device);
  } finally {
    delete device.runtime.ort.env.wasm.wasmBinary; // compiled, it is not needed any more: 14 to 27 MB
  }
}

/** Resolves with the browser's message when the GPU device in use is lost; never on WASM. Called after a session exists. */
export async function deviceLost({ ort, device }: OrtRuntime): Promise<string> {
  const gpu = device === 'webgpu' ? await (ort.env.webgpu.device as Promise<GPUDevice> | GPUDevice | undefined) : undefined;
  if (!gpu) return new Promise(() => undefined);
  return (await gpu.lost).message;
}

// Damaged files, a stop and the like would fail on WASM too.
function isOfDevice(cause: unknown): boolean {
  return !(cause instanceof MatineeError) || ['session-failed', 'device-lost', 'device-wrong', 'out-of-memory'].includes(cause.code);
}

async function openWasm(fallbackReason: string, wasmOf: WasmOf | undefined, fallback?: Fallback): Promise<OpenDevice> {
  // SharedArrayBuffer, which threads need, exists on cross-origin isolated pages only.
  const threads = globalThis.crossOriginIsolated ? Math.max(1, Math.min(navigator.hardwareConcurrency, MAX_THREADS)) : 1;
  const ort = await importBuild('wasm', threads, wasmOf);
  const detail = `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return { runtime: { ort, device: 'wasm', threads }, report: { device: 'wasm', detail, threads, fallbackReason, ...(fallback ? { fallback } : {}) } };
}

async function findAdapter(): Promise<{ adapter: GPUAdapter } | { missing: string; why: Fallback }> {
  const gpu = (navigator as Partial<Navigator>).gpu;
  if (!gpu)
    return globalThis.isSecureContext
      ? { missing: 'This browser has no WebGPU.', why: 'absent' }
      : { missing: 'WebGPU needs a page that came over https or from localhost.', why: 'insecure' };
  try {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<'silent'>((resolve) => (timer = setTimeout(() => resolve('silent'), ADAPTER_MS)));
    const adapter = await Promise.race([gpu.requestAdapter({ powerPreference: 'high-performance' }), silence]).finally(() => clearTimeout(timer));
    if (adapter === 'silent') return { missing: `WebGPU did not answer for ${ADAPTER_MS / 1000} s when asked for a graphics adapter.`, why: 'silent' };
    return adapter ? { adapter } : { missing: 'This browser has WebGPU, but offers no graphics adapter for it.', why: 'noAdapter' };
  } catch (cause) {
    return { missing: `WebGPU gave an error: ${cause instanceof Error ? cause.message : String(cause)}`, why: 'error' };
  }
}

function nameOf({ info }: GPUAdapter): string {
  const name = [info.vendor, info.architecture, info.description].filter(Boolean).join(' ') || 'unnamed adapter';
  return info.isFallbackAdapter ? `${name} (computed by the processor)` : name;
}

async function importBuild(build: Build, threads: number, wasmOf: WasmOf | undefined): Promise<typeof OrtApi> {
  const wasmBinary = await wasmOf?.(build);
  try {
    const ort = await {
      jspi: () => import('onnxruntime-web/jspi'),
      asyncify: () => import('onnxruntime-web/webgpu'),
      wasm: () => import('onnxruntime-web/wasm'),
    }[build]();
    ort.env.wasm.wasmPaths = wasmAssets[build];
    if (wasmBinary) ort.env.wasm.wasmBinary = wasmBinary;
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = 'error';
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- a device of our own would have to repeat onnxruntime's choice of features and limits
    if (build !== 'wasm') ort.env.webgpu.powerPreference = 'high-performance';
    return ort;
  } catch (cause) {
    throw new MatineeError('session-failed', 'onnxruntime, which runs the model, could not be loaded.', 'Check the connection and reload the page.', { cause });
  }
}
