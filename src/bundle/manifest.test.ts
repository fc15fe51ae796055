import { describe, expect, it } from 'vitest';
import { entryOf, parseManifest } from './manifest';
import { toyBundle } from '../testing/bundle';

const { manifest } = toyBundle();
const parse = (changes: object) => parseManifest(JSON.stringify({ ...manifest, ...changes }));

describe("the manifest's calibration", () => {
  const calibration = { temperature: 2.5, split: 'validation', users: 3278 };

  it('may be left out, and may say its calibration error', () => {
    expect(parse({ calibration: undefined }).calibration).toBeUndefined();
    expect(parse({ calibration }).calibration).toEqual(calibration);
    expect(parse({ calibration: { ...calibration, ece: 0.02 } }).calibration?.ece).toBe(0.02);
  });

  it.each([0, -1, null, '2'])('is refused with the temperature %j', (temperature) => {
    expect(() => parse({ calibration: { ...calibration, temperature } })).toThrow(/calibration\.temperature/);
  });

  it('is refused when it was chosen on the test users', () => {
    expect(() => parse({ calibration: { ...calibration, split: 'test' } })).toThrow(/calibration\.split/);
  });
});

describe("the manifest's measured tables", () => {
  const row = { label: 'A-LLMRec', users: 3278, value: 0.6, interval: [0.58, 0.62], difference: { value: 0.02, interval: [0.01, 0.03] }, paper: 0.53 };
  const table = { table: 'overall', title: 'Overall', metric: 'Hit@1', chance: 0.05, rows: [row], seed: 0, date: '2026-11-23', command: 'npm run evaluate -- --table overall' };

  it('may be left out, and hold rows with intervals, differences and a reliability diagram', () => {
    expect(parse({}).results).toBeUndefined();
    expect(parse({ results: [table] }).results).toEqual([table]);
    const reliability = { users: 10, ece: 0.02, bins: [{ users: 10, confidence: 0.5, accuracy: 0.52 }] };
    expect(parse({ results: [{ ...table, reliability }] }).results?.[0]?.reliability).toEqual(reliability);
  });

  it('are refused where they cannot be so', () => {
    expect(() => parse({ results: [{ ...table, rows: [{ ...row, value: 60 }] }] })).toThrow(/results\.0\.rows\.0\.value/);
    expect(() => parse({ results: [{ ...table, command: undefined }] })).toThrow(/results\.0\.command/);
  });
});

describe("the manifest's numbers", () => {
  it.each([
    ['sbert', 'embeddingScale'],
    ['sasrec', 'embeddingScale'],
    ['sasrec', 'normEpsilon'],
    ['aligner', 'leakyReluSlope'],
  ] as const)('are refused where %s.%s is infinite, which JSON writes as 1e999', (part, name) => {
    const text = JSON.stringify({ ...manifest, [part]: { ...manifest[part], [name]: 'HERE' } }).replace('"HERE"', '1e999');
    expect(() => parseManifest(text)).toThrow(new RegExp(`${part}\\.${name}`));
  });
});

describe('the facts of films', () => {
  it('are a file that a bundle may have, and that is read with a sentence where it has none', () => {
    const { catalogue } = manifest.files;
    const { facts: _, ...without } = manifest.files;
    expect(entryOf(parse({ files: { ...without, facts: catalogue } }), 'facts')).toEqual(catalogue);
    expect(() => entryOf(parse({ files: without }), 'facts')).toThrow(expect.objectContaining({ code: 'file-missing', message: expect.stringContaining('facts') as string }));
  });
});

describe('the words of a domain', () => {
  const words = { item: 'video game', items: 'video games', consumed: 'played', consume: 'play' };

  it('may lack the word to consume, as bundles of films once did', () => {
    expect(parse({ words }).words).toEqual(words);
    expect(parse({ words: { item: 'movie', items: 'movies', consumed: 'watched' } }).words.consume).toBe('watch');
  });

  it.each(['', ' game', 'a\nb', 'x'.repeat(41), 7])('are refused where one is %j', (item) => {
    expect(() => parse({ words: { ...words, item } })).toThrow(/words\.item/);
  });

  it('may come without a prompt for genres', () => {
    const { genre, ...prompt } = manifest.prompt;
    expect(genre).toBeDefined();
    expect(parse({ prompt }).prompt.genre).toBeUndefined();
  });
});
