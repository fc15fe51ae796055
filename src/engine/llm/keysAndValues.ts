/**
 * Keys and values of what has been read, a position a row, on the device that computes them: arrays on WASM, one GPU buffer a piece on WebGPU.
 * Pieces are kept apart and gathered for a pass, so that a film can be read once and used in any prompt. Whoever keeps a piece frees it.
 * 2 l planes a position: key and value of each of the l layers, h values each.
 */
import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-web';
import type { OrtRuntime } from '../../onnx/session';

type Values = TypedTensor<'float32'>;

/** So many positions' keys and values. */
export interface Piece {
  readonly length: number;
  /** Positions that the planes hold: more than `length` where only the first of them are used. */
  readonly held: number;
  readonly planes: readonly Float32Array[] | GPUBuffer;
}

const FLOAT = 4; // bytes

export class KeysAndValues {
  readonly #names: string[];
  /** What passes read from: a buffer a plane, as long as the longest past so far. */
  #past: GPUBuffer[] = [];
  #arrays: Float32Array[] = [];
  #capacity = 0;
  /** The pieces that the arrays hold: the next pass often begins with the same. */
  #gathered: readonly Piece[] = [];

  constructor(
    private readonly runtime: OrtRuntime,
    layers: number,
    private readonly width: number,
  ) {
    this.#names = KeysAndValues.names(layers);
  }

  static names(layers: number): string[] {
    return Array.from({ length: layers }, (_, i) => [`${i}.key`, `${i}.value`]).flat();
  }

  /** Outputs that stay on the device. */
  static outputs(layers: number): string[] {
    return KeysAndValues.names(layers).map((name) => `present.${name}`);
  }

  /** Bytes of a position. */
  get bytesPerPosition(): number {
    return this.#names.length * this.width * FLOAT;
  }

  /** Inputs of a pass that attends to the pieces, in this order. Without any there is one row of zeros, for the caller to mask: kernels need not take empty ones. */
  async gather(pieces: readonly Piece[]): Promise<{ feeds: Record<string, Tensor>; length: number }> {
    const length = Math.max(
      1,
      pieces.reduce((sum, piece) => sum + piece.length, 0),
    );
    const { Tensor } = this.runtime.ort;
    const dims = [1, length, this.width];
    if (this.runtime.device === 'wasm') {
      this.#copy(pieces, length);
      // A session copies its inputs before anything else can run.
      const feeds = this.#names.map(
        (name, plane) => [`past_key_values.${name}`, new Tensor('float32', this.#arrays[plane]!.subarray(0, length * this.width), dims)] as const,
      );
      return { feeds: Object.fromEntries(feeds), length };
    }
    const device = await this.#device();
    if (length > this.#capacity) {
      this.#freePast();
      this.#capacity = Math.ceil((length * 1.5) / 64) * 64;
      this.#past = this.#names.map(() => createBuffer(device, this.#capacity * this.width * FLOAT));
    }
    const commands = device.createCommandEncoder();
    let at = 0;
    for (const piece of pieces) {
      const bytes = piece.length * this.width * FLOAT;
      this.#past.forEach((buffer, plane) => commands.copyBufferToBuffer(piece.planes as GPUBuffer, plane * piece.held * this.width * FLOAT, buffer, at, bytes));
      at += bytes;
    }
    device.queue.submit([commands.finish()]);
    const feeds = this.#names.map(
      (name, plane) => [`past_key_values.${name}`, Tensor.fromGpuBuffer(this.#past[plane]!, { dataType: 'float32', dims })] as const,
    );
    return { feeds: Object.fromEntries(feeds), length };
  }

  /** Gathers into the arrays, from the first piece on that is not there already. */
  #copy(pieces: readonly Piece[], length: number): void {
    if (length > this.#capacity) {
      this.#capacity = Math.ceil((length * 1.5) / 64) * 64;
      this.#arrays = this.#names.map(() => new Float32Array(this.#capacity * this.width));
      this.#gathered = [];
    }
    let at = 0;
    let same = true;
    for (const [i, piece] of pieces.entries()) {
      same &&= this.#gathered[i] === piece;
      const size = piece.length * this.width;
      const start = at;
      if (!same) this.#arrays.forEach((array, plane) => array.set((piece.planes as readonly Float32Array[])[plane]!.subarray(0, size), start));
      at += size;
    }
    if (pieces.length === 0) for (const array of this.#arrays) array.fill(0, 0, this.width);
    this.#gathered = pieces;
  }

  /** Keeps pieces of what a pass has computed: `lengths` positions each, from the first on. Its outputs are free afterwards. */
  async keep(outputs: InferenceSession.ReturnType, lengths: readonly number[]): Promise<Piece[]> {
    const planes = this.#names.map((name) => outputs[`present.${name}`] as Values);
    let from = 0;
    if (this.runtime.device === 'wasm')
      return lengths.map((length) => {
        const start = from * this.width;
        from += length;
        return { length, held: length, planes: planes.map((plane) => plane.data.slice(start, from * this.width)) };
      });
    const device = await this.#device();
    const commands = device.createCommandEncoder();
    const kept = lengths.map((length): Piece => {
      const bytes = length * this.width * FLOAT;
      const buffer = createBuffer(device, bytes * planes.length);
      planes.forEach((plane, i) => commands.copyBufferToBuffer(plane.gpuBuffer, from * this.width * FLOAT, buffer, i * bytes, bytes));
      from += length;
      return { length, held: length, planes: buffer };
    });
    device.queue.submit([commands.finish()]);
    return kept;
  }

  /** Frees outputs of a pass that nobody keeps any longer. */
  drop(outputs: InferenceSession.ReturnType): void {
    for (const name of this.#names) outputs[`present.${name}`]?.dispose();
  }

  free({ planes }: Piece): void {
    if ('destroy' in planes) planes.destroy();
  }

  dispose(): void {
    this.#freePast();
  }

  #freePast(): void {
    for (const buffer of this.#past) buffer.destroy();
    this.#past = [];
    this.#arrays = [];
    this.#gathered = [];
    this.#capacity = 0;
  }

  async #device(): Promise<GPUDevice> {
    return await this.runtime.ort.env.webgpu.device;
  }
}

function createBuffer(device: GPUDevice, size: number): GPUBuffer {
  return device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
}
