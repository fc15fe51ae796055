import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRuntime, withFallback } from './device';
import { MatineeError } from '../errors';

interface FakeOrt {
  build: string;
  env: { wasm: { numThreads?: number; wasmPaths?: { wasm: string; mjs: string } }; webgpu: object };
}
vi.mock('onnxruntime-web/jspi', () => ({ build: 'jspi', env: { wasm: {}, webgpu: {} } }));
vi.mock('onnxruntime-web/webgpu', () => ({ build: 'asyncify', env: { wasm: {}, webgpu: {} } }));
vi.mock('onnxruntime-web/wasm', () => ({ build: 'wasm', env: { wasm: {}, webgpu: {} } }));

const adapter = { info: { vendor: 'acme', architecture: 'gen-9', description: '', isFallbackAdapter: false } };
const offer = (gpu: unknown, hardwareConcurrency = 8) => vi.stubGlobal('navigator', { gpu, hardwareConcurrency });
const used = ({ runtime }: { runtime: { ort: unknown } }) => runtime.ort as FakeOrt;
const suspending = Object.getOwnPropertyDescriptor(WebAssembly, 'Suspending');

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('crossOriginIsolated', true);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  if (suspending) Object.defineProperty(WebAssembly, 'Suspending', suspending);
  else Reflect.deleteProperty(WebAssembly, 'Suspending');
});

describe('the device', () => {
  it('is WebGPU where there is an adapter, with the build that fits the browser', async () => {
    offer({ requestAdapter: async () => adapter });
    Reflect.deleteProperty(WebAssembly, 'Suspending');
    const old = await openRuntime('auto');
    expect(old.report).toEqual({ device: 'webgpu', detail: 'acme gen-9', fallbackReason: null, adapter: 'acme gen-9' });
    expect(used(old).build).toBe('asyncify');
    Object.defineProperty(WebAssembly, 'Suspending', { value: class {}, configurable: true });
    expect(used(await openRuntime('webgpu')).build).toBe('jspi');
  });

  it('is WASM where that was faster on this adapter, unless WebGPU is asked for', async () => {
    offer({ requestAdapter: async () => adapter });
    const race = { adapter: 'acme gen-9', wasmMs: 34, webgpuMs: 120 };
    const others = [{ ...race, adapter: 'another' }];
    expect((await openRuntime('auto', undefined, [race])).report).toMatchObject({ device: 'wasm', fallbackReason: null, adapter: 'acme gen-9', race });
    expect((await openRuntime('webgpu', undefined, [race])).report).toMatchObject({ device: 'webgpu', race });
    expect((await openRuntime('auto', undefined, others)).report.device).toBe('webgpu');
    expect((await openRuntime('auto', undefined, [{ ...race, wasmMs: 200 }])).report.device).toBe('webgpu');
  });

  it('takes its WASM files from its own server, those of the build', async () => {
    offer(undefined);
    const device = await openRuntime('wasm');
    expect(used(device).env.wasm.wasmPaths).toEqual({
      wasm: expect.stringMatching(/ort-wasm-simd-threaded\.wasm$/) as string,
      mjs: expect.stringMatching(/ort-wasm-simd-threaded\.mjs$/) as string,
    });
    expect(used(device).env.wasm.wasmPaths!.wasm).not.toMatch(/^https?:/);
  });

  it.each([
    [8, true, 4, '4 threads'],
    [2, true, 2, '2 threads'],
    [8, false, 1, '1 thread'],
  ])('with %i cores, isolated: %s, computes on %i', async (cores, isolated, threads, detail) => {
    offer(undefined, cores);
    vi.stubGlobal('crossOriginIsolated', isolated);
    const device = await openRuntime('wasm');
    expect(device.runtime.threads).toBe(threads);
    expect(used(device).env.wasm.numThreads).toBe(threads);
    expect(device.report.detail).toBe(detail);
  });

  it.each([
    ['no WebGPU', undefined, /no WebGPU/],
    ['no adapter', { requestAdapter: async () => null }, /no graphics adapter/],
    ['an error', { requestAdapter: async () => Promise.reject(new Error('blocked by policy')) }, /blocked by policy/],
  ])('with %s is WASM and says why, or is refused when WebGPU was asked for', async (_, gpu, why) => {
    offer(gpu);
    expect((await openRuntime('auto')).report).toMatchObject({ device: 'wasm', fallbackReason: expect.stringMatching(why) as string });
    await expect(openRuntime('webgpu')).rejects.toMatchObject({ code: 'webgpu-unavailable', message: expect.stringMatching(why) as string });
  });
});

describe('an adapter that never answers', () => {
  it('is done without after 20 s, and the report says why', async () => {
    vi.useFakeTimers();
    try {
      offer({ requestAdapter: () => new Promise(() => undefined) });
      const opening = openRuntime('auto');
      await vi.advanceTimersByTimeAsync(21_000);
      expect((await opening).report).toMatchObject({ device: 'wasm', fallbackReason: expect.stringMatching(/did not answer for 20 s/) as string });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a device whose first run fails', () => {
  const failed = new MatineeError('session-failed', 'The language model stopped working: bad shader', 'x');
  const worksOnWasm = async ({ runtime }: { runtime: { device: string } }) => {
    if (runtime.device === 'webgpu') throw failed;
    return 'done';
  };
  beforeEach(() => offer({ requestAdapter: async () => adapter }));

  it('is replaced by WASM, and the report says why', async () => {
    const { result, device } = await withFallback('auto', worksOnWasm);
    expect(result).toBe('done');
    expect(device.report).toMatchObject({ device: 'wasm', fallbackReason: expect.stringMatching(/first run on WebGPU failed.*bad shader/) as string });
  });

  it('is replaced by WASM when it computes nonsense, and the report says why', async () => {
    const wrong = new MatineeError('device-wrong', 'The language model computes nonsense on WebGPU: its numbers are not finite.', 'x');
    const { device } = await withFallback('auto', async ({ runtime }) => (runtime.device === 'webgpu' ? Promise.reject(wrong) : 'done'));
    expect(device.report).toMatchObject({ device: 'wasm', fallbackReason: expect.stringMatching(/nonsense on WebGPU/) as string });
    await expect(withFallback('webgpu', async () => Promise.reject(wrong))).rejects.toMatchObject({
      code: 'webgpu-failed',
      message: expect.stringMatching(/nonsense/) as string,
    });
  });

  it('is an error when it was asked for', async () => {
    await expect(withFallback('webgpu', worksOnWasm)).rejects.toMatchObject({ code: 'webgpu-failed', message: expect.stringMatching(/bad shader/) as string });
  });

  it.each(['file-altered', 'network', 'stopped'] as const)('is not blamed for %s', async (code) => {
    const work = vi.fn(async () => Promise.reject(new MatineeError(code, 'm', 'n')));
    await expect(withFallback('auto', work)).rejects.toMatchObject({ code });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('of which WASM fails too is an error', async () => {
    await expect(withFallback('auto', async () => Promise.reject(failed))).rejects.toBe(failed);
  });
});
