/**
 * Further collaborative filters in a bundle: parity with PyTorch of each, its soft tokens and the recommendation on it, and what stays when one is chosen. The
 * numbers in fixtures/backbones/*.json were written by training/export/backbones; each names the command that made it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recommendersOf } from '../bundle/backbones';
import type { RecommenderName } from '../bundle/manifest';
import { openNodeBundle } from '../node/nodeBundle';
import { openWasmRuntime } from '../node/wasmRuntime';
import { row } from './items/jointEmbeddings';
import { argmax } from './llm/decode';
import { loadModels, type Models } from './models';
import { recommend, userSoftToken } from './recommend';
import type { Item, System } from './types';

/** As training/export/reference.py writes it, with the values that the bundle ships. */
interface Reference {
  command: string;
  bundle: string;
  recommender: RecommenderName;
  /** sha256 */
  files: { recommender: string; aligner: string };
  sasrec: { history: number[]; representation: number[]; scores: number[]; best: { row: number }[] }[];
  aligner: {
    itemTokens: { row: number; token: number[] }[];
    textTokens: { row: number; token: number[] }[];
    userTokens: { history: number[]; token: number[] }[];
  };
  recommendations: { system: Exclude<System, 'sasrec'>; history: number[]; candidates: number[]; app: { probabilities: number[]; order: number[] } }[];
}

/** f32 in another order of additions, of values up to about 10. */
const F32 = 2e-4;
/** Rounding seen through a softmax, as in parity.test.ts. */
const PROBABILITY = 2e-3;

const fixtures = new URL('fixtures/backbones/', import.meta.url);
const references = readdirSync(fixtures).map((file) => JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as Reference);
const folderOf = (bundle: string) => (bundle === 'fixture' ? 'e2e/fixtures/bundle' : `public/models/${bundle}`);
const films = (rows: number[]): Item[] => rows.map((row) => ({ kind: 'film', row }));
const open = async (bundle: string) => loadModels(await openNodeBundle(folderOf(bundle)), await openWasmRuntime());

function close(actual: ArrayLike<number>, expected: readonly number[], tolerance: number, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  const worst = Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value)));
  expect(worst, `${what}: largest difference`).toBeLessThan(tolerance);
}

describe.each(references)('$recommender in the bundle "$bundle" agrees with PyTorch', (reference) => {
  let models: Models;
  beforeAll(async () => {
    models = await open(reference.bundle);
    await models.choose(await openNodeBundle(folderOf(reference.bundle), reference.recommender));
  });
  afterAll(() => models.dispose());

  it('the numbers are of these very files', () => {
    const { sasrec, aligner } = models.manifest.files;
    expect({ recommender: sasrec.sha256, aligner: aligner.sha256 }, `made by "${reference.command}"`).toEqual(reference.files);
  });

  it('user representations, scores and the order of the best', () => {
    for (const { history, representation, scores, best } of reference.sasrec) {
      close(models.sasrec.represent(history), representation, F32, `history of ${history.length}`);
      close(models.sasrec.scores(Float32Array.from(representation)).subarray(0, scores.length), scores, F32, 'scores');
      expect(models.sasrec.rank(history, best.length).map(({ row }) => row)).toEqual(best.map(({ row }) => row));
    }
  });

  it('soft tokens', () => {
    const { sasrec, aligner, textEmbeddings } = models;
    for (const { row: index, token } of reference.aligner.itemTokens)
      close(aligner.itemProjection(aligner.itemEncoder(row(sasrec.itemEmbeddings, index, sasrec.config.hiddenSize))), token, F32, `F_I(e) of ${index}`);
    for (const { row: index, token } of reference.aligner.textTokens)
      close(aligner.itemProjection(aligner.textEncoder(textEmbeddings.row(index))), token, F32, `F_I(q) of ${index}`);
    for (const { history, token } of reference.aligner.userTokens) close(aligner.userProjection(sasrec.represent(history)), token, F32, 'F_U');
  });

  it('the whole recommendation', async () => {
    models.manifest.calibration = undefined; // the reference's are as the language model gives them
    for (const { system, history, candidates, app } of reference.recommendations) {
      const { ranking } = await recommend(models, { history: films(history), candidates: films(candidates), decoding: 'constrained', system });
      const probabilities = ranking.toSorted((a, b) => a.candidate - b.candidate).map(({ probability }) => probability);
      close(probabilities, app.probabilities, PROBABILITY, system);
      expect(ranking[0]!.candidate).toBe(argmax(Float32Array.from(app.probabilities)));
      expect(ranking.map(({ candidate }) => candidate)).toEqual(app.order);
    }
  });
});

describe('choosing another backbone', () => {
  let models: Models;
  beforeAll(async () => {
    models = await open('fixture');
  });
  afterAll(() => models.dispose());

  const history = films([3, 14, 15, 92]);
  const ask = () => recommend(models, { history, candidates: films([6, 53, 58, 97]), decoding: 'constrained' });
  const choose = async (name: string) => models.choose(await openNodeBundle('e2e/fixtures/bundle', name));

  it('changes the user’s soft token and the answer, and choosing the first again brings its own back to the last bit', async () => {
    expect(recommendersOf(models.manifest)).toEqual(['sasrec', 'gru4rec', 'ncf']);
    const before = { token: userSoftToken(models, history), ...(await ask()) };
    await choose('gru4rec');
    expect(models.manifest.sasrec.architecture).toBe('gru4rec');
    const other = { token: userSoftToken(models, history), ...(await ask()) };
    expect(other.token).not.toEqual(before.token);
    expect(other.ranking).not.toEqual(before.ranking);
    await choose('ncf');
    await choose('sasrec');
    expect(userSoftToken(models, history)).toEqual(before.token);
    const again = await ask();
    expect(again.ranking).toEqual(before.ranking);
  });

  it('reads the films of a backbone once: what was kept of them is found again when it is chosen again', async () => {
    const others = { history: films([7, 8, 9]), candidates: films([21, 22, 23, 24]), decoding: 'constrained' as const };
    const passes = async () => {
      const before = models.languageModel.positionsRead;
      await recommend(models, others);
      return models.languageModel.positionsRead - before;
    };
    await passes();
    const known = await passes();
    await choose('gru4rec');
    expect(await passes()).toBeGreaterThan(known);
    await choose('sasrec');
    expect(await passes()).toBe(known);
  });

  it('that is not there, or not whole, leaves the present one as it is', async () => {
    const before = await ask();
    await expect(choose('nextitnet')).rejects.toMatchObject({ code: 'recommender-unknown', nextStep: expect.stringContaining('gru4rec') as string });
    const bundle = await openNodeBundle('e2e/fixtures/bundle', 'gru4rec');
    const cut = { ...bundle, read: async (file: Parameters<typeof bundle.read>[0]) => (await bundle.read(file)).subarray(0, 1000) };
    await expect(models.choose(cut)).rejects.toMatchObject({
      code: 'file-invalid',
      message: expect.stringContaining('gru4rec-recommender.safetensors') as string,
    });
    expect((await ask()).ranking).toEqual(before.ranking);
  });
});
