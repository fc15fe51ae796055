import { describe, expect, it } from 'vitest';
import { safetensors } from '../testing/engine';
import { SafeTensors } from './safetensors';

const file = (header: unknown, data: Uint8Array): Uint8Array => {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
};

describe('safetensors', () => {
  it('reads f32 tensors with their shapes', () => {
    const tensors = new SafeTensors(safetensors({ a: { shape: [2, 2], values: [1, 2, 3, 4] }, b: { shape: [], values: [5] } }), 'x');
    expect([...tensors.values('a', [2, 2])]).toEqual([1, 2, 3, 4]);
    expect([...tensors.values('b')]).toEqual([5]);
    const row = Float32Array.of(10, 10);
    tensors.rows('a').addTo(row, 1);
    expect([...row]).toEqual([13, 14]);
  });

  it('reads half precision exactly: 1, -2, 65504, the smallest subnormal', () => {
    const halves = new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001).buffer);
    const tensors = new SafeTensors(file({ h: { dtype: 'F16', shape: [4], data_offsets: [0, 8] } }, halves), 'x');
    expect([...tensors.values('h')]).toEqual([1, -2, 65504, 2 ** -24]);
  });

  it.each([
    ['no header', new Uint8Array(3), /3 bytes/],
    ['HTML instead of a model', new TextEncoder().encode('<!doctype html><title>404</title>'), /header claims/],
    ['a header that is no JSON', file('x', new Uint8Array()).map((byte, i) => (i === 8 ? 0 : byte)), /not JSON/],
    ['an unknown type', file({ a: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }, new Uint8Array(8)), /type I64/],
    ['data that is cut off', file({ a: { dtype: 'F32', shape: [4], data_offsets: [0, 16] } }, new Uint8Array(8)), /does not fit/],
    ['a shape that is not its size', file({ a: { dtype: 'F32', shape: [4], data_offsets: [0, 8] } }, new Uint8Array(8)), /does not fit/],
  ])('refuses %s, naming the file', (_, bytes, message) => {
    expect(() => new SafeTensors(bytes, 'aligner.safetensors')).toThrow(
      expect.objectContaining({ code: 'file-invalid', message: expect.stringMatching(message) as string }),
    );
    expect(() => new SafeTensors(bytes, 'aligner.safetensors')).toThrow(/aligner\.safetensors/);
  });

  it.each([
    ['F32', Float32Array.of(1, NaN)],
    ['F32', Float32Array.of(-Infinity, 1)],
    ['F16', Uint16Array.of(0x3c00, 0x7c00)],
    ['F16', Uint16Array.of(0xfe00, 0x3c00)],
  ])('refuses values that are no finite numbers, naming the tensor: %s, %s', (dtype, values) => {
    const bytes = file({ norm: { dtype, shape: [1, 2], data_offsets: [0, values.byteLength] } }, new Uint8Array(values.buffer));
    const tensors = new SafeTensors(bytes, 'aligner.safetensors');
    for (const read of [() => tensors.values('norm'), () => tensors.rows('norm')])
      expect(read).toThrow(expect.objectContaining({ code: 'file-invalid', message: expect.stringMatching(/aligner\.safetensors.*"norm"/) as string }));
  });

  it('names a tensor that is missing or has another shape', () => {
    const tensors = new SafeTensors(safetensors({ a: { shape: [2], values: [1, 2] } }), 'x');
    expect(() => tensors.values('b')).toThrow(/no tensor "b"/);
    expect(() => tensors.values('a', [3])).toThrow(/shape \[2\], expected \[3\]/);
  });
});
