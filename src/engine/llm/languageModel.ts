/**
 * OPT, frozen: from token ids and soft tokens to the logits of the next token. h is the hidden size, V the vocabulary.
 * Constant text is read once, a film once for each text before it, and both are kept, whatever prompts take turns; what is asked about them costs one
 * short pass, whatever the number of films. What has been asked is kept too, as far as the next question begins the same.
 */
import type { InferenceSession } from 'onnxruntime-web';
import { MatineeError, throwIfStopped } from '../../errors';
import type { Manifest } from '../../bundle/manifest';
import { SafeTensors, type Rows } from '../../bundle/safetensors';
import { createSession, readOutput, runSession, type OrtRuntime } from '../../onnx/session';
import { KeysAndValues, type Piece } from './keysAndValues';
import { keyOf, partsOf, sameToken, USER, type Part, type Parts, type Sequence, type Token } from './sequence';

export interface ForwardOptions {
  signal?: AbortSignal | undefined;
  /** After each pass: positions whose keys and values are known, of all. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** When everything but the question has been read: the pass that answers comes next. */
  onRead?: (() => void) | undefined;
}

/** Tokens that may follow a sequence, as a tree: `parents[i]` is the index of the token before token i, or -1 for the sequence's last. Parents come first. */
export interface Continuations {
  tokens: readonly number[];
  parents: readonly number[];
  /** Of which of them the logits behind are wanted, by their index; of all when left out. */
  wanted?: readonly number[];
}

/** What decoding needs of a language model. */
export interface NextToken {
  /** Logits of the token after `sequence` [V], and of those after each of its continuations that is wanted, all in one pass (tree attention). */
  logits(sequence: Sequence, options?: ForwardOptions & { continuations?: Continuations }): Promise<Float32Array[]>;
}

// Positions in one pass. A pass cannot be interrupted: long prompts are read in pieces, so that Stop works and progress shows.
const CHUNK = 128;
// Films' keys and values are kept up to so many bytes, the least recently used go first: about 800 films of opt-mini.
const KEPT_BYTES = 64 * 2 ** 20;
const MOST_CONSTANTS = 64; // kept: a template's prompts have a handful each
const MASKED = -1e9; // its share of a softmax is exactly zero
const NONE: Continuations = { tokens: [], parents: [] };

interface Kept {
  part: Part;
  piece: Piece;
}

/** Constant texts one behind another, as one prompt has them. */
interface Chain {
  /** Of each: a key for it and all before it. */
  keys: string[];
  pieces: Piece[];
}

/** What was asked about a context: pieces of positions, in order, and the context that they saw. */
interface Asked {
  context: readonly Piece[];
  tokens: Token[];
  positions: number[];
  blocks: number[];
  pieces: Piece[];
}

interface Pass {
  tokens: readonly Token[];
  positions: readonly number[];
  /** Pieces that may be attended to. */
  past: readonly Piece[];
  /** Whether position `reader` attends to `read`: a position of the past, counted from -past's length to -1, or of this pass, from 0. */
  attends: (reader: number, read: number) => boolean;
  /** Positions whose logits are asked for. */
  asked: readonly number[];
}

export class LanguageModel implements NextToken {
  /** Passes since it was loaded. */
  forwardPasses = 0;
  /** Positions that these passes have read, continuations left out. */
  positionsRead = 0;
  readonly #keysAndValues: KeysAndValues;
  /** By the keys of their chains: each prompt's texts are others, and prompts take turns. */
  readonly #constants = new Map<string, Kept>();
  /** In the order of use, the least recent first. */
  readonly #films = new Map<string, Kept>();
  #filmPositions = 0;
  #asked: Asked | undefined;
  #busy = false;

  private constructor(
    private readonly runtime: OrtRuntime,
    private readonly session: InferenceSession,
    private readonly config: Manifest['llm'],
    private readonly tokenEmbedding: Rows,
    private readonly positionEmbedding: Rows,
    private readonly limits: { chunk: number; keptBytes: number },
  ) {
    this.#keysAndValues = new KeysAndValues(runtime, config.layers, config.hiddenSize);
  }

  /**
   * @param chunk positions read in one pass.
   * @param keptBytes of films' keys and values.
   * @throws MatineeError 'file-invalid', 'session-failed', 'out-of-memory' or 'device-lost'.
   */
  static async load(
    runtime: OrtRuntime,
    model: Uint8Array,
    embeddings: Uint8Array,
    { llm }: Manifest,
    { chunk = CHUNK, keptBytes = KEPT_BYTES }: { chunk?: number; keptBytes?: number } = {},
  ): Promise<LanguageModel> {
    const tables = new SafeTensors(embeddings, 'opt-embeddings.safetensors');
    const tokens = tables.rows('token_embedding', [llm.vocabularySize, llm.hiddenSize]);
    const positions = tables.rows('position_embedding', [llm.contextLength + llm.positionOffset, llm.hiddenSize]);
    const session = await createSession(runtime, model, { part: 'language model', gpuOutputs: KeysAndValues.outputs(llm.layers) });
    return new LanguageModel(runtime, session, llm, tokens, positions, { chunk, keptBytes });
  }

