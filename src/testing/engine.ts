/** Stand-ins for tests: a language model that is a function, and an onnxruntime whose session only records. */
import type { OrtRuntime } from '../onnx/session';
import type { NextToken } from '../engine/llm/languageModel';
import { QUESTION, type Sequence, type Token } from '../engine/llm/sequence';

/** A prompt in plain causal order. */
export const causal = (tokens: readonly Token[]): Sequence => ({ tokens, blocks: tokens.map(() => QUESTION), positions: tokens.map((_, i) => i) });

/** A language model whose logits are `logitsAfter(tokens)`; it records the sequences that it was asked about, each pass with its continuations. */
export function fakeLanguageModel(logitsAfter: (tokens: readonly Token[]) => number[]): NextToken & { asked: Token[][][] } {
  const asked: Token[][][] = [];
  return {
    asked,
    async logits({ tokens }, { continuations = { tokens: [], parents: [] } } = {}) {
      const wanted = continuations.wanted ?? [...continuations.tokens.keys()];
      const behind = (index: number): number[] => (index < 0 ? [] : [...behind(continuations.parents[index]!), continuations.tokens[index]!]);
      const pass = [[...tokens], ...continuations.tokens.map((_, i) => [...tokens, ...behind(i)])];
      asked.push(pass);
      return [pass[0]!, ...wanted.map((i) => pass[i + 1]!)].map((sequence) => Float32Array.from(logitsAfter(sequence)));
    },
  };
}

/** A pass: how many positions it read, what each attended to (of the past, then of its own), and the embeddings. */
export interface RecordedRun {
  count: number;
  past: number;
  attends: number[][];
  embeds: Float32Array;
}

/** Runs nothing: each pass is recorded, its keys and values are its embeddings, its logits count the positions read so far, or are `logit`. */
export function fakeRuntime(vocabularySize: number): { runtime: OrtRuntime; runs: RecordedRun[]; fail: { next?: Error }; logit: { next?: number } } {
  const runs: RecordedRun[] = [];
  const fail: { next?: Error } = {};
  const logit: { next?: number } = {};
  class Tensor {
    constructor(
      readonly type: string,
      readonly data: Float32Array | BigInt64Array,
      readonly dims: readonly number[],
    ) {}
    async getData() {
      return this.data;
    }
    dispose() {
      // arrays are collected
    }
  }
  const session = {
    async run(feeds: Record<string, Tensor>) {
      if (fail.next) throw fail.next;
      const embeds = feeds.inputs_embeds!.data as Float32Array;
      const [, count, width] = feeds.inputs_embeds!.dims as [number, number, number];
      const bias = feeds.attention_bias!.data as Float32Array;
      const total = feeds.attention_bias!.dims[3]!;
      const attends = Array.from({ length: count }, (_, i) => Array.from({ length: total }, (_, j) => j).filter((j) => bias[i * total + j] === 0));
      runs.push({ count, past: total - count, attends, embeds });
      const asked = feeds.logit_positions!.dims[0]!;
      const read = runs.reduce((sum, run) => sum + run.count, 0);
      const outputs: Record<string, Tensor> = {
        logits: new Tensor('float32', new Float32Array(vocabularySize * asked).fill(logit.next ?? read), [1, asked, vocabularySize]),
      };
      for (const name of Object.keys(feeds))
        if (name.startsWith('past_key_values.')) outputs[name.replace('past_key_values', 'present')] = new Tensor('float32', embeds.slice(), [1, count, width]);
      return outputs;
    },
    async release() {
      // nothing is held
    },
  };
  const ort = { Tensor, InferenceSession: { create: async () => session } };
  return { runtime: { ort: ort as unknown as OrtRuntime['ort'], device: 'wasm', threads: 1 }, runs, fail, logit };
}

type Session = Awaited<ReturnType<OrtRuntime['ort']['InferenceSession']['create']>>;
type Feeds = Parameters<Session['run']>[0];
type Outputs = Awaited<ReturnType<Session['run']>>;

/** A device that computes wrong: `spoil` changes what each run of each session gave. */
export function spoiledRuntime(runtime: OrtRuntime, spoil: (outputs: Outputs, feeds: Feeds) => void): OrtRuntime {
  const create = async (...args: Parameters<OrtRuntime['ort']['InferenceSession']['create']>) => {
    const session = await runtime.ort.InferenceSession.create(...args);
    return {
      release: () => session.release(),
      async run(...args: Parameters<Session['run']>) {
        const outputs = await session.run(...args);
        spoil(outputs, args[0]);
        return outputs;
      },
    };
  };
  return { ...runtime, ort: { ...runtime.ort, InferenceSession: { create } as unknown as OrtRuntime['ort']['InferenceSession'] } };
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
