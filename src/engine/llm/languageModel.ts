/**
 * OPT, frozen: from token ids and soft tokens to the logits of the next token. h is the hidden size, V the vocabulary.
 * What it has read stays in a KV cache, so a sequence costs only what it adds to the one before.
 */
import type { InferenceSession } from 'onnxruntime-web';
import { MatineeError, throwIfStopped } from '../../errors';
import type { Manifest } from '../../bundle/manifest';
import { SafeTensors, type Rows } from '../../bundle/safetensors';
import { createSession, readOutput, runSession, type OrtRuntime } from '../../onnx/session';
import { KvCache } from './kvCache';
import type { Position } from './prompt';

export interface ForwardOptions {
  signal?: AbortSignal | undefined;
  /** After each pass: positions whose keys and values are known, of all. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What decoding needs of a language model. */
export interface NextToken {
  /** Logits of the token after `sequence`. [V] */
  logits(sequence: readonly Position[], options?: ForwardOptions): Promise<Float32Array>;
}

// Positions in one pass. A pass cannot be interrupted: long prompts are read in pieces, so that Stop works and progress shows.
// On WebGPU, GroupQueryAttention switches to another kernel at 32 new positions, whose numbers are wrong in onnxruntime-web 1.30
// (on SwiftShader by 1 to 3 logits; on NVIDIA in some versions: onnxruntime pull request 28520).
const CHUNK = { wasm: 128, webgpu: 31 };

export class LanguageModel implements NextToken {
  /** Passes since it was loaded. */
  forwardPasses = 0;
  /** Positions that these passes have read: of a sequence, those that the cache did not hold, and always the last one. */
  positionsRead = 0;
  readonly #cache: KvCache;
  /** What the cache holds, position by position. */
  #held: Position[] = [];
  #busy = false;

  private constructor(
    private readonly runtime: OrtRuntime,
    private readonly session: InferenceSession,
    private readonly config: Manifest['llm'],
    private readonly tokenEmbedding: Rows,
    private readonly positionEmbedding: Rows,
    private readonly chunk: number,
  ) {
    const { layers, heads, hiddenSize, contextLength } = config;
    this.#cache = new KvCache(runtime, { layers, heads, headSize: hiddenSize / heads, contextLength });
  }

  /**
   * @param chunk positions read in one pass.
   * @throws MatineeError 'file-invalid', 'session-failed', 'out-of-memory' or 'device-lost'.
   */
  static async load(
    runtime: OrtRuntime,
    model: Uint8Array,
    embeddings: Uint8Array,
    { llm }: Manifest,
    { chunk = CHUNK[runtime.device] }: { chunk?: number } = {},
  ): Promise<LanguageModel> {
    const tables = new SafeTensors(embeddings, 'opt-embeddings.safetensors');
    const tokens = tables.rows('token_embedding', [llm.vocabularySize, llm.hiddenSize]);
    const positions = tables.rows('position_embedding', [llm.contextLength + llm.positionOffset, llm.hiddenSize]);
    const session = await createSession(runtime, model, { part: 'language model', gpuOutputs: KvCache.outputs(llm.layers) });
    return new LanguageModel(runtime, session, llm, tokens, positions, chunk);
  }

  /** Positions at the start of `sequence` that the cache already holds. Soft tokens are compared by value. */
  #cachedPrefix(sequence: readonly Position[]): number {
    let n = 0;
    while (n < this.#held.length && n < sequence.length && same(this.#held[n]!, sequence[n]!)) n++;
    return n;
  }

  /**
   * Logits of the token after `sequence`. [V]
   * @throws MatineeError 'prompt-too-long', 'stopped' (between passes; what was read stays cached), 'busy', 'device-wrong' when the logits are
   * not finite, or as `load` does.
   */
  async logits(sequence: readonly Position[], { signal, onProgress }: ForwardOptions = {}): Promise<Float32Array> {
    const { contextLength } = this.config;
    if (sequence.length > contextLength)
      throw new MatineeError(
        'prompt-too-long',
        `The prompt has ${sequence.length} tokens; the language model reads ${contextLength}.`,
        'Take out some candidates, or films with long titles.',
      );
    if (this.#busy) throw new MatineeError('busy', 'The language model is still at work on another request.', 'Wait for it, or stop it.');
    this.#busy = true;
    try {
      // The last position is always read again: its logits are not kept.
      this.#rewind(Math.min(this.#cachedPrefix(sequence), sequence.length - 1));
      await this.#cache.reserve(sequence.length);
      if (this.#cache.length < this.#held.length) this.#rewind(this.#cache.length);
      for (;;) {
        throwIfStopped(signal);
        const piece = sequence.slice(this.#held.length, this.#held.length + this.chunk);
        const logits = await this.#forward(piece);
        onProgress?.(this.#held.length, sequence.length);
        if (this.#held.length === sequence.length) return logits;
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Frees the session and the KV cache. */
  async dispose(): Promise<void> {
    this.#cache.dispose();
    this.#held = [];
    await this.session.release();
  }

  /** One pass over `positions`, which are appended to the cache. -> logits of the token after the last one, [V] */
  async #forward(positions: readonly Position[]): Promise<Float32Array> {
    const feeds = {
      inputs_embeds: new this.runtime.ort.Tensor('float32', this.#embed(positions), [1, positions.length, this.config.hiddenSize]),
      ...this.#cache.feeds(positions.length),
    };
    try {
      const outputs = await runSession(this.session, feeds, 'language model', this.#cache.fetches());
      this.forwardPasses++;
      this.positionsRead += positions.length;
      this.#cache.append(outputs, positions.length);
      this.#held.push(...positions);
      return await readOutput(outputs.logits, this.runtime, 'language model');
    } catch (cause) {
      // Buffers may be half written, or gone with their device.
      this.#cache.dispose();
      this.#held = [];
      throw cause;
    }
  }

  /** Token row or soft token, plus the learned position (OPT's table starts at offset 2). -> [1, s, h] */
  #embed(positions: readonly Position[]): Float32Array {
    const { hiddenSize: h, positionOffset } = this.config;
    const embedded = new Float32Array(positions.length * h);
    positions.forEach((position, i) => {
      const row = embedded.subarray(i * h, (i + 1) * h);
      if (typeof position === 'number') this.tokenEmbedding.addTo(row, position);
      else row.set(position);
      this.positionEmbedding.addTo(row, this.#held.length + i + positionOffset);
    });
    return embedded;
  }

  #rewind(length: number): void {
    this.#cache.rewind(length);
    this.#held.length = length;
  }
}

function same(a: Position, b: Position): boolean {
  if (a === b) return true;
  if (typeof a === 'number' || typeof b === 'number') return false;
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