  /**
   * @throws MatineeError 'prompt-too-long', 'stopped' (between passes; what was read stays kept), 'busy', 'device-wrong' when the logits are
   * not finite, or as `load` does.
   */
  async logits(
    sequence: Sequence,
    { signal, onProgress, onRead, continuations = NONE }: ForwardOptions & { continuations?: Continuations } = {},
  ): Promise<Float32Array[]> {
    this.#checkLength(sequence, continuations);
    if (this.#busy) throw new MatineeError('busy', 'The language model is still at work on another request.', 'Wait for it, or stop it.');
    this.#busy = true;
    const total = sequence.tokens.length;
    const progress = (left: number) => {
      onProgress?.(total - left, total);
      throwIfStopped(signal);
    };
    const whole = () => onProgress?.(total, total);
    try {
      throwIfStopped(signal);
      const parts = partsOf(sequence);
      const chain = await this.#readConstants(parts, progress);
      const films = await this.#readFilms(parts, chain, progress);
      onRead?.();
      return await this.#ask(parts, chain.pieces, films, continuations, progress, whole);
    } catch (cause) {
      // Buffers may be half written, or gone with their device.
      if (!(cause instanceof MatineeError && cause.code === 'stopped')) this.#forget();
      throw cause;
    } finally {
      this.#busy = false;
    }
  }

  /** Frees the session and everything that is kept. */
  async dispose(): Promise<void> {
    this.#forget();
    this.#keysAndValues.dispose();
    await this.session.release();
  }

  #checkLength({ tokens, positions }: Sequence, continuations: Continuations): void {
    const { contextLength } = this.config;
    const last = positions.reduce((most, position) => Math.max(most, position), -1) + depths(continuations).reduce((most, depth) => Math.max(most, depth), 0);
    if (last < contextLength) return;
    throw new MatineeError(
      'prompt-too-long',
      `The prompt has ${tokens.length} tokens; the language model reads ${contextLength}.`,
      'Take out some candidates, or those with long titles.',
    );
  }

