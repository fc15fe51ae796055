import { describe, expect, it } from 'vitest';
import { recommendersOf, withMlpLlm, withRecommender } from './backbones';
import { entryOf, filesOf, nameOf, parseManifest } from './manifest';
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
  const table = {
    table: 'overall',
    title: 'Overall',
    metric: 'Hit@1',
    chance: 0.05,
    rows: [row],
    seed: 0,
    date: '2026-11-23',
    command: 'npm run evaluate -- --table overall',
  };

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
    expect(() => entryOf(parse({ files: without }), 'facts')).toThrow(
      expect.objectContaining({ code: 'file-missing', message: expect.stringContaining('facts') as string }),
    );
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

describe('what no model can be', () => {
  const changed = (path: string, value: unknown) => {
    const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
    const keys = path.split('.');
    const last = keys.pop()!;
    const parent = keys.reduce<Record<string, unknown>>((object, key) => object[key] as Record<string, unknown>, copy);
    parent[last] = value;
    return () => parseManifest(JSON.stringify(copy));
  };

  it.each([
    ['llm.layers', 1e8],
    ['llm.layers', 0],
    ['llm.heads', 0],
    ['llm.heads', 3],
    ['llm.hiddenSize', 1e9],
    ['llm.vocabularySize', 1e9],
    ['llm.vocabularySize', 0],
    ['llm.contextLength', 1e9],
    ['llm.contextLength', 0],
    ['llm.positionOffset', 1e7],
    ['llm.bos', 1e6],
    ['llm.eos', 512],
    ['llm.bos', -1],
    ['llm.eos', 1.5],
    ['llm.selfTest.tokens', [1]],
    ['llm.selfTest.tokens', Array(1100).fill(1)],
    ['llm.selfTest', { ...manifest.llm.selfTest, tokens: [1, 512] }],
    ['llm.selfTest', { ...manifest.llm.selfTest, columns: [] }],
    ['llm.selfTest.logits', [1]],
    ['llm.selfTest.logits', ['1']],
    ['llm.selfTest.tolerance', 0],
    ['sasrec.heads', 0],
    ['sasrec.heads', 3],
    ['sasrec.blocks', 1e8],
    ['sasrec.hiddenSize', 0],
    ['sasrec.maxLength', 1e9],
    ['sasrec.normEpsilon', -1e-3],
    ['aligner.normEpsilon', -1],
    ['aligner.jointSize', 1e9],
    ['aligner.textSize', 0],
    ['sbert.maxTokens', 0],
    ['sbert.embeddingScale', 0],
    ['sbert.embeddingScale', -1],
    ['sbert.textTemplate', 'x'.repeat(1e6)],
    ['catalogue.films', 1e9],
    ['catalogue.films', 0],
    ['catalogue.warm', 1e5],
    ['prompt.separator', 'x'.repeat(1e6)],
    ['prompt.recommendEnd', 'x'.repeat(1e6)],
    ['prompt.recommend', [{ text: 'x'.repeat(1e6) }]],
    ['prompt.recommend', Array.from({ length: 1e4 }, () => ({ text: 'x' }))],
    ['prompt.maxTitleTokens', 0],
    ['prompt.maxHistory', 1e9],
    ['files.llm.bytes', 1e15],
    ['title', 'x'.repeat(1e6)],
  ])('%s of %j is refused with its place', (path, value) => {
    const said = (() => {
      try {
        changed(path, value)();
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(said).toMatch(new RegExp(path.replaceAll('.', '\\.')));
    expect(said.length).toBeLessThan(400);
  });
});

describe("the manifest's MLP-LLM", () => {
  const text = (mlpLlm: unknown) => JSON.stringify({ ...manifest, mlpLlm });

  it('may be left out, and is refused by its name then', () => {
    expect(() => withMlpLlm(parseManifest(text(undefined)))).toThrow(/has no MLP-LLM/);
  });

  it('stands in the place of the aligner alone', () => {
    const whole = parseManifest(text(manifest.mlpLlm));
    const { aligner, files, ...rest } = withMlpLlm(whole);
    expect(aligner.stage1).toBe(false);
    expect(files).toEqual({ ...whole.files, aligner: whole.mlpLlm!.files.aligner });
    expect({ ...whole, ...rest }).toEqual(whole);
  });

  it.each([
    ['has a Stage 1', { stage1: true }, /mlpLlm\.aligner\.stage1/],
    ['reads vectors of another width than the item embeddings', { jointSize: 7 }, /mlpLlm\.aligner\.jointSize: 7 is not the width/],
  ])('is refused when it %s', (_, change, message) => {
    const { mlpLlm } = manifest;
    expect(() => parseManifest(text({ ...mlpLlm, aligner: { ...mlpLlm!.aligner, ...change } }))).toThrow(message);
  });
});

describe("the manifest's further recommenders", () => {
  const [gru4rec, ncf] = manifest.backbones;
  const text = (backbones: unknown) => JSON.stringify({ ...manifest, backbones });

  it('may be left out', () => {
    expect(parseManifest(text(undefined)).backbones).toEqual([]);
    expect(recommendersOf(parseManifest(text(undefined)))).toEqual(['sasrec']);
  });

  it('stand in the place of the first with their files, and nothing else changes', () => {
    const whole = parseManifest(text([gru4rec, ncf]));
    const { sasrec, aligner, calibration, files, ...rest } = withRecommender(whole, 'gru4rec');
    expect(sasrec).toEqual(whole.backbones[0]!.recommender);
    expect(aligner).toEqual(whole.backbones[0]!.aligner);
    expect(calibration).toEqual(whole.backbones[0]!.calibration);
    expect(nameOf(files.sasrec)).toBe('gru4rec-recommender.safetensors');
    expect(nameOf(files.aligner)).toBe('gru4rec-aligner.safetensors');
    expect(files.llm).toEqual(whole.files.llm);
    expect(whole).toMatchObject(rest);
    expect(withRecommender(whole, 'sasrec')).toBe(whole);
    expect(() => withRecommender(whole, 'nextitnet')).toThrow(expect.objectContaining({ code: 'recommender-unknown' }) as Error);
  });

  const member = (architecture: string, hiddenSize: number) => ({ ...gru4rec!.recommender, architecture, hiddenSize, heads: 1 });
  const ensemble = (hiddenSize: number, members: unknown) => [
    { ...gru4rec!, recommender: { ...gru4rec!.recommender, architecture: 'ensemble', hiddenSize, heads: 1, members } },
  ];

  it('may be several networks as one, whose widths add up', () => {
    const [found] = parseManifest(text(ensemble(20, [member('esasrec', 12), member('gru4rec', 8)]))).backbones;
    expect(found!.recommender.members?.map(({ architecture }) => architecture)).toEqual(['esasrec', 'gru4rec']);
  });

  it.each([
    ['widths that do not add up', ensemble(21, [member('esasrec', 12), member('gru4rec', 8)]), /do not add up to its hiddenSize of 21/],
    ['no members', ensemble(20, undefined), /an ensemble has members/],
    ['one member', ensemble(12, [member('esasrec', 12)]), /members/],
    ['a member with a score of its own', ensemble(20, [member('esasrec', 12), member('ncf', 8)]), /members\.1\.architecture/],
    ['an ensemble in an ensemble', ensemble(20, [member('esasrec', 12), member('ensemble', 8)]), /members\.1\.architecture/],
    ['heads that do not divide a member', ensemble(20, [{ ...member('esasrec', 12), heads: 5 }, member('gru4rec', 8)]), /members\.0\.heads/],
    [
      'members of what is no ensemble',
      [{ ...gru4rec!, recommender: { ...gru4rec!.recommender, members: [member('gru4rec', 4), member('gru4rec', 4)] } }],
      /members/,
    ],
  ])('of several networks are refused with %s', (_, backbones, message) => {
    expect(() => parseManifest(text(backbones))).toThrow(message);
  });

  it('are files of the bundle like the others', () => {
    const names = filesOf(parseManifest(text([gru4rec]))).map(([name]) => name);
    expect(names).toContain('files.llm');
    expect(names.slice(-3)).toEqual(['backbones.0.files.recommender', 'backbones.0.files.aligner', 'mlpLlm.files.aligner']);
  });

  const changed = (edit: (backbone: Record<string, Record<string, unknown>>) => void) => {
    const copy = JSON.parse(JSON.stringify(gru4rec)) as Record<string, Record<string, unknown>>;
    edit(copy);
    return copy;
  };
  it.each([
    ['is of no known name', [changed(({ recommender }) => (recommender!.architecture = 'bert4rec'))], /backbones\.0\.recommender\.architecture/],
    ['has no name', [changed(({ recommender }) => delete recommender!.architecture)], /backbones\.0\.recommender\.architecture/],
    ['is there twice', [gru4rec, gru4rec], /backbones\.1: there is another "gru4rec"/],
    ["has the first one's name", [changed(({ recommender }) => (recommender!.architecture = 'sasrec'))], /backbones\.0: there is another "sasrec"/],
    ['is wider than any tab holds', [changed(({ recommender }) => (recommender!.hiddenSize = 1e9))], /backbones\.0\.recommender\.hiddenSize/],
    ['has heads that do not divide its width', [changed(({ recommender }) => (recommender!.heads = 7))], /backbones\.0\.recommender\.heads/],
    ['reads other texts', [changed(({ aligner }) => (aligner!.textSize = 12))], /backbones\.0\.aligner\.textSize/],
    ['finds no candidates', [changed(({ aligner }) => delete aligner!.shortlistSize)], /backbones\.0\.aligner\.shortlistSize/],
    [
      'has a file elsewhere',
      [changed(({ files }) => ((files!.aligner as { shards: { path: string }[] }).shards[0]!.path = '../x'))],
      /backbones\.0\.files\.aligner/,
    ],
    ['has a file whose pieces do not add up', [changed(({ files }) => ((files!.aligner as { bytes: number }).bytes += 1))], /backbones\.0\.files\.aligner has/],
    ['has no aligner', [changed(({ files }) => delete files!.aligner)], /backbones\.0\.files\.aligner/],
  ])('are refused where one %s', (_, backbones, message) => expect(() => parseManifest(text(backbones))).toThrow(message));
});
