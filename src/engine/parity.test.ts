/**
 * Parity with PyTorch: every network and the whole recommendation, on the fixture bundle and on the shipped one. The numbers in
 * fixtures/*.json were written by training/export/reference.py from the bundle's own files; each names the command that made it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNodeBundle } from '../node/nodeBundle';
import { openWasmRuntime } from '../node/wasmRuntime';
import { argmax, rankSoftened } from './llm/decode';
import { row } from './items/jointEmbeddings';
import { loadModels, type Models } from './models';
import { disambiguate, splice, type Prompt } from './llm/prompt';
import { continued } from './llm/sequence';
import { collaborativePrompt, recommend } from './recommend';
import type { Item, RankedCandidate, System } from './types';
import { canSay, factClauses } from './words/sentences';

/** As training/export/reference.py writes it. "app": with the values that the bundle ships; "float": before quantisation. */
interface Reference {
  command: string;
  bundle: string;
  /** sha256 of each file of the bundle. */
  files: Record<string, string>;
  sasrec: { history: number[]; representation: number[]; scores: number[]; best: { row: number; score: number }[] }[];
  sbert: { text: string; ids: number[]; app: number[] }[];
  aligner: {
    itemEncoder: { row: number; joint: number[] }[];
    textEncoder: { row: number; joint: number[] }[];
    itemTokens: { row: number; token: number[] }[];
    textTokens: { row: number; token: number[] }[];
    userTokens: { history: number[]; token: number[] }[];
  };
  tokenizer: { text: string; ids: number[] }[];
  recommendations: {
    system: Exclude<System, 'sasrec'>;
    history: number[];
    candidates: number[];
    prompt: Prompt;
    /** Absent where the bundle knows no genres. */
    genrePrompt?: Prompt;
    /** The user's soft token in it; absent for LLM-Only, and where a bundle's is F_U's alone. */
    genreUser?: number[];
    answers: number[][];
    /** order: the list by repeated choice; absent from numbers that were written before it was. */
    app: { probabilities: number[]; order?: number[] };
  }[];
  /** Of a bundle whose model says what films share. */
  sentences?: { history: number[]; taste: Prompt; reason?: Prompt }[];
  opt: { prompt: Prompt; softTokens: number[][]; tokens: number[]; steps: { after: number[]; app: number[]; best: number }[] };
}

/** f32 in another order of additions: some units in the last of the six digits that are stored. */
const F32 = 2e-4;
/** Eight to ten layers of f32 with 4- or 8-bit weights taken back to float: rounding grows with the logits' range, about 10. */
const LOGITS = 5e-3;
/** The same rounding seen through a softmax: a logit's error times p (1 - p). */
const PROBABILITY = 2e-3;

const folders: Record<string, string> = { fixture: 'e2e/fixtures/bundle' };
const fixtures = new URL('fixtures/', import.meta.url);

for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.json'))) {
  const reference = JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as Reference;
  const folder = folders[reference.bundle] ?? `public/models/${reference.bundle}`;
  describe.skipIf(!existsSync(`${folder}/manifest.json`))(`the bundle "${reference.bundle}" agrees with PyTorch`, () => parity(reference, folder));
}

