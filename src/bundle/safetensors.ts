/**
 * The safetensors format, read strictly: 8 bytes of header length, a JSON header, then the data. No maintained small parser is
 * on npm (the hub's client only reads headers over the network), and the format is one page: github.com/huggingface/safetensors
 */
import { MatineeError } from '../errors';

const BYTES_PER_VALUE = { F32: 4, F16: 2 } as const;
type DType = keyof typeof BYTES_PER_VALUE;

interface Entry {
  dtype: DType;
  shape: number[];
  /** Start and end, in bytes from the end of the header. */
  data_offsets: [number, number];
}

/** A matrix whose rows are converted one at a time, so that a large f16 table is never held twice. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  /** Adds row `index` to `out`. [columns] */
  addTo(out: Float32Array, index: number): void;
}

export class SafeTensors {
  readonly #entries = new Map<string, Entry>();
  readonly #data: Uint8Array;

  /** @param file its name, for errors. @throws MatineeError 'file-invalid' when the bytes are not safetensors. */
  constructor(
    bytes: Uint8Array,
    readonly file: string,
  ) {
    const { header, end } = readHeader(bytes, file);
    const { __metadata__: _, ...entries } = header; // free text, which the app has no use for
    this.#data = bytes.subarray(end);
    for (const [name, value] of Object.entries(entries)) this.#entries.set(name, this.#checked(name, value));
  }

  /**
   * The tensor's values as f32; a view of the file where its type and alignment allow.
   * @throws MatineeError 'file-invalid' when there is no such tensor, it has another shape, or a value is NaN or infinite.
   */
  values(name: string, shape?: readonly number[]): Float32Array {
    const values = this.#stored(name, this.#entry(name, shape));
    return values instanceof Uint16Array ? halvesToFloats(values) : values;
  }

  /** A matrix, read row by row. @throws as `values` does. */
  rows(name: string, shape?: readonly number[]): Rows {
    const entry = this.#entry(name, shape);
    const [rows, columns] = entry.shape;
    if (entry.shape.length !== 2 || rows === undefined || columns === undefined)
      throw invalid(this.file, `${name} is no matrix: its shape is [${entry.shape.join(', ')}].`);
    const values = this.#stored(name, entry);
    const table = values instanceof Uint16Array ? halfTable() : undefined;
    return {
      rows,
      columns,
      addTo(out, index) {
        const start = index * columns;
        for (let c = 0; c < columns; c++) {
          const value = values[start + c]!;
          out[c]! += table ? table[value]! : value;
        }
      },
    };
  }

  #entry(name: string, shape?: readonly number[]): Entry {
    const entry = this.#entries.get(name);
    if (!entry) throw invalid(this.file, `It has no tensor "${name}".`);
    if (shape && shape.join() !== entry.shape.join())
      throw invalid(this.file, `"${name}" has the shape [${entry.shape.join(', ')}], expected [${shape.join(', ')}].`);
    return entry;
  }

  /** As the file has them: f32, or the bit patterns of f16. */
  #stored(name: string, entry: Entry): Float32Array | Uint16Array {
    const raw = this.#data.subarray(...entry.data_offsets);
    const values = entry.dtype === 'F16' ? asHalves(raw) : asFloats(raw);
    if (!(values instanceof Uint16Array ? halvesAreFinite(values) : floatsAreFinite(values)))
      throw invalid(this.file, `"${name}" has values that are no finite numbers.`);
    return values;
  }

  #checked(name: string, value: unknown): Entry {
    const entry = value as Partial<Entry> | null;
    const { dtype, shape, data_offsets: offsets } = entry ?? {};
    if (!dtype || !(dtype in BYTES_PER_VALUE)) throw invalid(this.file, `"${name}" has the type ${String(dtype)}; F32 and F16 are read.`);
    if (!Array.isArray(shape) || !shape.every((n) => Number.isInteger(n) && n >= 0)) throw invalid(this.file, `"${name}" has no valid shape.`);
    const [start, end] = offsets ?? [];
    const bytes = shape.reduce((a, b) => a * b, 1) * BYTES_PER_VALUE[dtype];
    if (start === undefined || end === undefined || !(start >= 0) || end > this.#data.byteLength || end - start !== bytes)
      throw invalid(this.file, `"${name}" does not fit: ${bytes} bytes expected at ${String(start)} to ${String(end)}.`);
    return { dtype, shape, data_offsets: [start, end] };
  }
}

/* eslint-disable @typescript-eslint/prefer-for-of -- by index and without a call for each of millions of values: `every` takes twice the time, `for ... of` in code that has not run before four times */
function halvesAreFinite(values: Uint16Array): boolean {
  let isFinite = true;
  for (let i = 0; i < values.length; i++) isFinite &&= (values[i]! & 0x7c00) !== 0x7c00;
  return isFinite;
}

function floatsAreFinite(values: Float32Array): boolean {
  let zero = 0; // a number times 0, unless it is none
  for (let i = 0; i < values.length; i++) zero += values[i]! * 0;
  return zero === 0;
}
/* eslint-enable @typescript-eslint/prefer-for-of */

function readHeader(bytes: Uint8Array, file: string): { header: Record<string, unknown>; end: number } {
  if (bytes.byteLength < 8) throw invalid(file, `It has ${bytes.byteLength} bytes, too few for a header.`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(bytes.byteLength - 8)) throw invalid(file, `Its header claims ${length} bytes, more than the file has.`);
  const end = 8 + Number(length);
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, end)));
    if (typeof header !== 'object' || header === null || Array.isArray(header)) throw new Error('not an object');
    return { header: header as Record<string, unknown>, end };
  } catch (cause) {
    throw invalid(file, 'Its header is not JSON.', cause);
  }
}

function invalid(file: string, what: string, cause?: unknown): MatineeError {
  return new MatineeError('file-invalid', `The model file ${file} cannot be read. ${what}`, 'Export the bundle again, or load another one.', { cause });
}

// Typed arrays need aligned offsets, and the header's length is arbitrary: copy only when it is not aligned.
function asFloats(raw: Uint8Array): Float32Array {
  const aligned = raw.byteOffset % 4 === 0 ? raw : raw.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}

function asHalves(raw: Uint8Array): Uint16Array {
  const aligned = raw.byteOffset % 2 === 0 ? raw : raw.slice();
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
}

function halvesToFloats(halves: Uint16Array): Float32Array {
  const table = halfTable();
  return Float32Array.from(halves, (bits) => table[bits]!);
}

let table: Float32Array | undefined;

/** The value of each of the half-precision bit patterns (IEEE 754 binary16) that stand for a finite number. Float16Array is not yet in every browser. */
function halfTable(): Float32Array {
  return (table ??= Float32Array.from({ length: 65_536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }));
}
