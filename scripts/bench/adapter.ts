/** Which WebGPU adapter a Chromium offers, and with which flags. */
import type { Browser, Page } from '@playwright/test';
import { newPage } from '../page/builtPage';

export interface Adapter {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  isFallbackAdapter: boolean;
  subgroupMinSize: number;
  subgroupMaxSize: number;
  features: string[];
  limits: Record<string, number>;
  /** A kernel on it gave what it should: a sum of 4,096 numbers. */
  computes: boolean;
}

export interface Attempt {
  flags: string[];
  adapter: Adapter | null;
  error: string | null;
}

/** Of what is there to be read on an adapter, what onnxruntime and the models depend on. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupsPerDimension',
];

async function adapterOf(page: Page): Promise<Adapter | null> {
  return page.evaluate(async (limits) => {
    const gpu = (navigator as Partial<Navigator>).gpu;
    const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return null;
    const { info } = adapter;
    const device = await adapter.requestDevice();
    const numbers = Uint32Array.from({ length: 4096 }, (_, i) => i);
    const input = device.createBuffer({ size: numbers.byteLength, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
    const sum = device.createBuffer({ size: 4, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
    const read = device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(input, 0, numbers);
    const module = device.createShaderModule({
      code: `@group(0) @binding(0) var<storage, read> numbers: array<u32>; @group(0) @binding(1) var<storage, read_write> sum: atomic<u32>;
        @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { atomicAdd(&sum, numbers[id.x]); }`,
    });
    const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
    const entries = [input, sum].map((buffer, binding) => ({ binding, resource: { buffer } }));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(numbers.length / 64);
    pass.end();
    encoder.copyBufferToBuffer(sum, 0, read, 0, 4);
    device.queue.submit([encoder.finish()]);
    await read.mapAsync(GPUMapMode.READ);
    const computes = new Uint32Array(read.getMappedRange())[0] === (4096 * 4095) / 2;
    device.destroy();
    return {
      vendor: info.vendor,
      architecture: info.architecture,
      device: info.device,
      description: info.description,
      isFallbackAdapter: info.isFallbackAdapter,
      subgroupMinSize: info.subgroupMinSize,
      subgroupMaxSize: info.subgroupMaxSize,
      features: [...adapter.features].sort(),
      limits: Object.fromEntries(limits.map((name) => [name, (adapter.limits as unknown as Record<string, number>)[name] ?? NaN])),
      computes,
    };
  }, LIMITS);
}

/**
 * Tries one set of flags after another until a Chromium has an adapter that is none of the processor's.
 * @param origin of a page that is served from localhost, which WebGPU needs
 * @returns what came of each; the last one has the adapter, where there is one.
 */
export async function findAdapter(launch: (flags: string[]) => Promise<Browser>, sets: readonly string[][], origin: string): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const flags of sets) {
    let browser: Browser | undefined;
    try {
      browser = await launch(flags);
      const page = await newPage(browser);
      await page.goto(`${origin}icons/icon-192.png`);
      attempts.push({ flags, adapter: await within(30_000, adapterOf(page)), error: null });
    } catch (error) {
      attempts.push({ flags, adapter: null, error: error instanceof Error ? error.message.slice(0, 2000) : String(error) });
    } finally {
      await browser?.close();
    }
    const last = attempts.at(-1)!;
    if (last.adapter && !last.adapter.isFallbackAdapter) break;
  }
  return attempts;
}

export const isReal = ({ adapter }: Attempt) => adapter !== null && !adapter.isFallbackAdapter;

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`No answer in ${ms / 1000} s.`)), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
