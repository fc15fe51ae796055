/** Stand-ins for tests: a language model that is a function, and an onnxruntime whose session only records. */
import type { OrtRuntime } from '../onnx/session';
import type { NextToken } from '../engine/llm/languageModel';
import type { Position } from '../engine/llm/prompt';

/** A language model whose logits are `logitsAfter(sequence)`; it records the sequences that it was asked about. */
export function fakeLanguageModel(logitsAfter: (sequence: readonly Position[]) => number[]): NextToken & { asked: Position[][] } {
  const asked: Position[][] = [];
  return {
    asked,
    async logits(sequence) {
      asked.push([...sequence]);
      return Float32Array.from(logitsAfter(sequence));
    },
  };
}

export interface RecordedRun {
  /** First position and number of positions of the pass. */
  start: number;
  count: number;
  embeds: Float32Array;
}

/** Runs nothing: each pass is recorded, its KV grows as GroupQueryAttention's does, its logits say where it ended, or are `logit`. */
export function fakeRuntime(vocabularySize: number): { runtime: OrtRuntime; runs: RecordedRun[]; fail: { next?: Error }; logit: { next?: number }; live: Set<object> } {
  const runs: RecordedRun[] = [];
  const fail: { next?: Error } = {};
  const logit: { next?: number } = {};
  const live = new Set<object>();
  class Tensor {
    constructor(
      readonly type: string,
      readonly data: Float32Array | Int32Array,
      readonly dims: readonly number[],
    ) {
      if (dims.length === 4) live.add(this);
    }
    async getData() {
      return this.data;
    }
    dispose() {
      live.delete(this);
    }
  }
  const session = {
    async run(feeds: Record<string, Tensor>) {
      if (fail.next) throw fail.next;
      const total = feeds.total_sequence_length!.data[0]!;
      const count = feeds.inputs_embeds!.dims[1]!;
      runs.push({ start: total - count, count, embeds: feeds.inputs_embeds!.data as Float32Array });
      const outputs: Record<string, Tensor> = { logits: new Tensor('float32', new Float32Array(vocabularySize).fill(logit.next ?? total), [1, 1, vocabularySize]) };
      for (const [name, past] of Object.entries(feeds))
        if (name.startsWith('past_key_values.')) {
          const [, heads, held, size] = past.dims as [number, number, number, number];
          outputs[name.replace('past_key_values', 'present')] = new Tensor('float32', new Float32Array(0), [1, heads, Math.max(held, total), size]);
          live.delete(past);
        }
      return outputs;
    },
    async release() {},
  };
  const ort = { Tensor, InferenceSession: { create: async () => session } };
  return { runtime: { ort: ort as unknown as OrtRuntime['ort'], device: 'wasm', threads: 1 }, runs, fail, logit, live };
}

/** The bytes of a safetensors file with f32 tensors. */
export function safetensors(tensors: Record<string, { shape: number[]; values: ArrayLike<number> }>): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = {};
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.length * 4] };
    offset += values.length * 4;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  let at = 8 + json.length;
  for (const { values } of Object.values(tensors)) {
    bytes.set(new Uint8Array(Float32Array.from(values).buffer), at);
    at += values.length * 4;
  }
  return bytes;
}
