import { expect, it } from 'vitest';
import type { Manifest } from '../../bundle/manifest';
import { TextEmbeddings } from '../items/textEmbeddings';
import { readMap } from './filmMap';

it('the map has a place for every film, and a file of another size is refused by name', () => {
  const catalogue = { films: 2, warm: 1 };
  expect([...readMap(Uint8Array.of(0, 0, 1, 0, 255, 255, 0, 1), { catalogue })]).toEqual([0, 1, 65535, 256]);
  // As it lies in a download, at an odd address.
  expect([...readMap(Uint8Array.of(9, 0, 0, 1, 0, 255, 255, 0, 1).subarray(1), { catalogue })]).toEqual([0, 1, 65535, 256]);
  expect(() => readMap(new Uint8Array(7), { catalogue })).toThrow('map.bin has 7 bytes, expected 8');
});

it('texts are nearest by the cosine; rows can be left out', () => {
  const manifest = { catalogue: { films: 3 }, aligner: { textSize: 2 }, sbert: { embeddingScale: 0.01 } } as Manifest;
  const texts = new TextEmbeddings(new Uint8Array(Int8Array.of(100, 0, 60, 80, 0, -100).buffer), manifest);
  const found = texts.nearest(Float32Array.of(1, 0), 9, new Set());
  expect(found.map(({ row }) => row)).toEqual([0, 1, 2]);
  expect(found[1]!.score).toBeCloseTo(0.6);
  expect(texts.nearest(Float32Array.of(1, 0), 1, new Set([0]))).toHaveLength(1);
  expect(texts.nearest(Float32Array.of(1, 0), 1, new Set([0]))[0]!.row).toBe(1);
});