  /** Constant text, a chain in which each part attends to those before it. */
  async #readConstants({ constants, films, asked }: Parts, progress: (left: number) => void): Promise<Chain> {
    let before = '';
    const keys = constants.map((part) => (before = `${before}|${keyOf(part)}`));
    const missing = keys.findIndex((key, i) => !samePart(constants[i]!, this.#constants.get(key)?.part));
    if (missing >= 0) {
      if (this.#constants.size > MOST_CONSTANTS) this.#forget();
      const known = this.#constants.size > 0 ? keys.slice(0, missing).map((key) => this.#constants.get(key)!.piece) : [];
      const rest = constants.slice(known.length);
      const { tokens, positions } = joined(rest);
      const outputs = await this.#forward({ tokens, positions, past: known, attends: (reader, read) => read <= reader, asked: [tokens.length - 1] });
      const pieces = await this.#keysAndValues.keep(outputs, lengths(rest));
      this.#keysAndValues.drop(outputs);
      rest.forEach((part, i) => {
        const key = keys[known.length + i]!;
        const other = this.#constants.get(key);
        if (other) this.#keysAndValues.free(other.piece);
        this.#constants.set(key, { part, piece: pieces[i]! });
      });
      progress(joined([...films, ...asked]).tokens.length);
    }
    return { keys, pieces: keys.map((key) => this.#constants.get(key)!.piece) };
  }

  /** Films that are not kept, as many in a pass as it takes; each attends to the constant text before it and to itself. */
  async #readFilms({ films, asked }: Parts, chain: Chain, progress: (left: number) => void): Promise<Piece[]> {
    const missing = new Map<string, Part>();
    const keys = films.map((part) => `${chain.keys[part.constants - 1] ?? ''}#${keyOf(part)}`);
    for (const [i, part] of films.entries()) {
      const key = keys[i]!;
      const kept = this.#films.get(key);
      if (kept && samePart(part, kept.part)) {
        this.#films.delete(key); // and to the end of the line
        this.#films.set(key, kept);
      } else missing.set(key, part);
    }
    const queue = [...missing];
    const askedLength = joined(asked).tokens.length;
    while (queue.length > 0) {
      const batch = [queue.shift()!];
      let length = batch[0]![1].tokens.length;
      for (let next = queue[0]; next && length + next[1].tokens.length <= this.limits.chunk; next = queue[0]) {
        length += next[1].tokens.length;
        batch.push(queue.shift()!);
      }
      await this.#readBatch(batch, chain.pieces);
      progress(joined(queue.map(([, part]) => part)).tokens.length + askedLength);
    }
    this.#evict(new Set(keys));
    // In one order, whatever the list's: sums of the same numbers, so that the answer is the same to the last bit.
    return [...keys].sort().map((key) => this.#films.get(key)!.piece);
  }

  async #readBatch(batch: readonly (readonly [string, Part])[], past: readonly Piece[]): Promise<void> {
    const parts = batch.map(([, part]) => part);
    const ends = cumulated(past.map(({ length }) => length)); // of the constant texts
    const all = ends.at(-1) ?? 0;
    const owner = parts.flatMap((part, i) => part.tokens.map(() => i));
    const seen = parts.map(({ constants }) => (constants > 0 ? ends[constants - 1]! : 0)); // positions of constant text
    const outputs = await this.#forward({
      ...joined(parts),
      past,
      attends: (reader, read) => (read < 0 ? all + read < seen[owner[reader]!]! : read <= reader && owner[read] === owner[reader]),
      asked: [0],
    });
    const pieces = await this.#keysAndValues.keep(outputs, lengths(parts));
    this.#keysAndValues.drop(outputs);
    batch.forEach(([key, part], i) => {
      const before = this.#films.get(key);
      if (before) this.#freeFilm(key, before);
      this.#films.set(key, { part, piece: pieces[i]! });
      this.#filmPositions += pieces[i]!.length;
    });
  }

  /** The user's token and the questions, in pieces, and in the last of them the continuations. */
  async #ask(
    { constants, asked }: Parts,
    texts: readonly Piece[],
    films: readonly Piece[],
    continuations: Continuations,
    progress: (left: number) => void,
    onProgress: () => void,
  ): Promise<Float32Array[]> {
    const context = [...texts, ...films];
    const chain = { ...joined(asked), blocks: asked.flatMap((part) => part.tokens.map(() => part.block)) };
    const ends = cumulated(lengths(constants));
    const forUser = new Map(
      asked.filter(({ block }) => block === USER).map((part) => [part.positions[0]!, part.constants > 0 ? ends[part.constants - 1]! : 0]),
    );

    // The last position is always read again: its logits are not kept.
    let done = this.#reuse(context, chain, chain.tokens.length - 1);
    for (;;) {
      const end = Math.min(chain.tokens.length, done + this.limits.chunk);
      const last = end === chain.tokens.length;
      const own = end - done;
      const branches = last ? continuations : NONE;
      const depth = depths(branches);
      const wanted = branches.wanted ?? [...branches.tokens.keys()];
      const past = [...context, ...this.#asked!.pieces];
      const first = past.reduce((sum, { length }) => sum + length, 0) - done; // where the chain begins, from the start of the past
      const total = first + done;
      const start = chain.positions.at(-1)!;
      const from = done;
      const outputs = await this.#forward({
        tokens: [...chain.tokens.slice(done, end), ...branches.tokens],
        positions: [...chain.positions.slice(done, end), ...depth.map((d) => start + d)],
        past,
        attends: (reader, read) => {
          if (reader >= own) return read < own || isAncestor(branches, reader - own, read - own);
          if (read > reader) return false;
          if (chain.blocks[from + reader] !== USER) return true;
          return read >= 0 ? read === reader : total + read < (forUser.get(chain.positions[from + reader]!) ?? 0);
        },
        asked: last ? [own - 1, ...wanted.map((i) => own + i)] : [own - 1],
      });
      this.positionsRead -= branches.tokens.length;
      const [piece] = await this.#keysAndValues.keep(outputs, [own]);
      this.#asked!.pieces.push(piece!);
      this.#asked!.tokens.push(...chain.tokens.slice(done, end));
      this.#asked!.positions.push(...chain.positions.slice(done, end));
      this.#asked!.blocks.push(...chain.blocks.slice(done, end));
      this.#keysAndValues.drop(outputs);
      done = end;
      if (last) {
        onProgress();
        const values = await readOutput(outputs.logits, this.runtime, 'language model');
        const width = values.length / (1 + wanted.length);
        return Array.from({ length: 1 + wanted.length }, (_, i) => values.subarray(i * width, (i + 1) * width));
      }
      progress(chain.tokens.length - done);
    }
  }

  /** How many positions of the chain were asked about the same context before; the rest of what was asked is freed. */
  #reuse(context: readonly Piece[], chain: Pick<Asked, 'tokens' | 'positions' | 'blocks'>, most: number): number {
    const before = this.#asked;
    let held = 0;
    if (before?.context.length === context.length && before.context.every((piece, i) => piece === context[i])) {
      const same = (i: number) =>
        before.positions[i] === chain.positions[i] && before.blocks[i] === chain.blocks[i] && sameToken(before.tokens[i]!, chain.tokens[i]!);
      while (held < most && held < before.tokens.length && same(held)) held++;
    }
    const pieces: Piece[] = [];
    let left = held;
    for (const piece of before?.pieces ?? []) {
      if (left > 0) pieces.push(piece.length <= left ? piece : { ...piece, length: left });
      else this.#keysAndValues.free(piece);
      left = Math.max(0, left - piece.length);
    }
    const kept = <T>(values: T[] | undefined) => (values ?? []).slice(0, held);
    this.#asked = { context, tokens: kept(before?.tokens), positions: kept(before?.positions), blocks: kept(before?.blocks), pieces };
    return held;
  }

  /** One pass. The logits and the keys and values of its positions are among the outputs. */
  async #forward({ tokens, positions, past, attends, asked }: Pass): Promise<InferenceSession.ReturnType> {
    const { ort } = this.runtime;
    const { feeds, length } = await this.#keysAndValues.gather(past);
    const s = tokens.length;
    const bias = new Float32Array(s * (length + s));
    const empty = past.length === 0;
    for (let i = 0, at = 0; i < s; i++) for (let j = -length; j < s; j++, at++) if (j < 0 && empty ? true : !attends(i, j)) bias[at] = MASKED;
    const outputs = await runSession(
      this.session,
      {
        inputs_embeds: new ort.Tensor('float32', this.#embed(tokens, positions), [1, s, this.config.hiddenSize]),
        attention_bias: new ort.Tensor('float32', bias, [1, 1, s, length + s]),
        logit_positions: new ort.Tensor('int64', BigInt64Array.from(asked, BigInt), [asked.length]),
        ...feeds,
      },
      'language model',
    );
    this.forwardPasses++;
    this.positionsRead += s;
    return outputs;
  }

  /** Token row or soft token, plus the learned position (OPT's table starts at offset 2). -> [1, s, h] */
  #embed(tokens: readonly Token[], positions: readonly number[]): Float32Array {
    const { hiddenSize: h, positionOffset } = this.config;
    const embedded = new Float32Array(tokens.length * h);
    tokens.forEach((token, i) => {
      const row = embedded.subarray(i * h, (i + 1) * h);
      if (typeof token === 'number') this.tokenEmbedding.addTo(row, token);
      else row.set(token);
      this.positionEmbedding.addTo(row, positions[i]! + positionOffset);
    });
    return embedded;
  }

  /** Frees the films that were not used for longest, never one of `inUse`. */
  #evict(inUse: ReadonlySet<string>): void {
    const most = this.limits.keptBytes / this.#keysAndValues.bytesPerPosition;
    for (const [key, kept] of this.#films) {
      if (this.#filmPositions <= most) return;
      if (!inUse.has(key)) this.#freeFilm(key, kept);
    }
  }

  #freeFilm(key: string, { piece }: Kept): void {
    this.#films.delete(key);
    this.#filmPositions -= piece.length;
    this.#keysAndValues.free(piece);
  }

  #forget(): void {
    for (const { piece } of [...this.#constants.values(), ...this.#films.values()]) this.#keysAndValues.free(piece);
    for (const piece of this.#asked?.pieces ?? []) this.#keysAndValues.free(piece);
    this.#constants.clear();
    this.#films.clear();
    this.#filmPositions = 0;
    this.#asked = undefined;
  }
}

const lengths = (parts: readonly Part[]): number[] => parts.map(({ tokens }) => tokens.length);

const joined = (parts: readonly Part[]) => ({ tokens: parts.flatMap(({ tokens }) => tokens), positions: parts.flatMap(({ positions }) => positions) });

function cumulated(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

/** How many tokens each continuation is behind the sequence, from 1. */
function depths({ parents }: Continuations): number[] {
  const found: number[] = [];
  for (const parent of parents) found.push(parent < 0 ? 1 : found[parent]! + 1);
  return found;
}

function isAncestor({ parents }: Continuations, of: number, candidate: number): boolean {
  let at = of;
  while (at > candidate) at = parents[at]!;
  return at === candidate;
}

function samePart(a: Part, b: Part | undefined): boolean {
  return (
    b?.constants === a.constants &&
    a.tokens.length === b.tokens.length &&
    a.positions[0] === b.positions[0] &&
    a.tokens.every((token, i) => sameToken(token, b.tokens[i]!))
  );
}