function parity(reference: Reference, folder: string): void {
  let models: Models;
  beforeAll(async () => {
    models = await loadModels(await openNodeBundle(folder), await openWasmRuntime());
  });
  afterAll(() => models.dispose());

  const films = (rows: number[]): Item[] => rows.map((row) => ({ kind: 'film', row }));

  it('the numbers are of this very bundle', () => {
    const hashes = Object.entries(models.manifest.files).map(([name, { sha256 }]) => [name, sha256]);
    expect(Object.fromEntries(hashes), `made by "${reference.command}"`).toEqual(reference.files);
  });

  it('SASRec: user representations, scores and the order of the best', () => {
    for (const { history, representation, scores, best } of reference.sasrec) {
      close(models.sasrec.represent(history), representation, F32, `history of ${history.length}`);
      close(models.sasrec.scores(Float32Array.from(representation)).subarray(0, scores.length), scores, F32, 'scores');
      expect(models.sasrec.rank(history, best.length).map((film) => film.row)).toEqual(best.map((film) => film.row));
    }
  });

  it('the aligner: encoders and projections', () => {
    const { sasrec, aligner, textEmbeddings } = models;
    const e = (index: number) => aligner.itemEncoder(row(sasrec.itemEmbeddings, index, sasrec.config.hiddenSize));
    const q = (index: number) => aligner.textEncoder(textEmbeddings.row(index));
    for (const { row, joint } of reference.aligner.itemEncoder) close(e(row), joint, F32, `e of ${row}`);
    for (const { row, joint } of reference.aligner.textEncoder) close(q(row), joint, F32, `q of ${row}`);
    for (const { row, token } of reference.aligner.itemTokens) close(aligner.itemProjection(e(row)), token, F32, `F_I(e) of ${row}`);
    for (const { row, token } of reference.aligner.textTokens) close(aligner.itemProjection(q(row)), token, F32, `F_I(q) of ${row}`);
    for (const { history, token } of reference.aligner.userTokens) close(aligner.userProjection(sasrec.represent(history)), token, F32, 'F_U');
  });

  it('the tokenizer', () => {
    for (const { text, ids } of reference.tokenizer) {
      expect(models.tokenizer.encode(text)).toEqual(ids);
      expect(models.tokenizer.decode(ids)).toBe(text);
    }
  });

  it('SBERT: ids and embeddings', async () => {
    const sbert = await models.sbert();
    for (const { text, ids, app } of reference.sbert) {
      expect(sbert.tokenise(text)).toEqual(ids);
      // Both are of length 1; int8 weights, f32 sums in another order.
      close(await sbert.embed(text), app, 2e-3, text);
    }
  });

  it('the prompts that ask for sentences: facts behind the titles', async () => {
    const facts = await models.facts();
    expect(reference.sentences !== undefined).toBe(canSay(models.manifest) && facts !== null);
    for (const { history, taste, reason } of reference.sentences ?? []) {
      const factsOf = factClauses(models, facts!);
      expect(collaborativePrompt(models, 'taste', films(history), [], 'a-llmrec', factsOf).prompt).toMatchObject(taste);
      if (reason)
        expect(collaborativePrompt(models, 'reason', films(history.slice(0, -1)), films(history.slice(-1)), 'a-llmrec', factsOf).prompt).toMatchObject(reason);
    }
  });

  it('the prompt: ids, slots and answers', () => {
    for (const { system, history, candidates, prompt, genrePrompt, genreUser, answers } of reference.recommendations) {
      const recommendation = collaborativePrompt(models, 'recommend', films(history), films(candidates), system);
      expect(recommendation.prompt).toMatchObject(prompt);
      expect(recommendation.sequence.tokens.flatMap((token, i) => (typeof token === 'number' ? [] : [i]))).toEqual(prompt.slots.map((slot) => slot.position));
      expect(recommendation.answers).toEqual(answers);
      expect(genrePrompt !== undefined).toBe(models.manifest.prompt.genre !== undefined);
      if (!genrePrompt) continue;
      // The reference asks about genres with the titles of the recommendation's prompt, so the builder is compared directly.
      const used = history.slice(-models.manifest.prompt.maxHistory);
      const titles = disambiguate([...used, ...candidates].map((index) => models.films[index]!)).map((title) => models.prompts.title(title));
      if (genreUser) close(collaborativePrompt(models, 'genre', films(history), [], system).user, genreUser, F32, 'the user, asked about genres');
      expect(models.prompts.build('genre', titles.slice(0, used.length), [], { soft: system !== 'llm-only' })).toMatchObject(genrePrompt);
    }
  });

  it('OPT: logits after the prompt and after each decoded token', async () => {
    const { prompt, softTokens, tokens, steps } = reference.opt;
    let next = 0;
    const sequence = splice(prompt, () => Float32Array.from(softTokens[next++]!));
    for (const { after, app, best } of steps) {
      const [logits] = await models.languageModel.logits(continued(sequence, after));
      close(
        Float32Array.from(tokens, (token) => logits![token]!),
        app,
        LOGITS,
        `after ${after.join(' ')}`,
      );
      expect(argmax(logits!)).toBe(best);
    }
  });

  it('the whole recommendation: a probability for every candidate', async () => {
    for (const { system, history, candidates, app } of reference.recommendations) {
      const { ranking } = await recommend(models, { history: films(history), candidates: films(candidates), decoding: 'constrained', system });
      // The reference's are as the language model gives them; the bundle's temperature comes after.
      const expected = rankSoftened(new Map(app.probabilities.entries()), models.manifest.calibration?.temperature);
      const inOrder = (ranked: readonly RankedCandidate[]) => [...ranked].sort((a, b) => a.candidate - b.candidate).map(({ probability }) => probability);
      close(inOrder(ranking), inOrder(expected), PROBABILITY, system);
      expect(ranking[0]!.candidate).toBe(argmax(Float32Array.from(app.probabilities)));
      if (app.order) expect(ranking.map(({ candidate }) => candidate)).toEqual(app.order);
    }
  });
}

function close(actual: ArrayLike<number>, expected: readonly number[], tolerance: number, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  const worst = Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value)));
  expect(worst, `${what}: largest difference`).toBeLessThan(tolerance);
}
