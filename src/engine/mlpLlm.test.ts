/** MLP-LLM of a bundle that carries it (paper, table 1): parity with PyTorch. The numbers in fixtures/mlp-llm/*.json were written by training/export/backbones/mlp_llm.py. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNodeBundle } from '../node/nodeBundle';
import { openWasmRuntime } from '../node/wasmRuntime';
import { scoreCandidates } from './evaluation/scoreCandidates';
import { row } from './items/jointEmbeddings';
import { loadModels, withMlpLlm, type Models } from './models';

interface Reference {
  command: string;
  bundle: string;
  /** sha256 */
  file: string;
  itemTokens: { row: number; token: number[] }[];
  recommendations: { history: number[]; candidates: number[]; app: { probabilities: number[]; order: number[] } }[];
}

const fixtures = new URL('fixtures/mlp-llm/', import.meta.url);
const references = readdirSync(fixtures).map((file) => JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as Reference);
const folderOf = (bundle: string) => (bundle === 'fixture' ? 'e2e/fixtures/bundle' : `public/models/${bundle}`);
const worst = (actual: ArrayLike<number>, expected: readonly number[]) => Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value)));

it('every bundle that carries MLP-LLM has numbers of it', () => {
  const all = ['e2e/fixtures/bundle', ...readdirSync('public/models').map((name) => `public/models/${name}`)].filter((folder) => existsSync(folder));
  const carry = all.filter((folder) => readFileSync(`${folder}/manifest.json`, 'utf8').includes('"mlpLlm":'));
  expect(references.map(({ bundle }) => folderOf(bundle)).sort()).toEqual(carry.sort());
});

describe.each(references)('MLP-LLM in the bundle "$bundle" agrees with PyTorch', ({ bundle, command, file, itemTokens, recommendations }) => {
  let models: Models;
  let mlp: Models;
  beforeAll(async () => {
    models = await loadModels(await openNodeBundle(folderOf(bundle)), await openWasmRuntime());
    mlp = await withMlpLlm(models, await openNodeBundle(folderOf(bundle), 'mlp-llm'));
    mlp.manifest.calibration = undefined; // the reference's are as the language model gives them
  });
  afterAll(async () => {
    await mlp.dispose();
    await models.dispose();
  });

  it('the numbers are of this very file', () => {
    expect(mlp.manifest.files.aligner.sha256, `made by "${command}"`).toBe(file);
  });

  it('soft tokens are F_I of item embeddings', () => {
    const { aligner, sasrec } = mlp;
    for (const { row: index, token } of itemTokens)
      expect(worst(aligner.itemProjection(row(sasrec.itemEmbeddings, index, sasrec.config.hiddenSize)), token)).toBeLessThan(2e-4);
  });

  it('the whole ranking, in which A-LLMRec of the same bundle gives other probabilities', async () => {
    for (const { history, candidates, app } of recommendations) {
      const { scores, places } = await scoreCandidates(mlp, 'a-llmrec', { history, candidates }, { without: 'text' });
      expect(worst(scores, app.probabilities)).toBeLessThan(2e-3);
      expect([...candidates.keys()].sort((a, b) => places[a]! - places[b]!)).toEqual(app.order);
      const { scores: others } = await scoreCandidates(models, 'a-llmrec', { history, candidates });
      expect(others).not.toEqual(scores);
    }
  });

  it('knows nothing of texts', () => {
    expect(() => mlp.aligner.textEncoder(models.textEmbeddings.row(0))).toThrow('no joint embedding of a text');
  });
});
