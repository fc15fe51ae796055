/**
 * The keys and values of the positions that the language model has read. It owns their tensors (on WebGPU: GPU buffers),
 * and `dispose` is the one place that frees them. Rewinding only lowers the length: GroupQueryAttention reads and
 * overwrites by position, so what lies beyond the length is never seen.
 */
import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-web';
import type { OrtRuntime } from '../../onnx/session';

export interface KvShape {
  layers: number;
  heads: number;
  headSize: number;
  contextLength: number;
}

type Values = TypedTensor<'float32'>;

// Capacity on the GPU grows in steps and leaves room for an answer, so that a longer sequence seldom costs the cache.
const STEP = 256;
const ANSWER = 64;

export class KvCache {
  /** Positions that are held. */
  length = 0;
  /** By input name: past_key_values.{i}.key and .value, [1, heads, capacity, headSize]. */
  #past = new Map<string, Values>();
  #capacity = 0;
  readonly #names: string[];

  constructor(
    private readonly runtime: OrtRuntime,
    private readonly shape: KvShape,
  ) {
    this.#names = Array.from({ length: shape.layers }, (_, i) => [`${i}.key`, `${i}.value`]).flat();
  }

  /** Outputs that must stay where the next run reads them. */
  static outputs(layers: number): string[] {
    return Array.from({ length: layers }, (_, i) => [`present.${i}.key`, `present.${i}.value`]).flat();
  }

  /** Keeps the first `length` positions. */
  rewind(length: number): void {
    this.length = Math.min(this.length, length);
  }

  /**
   * Makes room for `total` positions. On the GPU the buffers have a fixed capacity and are read and written in place; a
   * larger one starts empty. On WASM each run returns its own arrays, and there is nothing to do.
   */
  async reserve(total: number): Promise<void> {
    if (this.#past.size > 0 && (this.runtime.device === 'wasm' || total <= this.#capacity)) return;
    this.dispose();
    const { heads, headSize, contextLength } = this.shape;
    if (this.runtime.device === 'wasm') {
      const { Tensor } = this.runtime.ort;
      for (const name of this.#names) this.#past.set(`past_key_values.${name}`, new Tensor('float32', new Float32Array(0), [1, heads, 0, headSize]));
      return;
    }
    this.#capacity = Math.min(contextLength, Math.ceil((total + ANSWER) / STEP) * STEP);
    const device = await this.runtime.ort.env.webgpu.device;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    for (const name of this.#names) {
      const buffer = device.createBuffer({ size: heads * this.#capacity * headSize * 4, usage });
      const tensor = this.runtime.ort.Tensor.fromGpuBuffer(buffer, {
        dataType: 'float32',
        dims: [1, heads, this.#capacity, headSize],
        dispose: () => buffer.destroy(),
      });
      this.#past.set(`past_key_values.${name}`, tensor);
    }
  }

  /** Inputs of a run that appends `count` positions. */
  feeds(count: number): Record<string, Tensor> {
    const { Tensor } = this.runtime.ort;
    const total = this.length + count;
    return {
      ...Object.fromEntries(this.#past),
      seqlens_k: new Tensor('int32', Int32Array.of(total - 1), [1]),
      total_sequence_length: new Tensor('int32', Int32Array.of(total), [1]),
    };
  }

  /** On the GPU, outputs are the very buffers of the inputs. */
  fetches(): InferenceSession.FetchesType | undefined {
    if (this.runtime.device === 'wasm') return undefined;
    return { logits: null, ...Object.fromEntries(this.#names.map((name) => [`present.${name}`, this.#past.get(`past_key_values.${name}`)!])) };
  }

  /** Takes over the outputs of a run that appended `count` positions. */
  append(outputs: InferenceSession.ReturnType, count: number): void {
    if (this.runtime.device === 'wasm')
      for (const name of this.#names) this.#past.set(`past_key_values.${name}`, outputs[`present.${name}`] as Values);
    this.length += count;
  }

  dispose(): void {
    for (const tensor of this.#past.values()) tensor.dispose();
    this.#past.clear();
    this.#capacity = 0;
    this.length = 0;
  }
}
