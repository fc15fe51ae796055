import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrtRuntime } from '../../onnx/session';
import { KvCache } from './kvCache';

const shape = { layers: 2, heads: 3, headSize: 4, contextLength: 1000 };

/** Just enough of a GPU to see which buffers live. */
function fakeGpu() {
  const live = new Set<{ size: number }>();
  const createBuffer = ({ size }: { size: number }) => {
    const buffer = { size, destroy: () => live.delete(buffer) };
    live.add(buffer);
    return buffer;
  };
  class Tensor {
    constructor(
      readonly type: string,
      readonly data: Int32Array,
      readonly dims: number[],
    ) {}
    static fromGpuBuffer(gpuBuffer: object, options: { dims: number[]; dispose: () => void }) {
      return { gpuBuffer, ...options };
    }
  }
  const ort = { Tensor, env: { webgpu: { device: Promise.resolve({ createBuffer }) } } };
  return { live, runtime: { ort: ort as unknown as OrtRuntime['ort'], device: 'webgpu', threads: 1 } satisfies OrtRuntime };
}

describe('the KV cache on the GPU', () => {
  let gpu: ReturnType<typeof fakeGpu>;
  let cache: KvCache;
  beforeEach(() => {
    vi.stubGlobal('GPUBufferUsage', { STORAGE: 1, COPY_SRC: 2, COPY_DST: 4 });
    gpu = fakeGpu();
    cache = new KvCache(gpu.runtime, shape);
  });

  it('is read and written in place', async () => {
    await cache.reserve(100);
    const feeds = cache.feeds(100);
    const fetches = cache.fetches() as Record<string, unknown>;
    expect(Object.keys(fetches)).toEqual(['logits', ...KvCache.outputs(shape.layers)]);
    for (const name of KvCache.outputs(shape.layers)) expect(fetches[name]).toBe(feeds[name.replace('present', 'past_key_values')]);
  });

  it('says how many positions are held and how many there will be', async () => {
    await cache.reserve(10);
    cache.append({}, 7);
    cache.rewind(5);
    const { seqlens_k: last, total_sequence_length: total } = cache.feeds(3);
    expect([...(last!.data as Int32Array), ...(total!.data as Int32Array)]).toEqual([7, 8]);
  });

  it('keeps its buffers while they are large enough, and starts empty in larger ones', async () => {
    await cache.reserve(100); // 256 positions of 3 heads of 4 floats
    cache.append({}, 100);
    await cache.reserve(250);
    expect(cache.length).toBe(100);
    expect([...gpu.live].map(({ size }) => size)).toEqual(new Array(4).fill(256 * 3 * 4 * 4));
    await cache.reserve(257);
    expect(cache.length).toBe(0);
    expect([...gpu.live].map(({ size }) => size)).toEqual(new Array(4).fill(512 * 3 * 4 * 4));
    await cache.reserve(1000);
    expect([...gpu.live][0]!.size).toBe(1000 * 3 * 4 * 4); // never more than the context
  });

  it('frees all of them in one place', async () => {
    await cache.reserve(1);
    cache.dispose();
    expect(gpu.live.size).toBe(0);
    expect(cache.length).toBe(0);
  });
});
