/** The whole chain on the fixture bundle: tiny random networks, exported like real ones. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNodeBundle } from '../node/nodeBundle';
import { openWasmRuntime } from '../node/wasmRuntime';
import { deferred } from '../testing/deferred';
import { favouriteGenre } from './genre';
import { needsText } from './items/jointEmbeddings';
import { loadModels, type LoadStep, type Models } from './models';
import { partsOf } from './llm/sequence';
import { CatalogueTitles } from './llm/catalogueTitles';
import { CHOICES } from './llm/choices';
import { collaborativePrompt, previewPrompt, recommend, shortlist, type RecommendProgress } from './recommend';
import { insideOf } from './inside';
import type { Item, Recommendation, SoftPart } from './types';
import { seededRandom, shuffled } from '../random';

const films = (...rows: number[]): Item[] => rows.map((row) => ({ kind: 'film', row }));
const HISTORY = films(3, 14, 15, 92);
const CANDIDATES = films(...Array.from({ length: 20 }, (_, i) => 20 + i));

let models: Models;
const steps: LoadStep[] = [];

beforeAll(async () => {
  models = await loadModels(await openNodeBundle('e2e/fixtures/bundle'), await openWasmRuntime(), (step) => steps.push(step));
});
afterAll(() => models.dispose());

const ask = (candidates = CANDIDATES, history = HISTORY) => recommend(models, { history, candidates, decoding: 'constrained' });

describe('loading', () => {
  it('ends with the self-test', () => {
    expect(steps.at(-1)).toEqual({ step: 'warming-up' });
    expect(models.languageModel.forwardPasses).toBeGreaterThan(0);
  });
});

describe('before the texts of the catalogue have come', () => {
  it('candidates are films that need none, and a film that does is not read; afterwards all is as it ever is', async () => {
    const bundle = await openNodeBundle('e2e/fixtures/bundle');
    const { promise, resolve } = deferred<Uint8Array>();
    const early = await loadModels(bundle, await openWasmRuntime(), undefined, { texts: promise });
    try {
      const { films: all, manifest } = early;
      const needing = all.filter((film) => needsText(film, manifest.aligner)).map(({ row }) => row);
      expect(needing.length).toBeGreaterThan(0);
      const count = all.length;
      const rows = shortlist(early, films(3), count).map((item) => (item.kind === 'film' ? item.row : -1));
      expect(rows).toHaveLength(count - new Set([3, ...needing]).size);
      expect(rows.some((row) => needing.includes(row))).toBe(false);
      expect(() => shortlist(early, films(needing[0]!), count)).toThrow(/on their way/);
      resolve(await bundle.read('sbertEmbeddings'));
      await early.textEmbeddings.arrived;
      expect(shortlist(early, films(3), count)).toEqual(shortlist(models, films(3), count));
    } finally {
      await early.dispose();
    }
  });

  it('texts that do not fit the catalogue are told', async () => {
    const early = await loadModels(await openNodeBundle('e2e/fixtures/bundle'), await openWasmRuntime(), undefined, {
      texts: Promise.resolve(new Uint8Array(3)),
    });
    await expect(early.textEmbeddings.arrived).rejects.toMatchObject({ code: 'file-invalid' });
    await early.dispose();
  });
});

describe('a recommendation', () => {
  it('names the most probable candidate, token by token, and ranks them all', async () => {
    const progress: RecommendProgress[] = [];
    const result = await recommend(models, { history: HISTORY, candidates: CANDIDATES, decoding: 'constrained' }, { onProgress: (p) => progress.push(p) });
    expect(result.ranking).toHaveLength(20);
    expect(result.ranking.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
    expect(result.candidate).toBe(result.ranking[0]!.candidate);
    const film = CANDIDATES[result.candidate!] as { row: number };
    expect(models.films[film.row]!.title.startsWith(result.text)).toBe(true);
    expect(progress.flatMap((p) => (p.kind === 'token' ? [p.text] : [])).join('')).toBe(result.text);
    expect(progress.filter((p) => p.kind === 'prefill').at(-1)).toMatchObject({ doneTokens: result.timings.promptTokens });
    expect(progress.at(-1)).toEqual({ kind: 'ranking', ranking: result.ranking });
    expect(result.timings.generatedTokens + result.timings.forcedTokens).toBeGreaterThan(0);
  });

  it('carries the prompt that was read: its ids as text, films named alike with their years, a soft token wherever one was read', async () => {
    const namesake = {
      kind: 'own',
      film: { title: models.films[14]!.title, year: 1901, description: '', embedding: new Float32Array(models.manifest.aligner.textSize).fill(0.05) },
    } as const;
    const candidates: Item[] = [...CANDIDATES, namesake];
    const { prompt } = await ask(candidates);
    const { sequence } = collaborativePrompt(models, 'recommend', HISTORY, candidates, 'a-llmrec');
    expect(prompt.filter((piece) => piece.kind === 'soft')).toHaveLength(sequence.tokens.filter((position) => typeof position !== 'number').length);
    const read = sequence.tokens.filter((position) => typeof position === 'number');
    expect(prompt.map((piece) => (piece.kind === 'soft' ? '' : piece.text)).join('')).toBe(models.tokenizer.decode(read));
    const { title, year } = models.films[14]!;
    expect(prompt.flatMap((piece) => (piece.kind === 'title' ? [piece.text] : []))).toEqual(expect.arrayContaining([`${title} (${year})`, `${title} (1901)`]));
    expect(previewPrompt(models, { history: HISTORY, candidates })).toEqual(prompt);
  });

  it('refuses an own film that another SBERT has read, by name', async () => {
    const film = { title: 'Mine', year: 0, description: '', embedding: new Float32Array(7) };
    await expect(ask([...CANDIDATES, { kind: 'own', film }])).rejects.toMatchObject({
      code: 'film-invalid',
      message: expect.stringContaining('“Mine”') as string,
    });
  });

  it('is one and the same list whatever the order of the candidates, to the last bit', async () => {
    const random = seededRandom(7);
    // Two with one title and no year: the prompt calls them the same.
    const own = (description: string): Item => ({
      kind: 'own',
      film: { title: 'Mine', year: 0, description, embedding: new Float32Array(models.manifest.aligner.textSize).fill(description.length / 100) },
    });
    const items = [...CANDIDATES, own('a'), own('another')];
    const listed = (candidates: readonly Item[], { ranking }: Recommendation) =>
      ranking.map(({ candidate, probability }) => [candidates[candidate], probability] as const);
    const expected = listed(items, await ask(items));
    for (let order = 0; order < 6; order++) {
      const candidates = shuffled(items, random);
      expect(listed(candidates, await ask(candidates))).toEqual(expected);
    }
  });

  it('has in each place what is the choice when the places before are out, and says the first before it asks for the second', async () => {
    const progress: RecommendProgress[] = [];
    const { ranking, text } = await recommend(
      models,
      { history: HISTORY, candidates: CANDIDATES, decoding: 'constrained' },
      { onProgress: (p) => progress.push(p) },
    );
    let left = CANDIDATES;
    for (const { candidate } of ranking.slice(0, CHOICES)) {
      const { candidate: first } = await ask(left);
      expect(left[first!]).toBe(CANDIDATES[candidate]);
      left = left.filter((item) => item !== CANDIDATES[candidate]);
    }
    const lists = progress.flatMap((p, at) => (p.kind === 'ranking' ? [at] : []));
    expect(lists).toHaveLength(CHOICES);
    const said = progress.slice(0, lists[0]).flatMap((p) => (p.kind === 'token' ? [p.text] : []));
    expect(said.join('')).toBe(text);
  });

  it('is asked without a part of figure 2: the words stay, and the soft tokens that it stands for are gone or others', async () => {
    const { films: all, manifest } = models;
    const cold = all.find((film) => film.cold)!.row;
    const often = all.filter((film) => !film.cold && film.popularity > (manifest.aligner.sparseLimit ?? -1)).slice(0, 12);
    const history = films(...often.slice(0, 3).map(({ row }) => row));
    const candidates = films(...often.slice(3).map(({ row }) => row), cold);
    const read = (without?: SoftPart) => recommend(models, { history, candidates, decoding: 'constrained', ...(without ? { without } : {}) });
    const chips = ({ prompt }: Recommendation) => prompt.flatMap((piece) => (piece.kind === 'soft' ? [`${piece.of} ${piece.index}`] : []));
    const words = ({ prompt }: Recommendation) => prompt.map((piece) => (piece.kind === 'soft' ? '' : piece.text)).join('');
    const whole = await read();
    const [user, items, collaborative, text] = [await read('user'), await read('items'), await read('collaborative'), await read('text')];

    expect(chips(user)).toEqual(chips(whole).filter((chip) => !chip.startsWith('user')));
    expect(chips(items)).toEqual(chips(whole).filter((chip) => chip.startsWith('user')));
    expect(chips(collaborative)).toEqual(chips(whole));
    // What SASRec does not know has its text alone.
    expect(chips(text)).toEqual(chips(whole).filter((chip) => chip !== `candidate ${candidates.length - 1}`));
    for (const without of [user, items, collaborative, text]) {
      expect(words(without)).toBe(words(whole));
      expect(without.ranking.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
      expect(without.ranking).not.toEqual(whole.ranking);
    }
    expect(collaborative.ranking).toEqual((await recommend(models, { history, candidates, decoding: 'constrained', system: 'a-llmrec-sbert' })).ranking);

    // Films that the crowd knows well have a token without their text: nothing changes.
    const known = candidates.slice(0, -1);
    const ask = async (without?: SoftPart) =>
      (await recommend(models, { history, candidates: known, decoding: 'constrained', ...(without ? { without } : {}) })).ranking;
    expect(await ask('text')).toEqual(await ask());
    // A history that nobody has rated has no item token left, and the user's is what SASRec says of nothing.
    await expect(recommend(models, { history: films(cold), candidates: known, decoding: 'constrained', without: 'text' })).resolves.toMatchObject({
      ranking: { length: known.length },
    });
  });

  it('shows the numbers behind its soft tokens: x_u, both halves of each film, and which of them counts', () => {
    const cold = models.films.find((film) => film.cold)!.row;
    const history = [...films(3, cold), ...HISTORY];
    const inside = insideOf(models, history);
    const { sequence, prompt } = collaborativePrompt(models, 'recommend', history, CANDIDATES, 'a-llmrec');
    expect(inside.representation).toHaveLength(models.manifest.sasrec.hiddenSize);
    expect(inside.userToken).toEqual(sequence.tokens[prompt.slots.find(({ kind }) => kind === 'user')!.position]);
    const held = history.slice(-models.manifest.prompt.maxHistory);
    expect(inside.films).toHaveLength(held.length);
    inside.films.forEach(({ collaborative, text, uses, token }, i) => {
      const film = models.films[(held[i] as { row: number }).row]!;
      expect(collaborative === null).toBe(film.cold);
      expect(text).toHaveLength(models.manifest.aligner.jointSize);
      expect(uses === 'text').toBe(film.cold);
      expect(token).toEqual(sequence.tokens[prompt.slots.find(({ kind, index }) => kind === 'history' && index === i)!.position]);
    });
    const first = inside.films.find(({ uses }) => uses === 'collaborative');
    if (first) expect(models.aligner.itemProjection(first.collaborative!)).toEqual(first.token);
  });

  it('stops between two places', async () => {
    const stop = new AbortController();
    const onProgress = (progress: RecommendProgress) => progress.kind === 'ranking' && stop.abort();
    const stopped = recommend(models, { history: HISTORY, candidates: CANDIDATES, decoding: 'constrained' }, { signal: stop.signal, onProgress });
    await expect(stopped).rejects.toMatchObject({ code: 'stopped' });
  });

  it("softens the probabilities by the bundle's temperature, and ranks as before", async () => {
    const at = (temperature: number) => {
      const calibration = { temperature, split: 'validation' as const, users: 10 };
      return recommend({ ...models, manifest: { ...models.manifest, calibration } }, { history: HISTORY, candidates: CANDIDATES, decoding: 'constrained' });
    };
    const plain = await at(1);
    const { ranking, candidate } = await at(3);
    expect(candidate).toBe(plain.candidate);
    expect(ranking.map((ranked) => ranked.candidate)).toEqual(plain.ranking.map((ranked) => ranked.candidate));
    expect(ranking.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
    expect(ranking[0]!.probability).toBeLessThan(plain.ranking[0]!.probability);
  });

  it('is the same from a cache that other requests have used, at fewer passes', async () => {
    await favouriteGenre(models, { history: films(1, 2) });
    const fresh = await recommend(models, { history: films(40, 41, 42), candidates: films(60, 61, 62, 63), decoding: 'constrained' });
    await ask(films(100, 101, 102));
    await favouriteGenre(models, { history: films(7, 8) });
    const cached = await recommend(models, { history: films(40, 41, 42), candidates: films(60, 61, 62, 63), decoding: 'constrained' });
    cached.ranking.forEach(({ candidate, probability }, i) => {
      expect(candidate).toBe(fresh.ranking[i]!.candidate);
      // Chunks of another size add up in another order: f32 rounding, nothing more.
      expect(probability).toBeCloseTo(fresh.ranking[i]!.probability, 4);
    });
    // Films and constant text have been read; the user's token and the question are read again, and the places where titles part.
    const { asked } = partsOf(collaborativePrompt(models, 'recommend', films(40, 41, 42), films(60, 61, 62, 63), 'a-llmrec').sequence);
    expect(cached.timings.reusedTokens).toBe(cached.timings.promptTokens - asked.reduce((sum, { tokens }) => sum + tokens.length, 0));
    expect(fresh.timings.reusedTokens).toBeLessThan(cached.timings.reusedTokens);
    expect(fresh.timings.forwardPasses).toBeGreaterThan(cached.timings.forwardPasses);
    expect(cached.timings.forwardPasses).toBe(3); // one for each place but the last
  });

  it('shares the films of the history with the genre question', async () => {
    await ask();
    const genre = await favouriteGenre(models, { history: HISTORY });
    const { sequence } = collaborativePrompt(models, 'genre', HISTORY, [], 'a-llmrec');
    const { films: read } = partsOf(sequence);
    expect(genre.timings.reusedTokens).toBeGreaterThanOrEqual(read.reduce((sum, { tokens }) => sum + tokens.length, 0));
    expect(genre.timings.generatedTokens).toBeGreaterThan(0);
  });

  it('depends on the history through the soft tokens, which LLM-Only does not have', async () => {
    const { sequence } = collaborativePrompt(models, 'recommend', HISTORY, CANDIDATES, 'a-llmrec');
    expect(sequence.tokens.filter((position) => typeof position !== 'number')).toHaveLength(2 + HISTORY.length + CANDIDATES.length);
    const plain = collaborativePrompt(models, 'recommend', HISTORY, CANDIDATES, 'llm-only');
    expect(plain.sequence.tokens).toEqual(sequence.tokens.filter((position) => typeof position === 'number'));
    expect(collaborativePrompt(models, 'recommend', HISTORY, CANDIDATES, 'a-llmrec-sbert').sequence).not.toEqual(sequence);
  });

  it('may be generated freely, and is then always a real title that was not watched', async () => {
    for (const history of [HISTORY, films(1), films(60, 61, 62), films(120, 5)]) {
      const { candidate, film, text, ranking } = await recommend(models, { history, candidates: CANDIDATES, decoding: 'free', leftOut: [2] });
      expect(ranking).toHaveLength(20);
      expect(candidate === null).toBe(film !== undefined);
      const row = film ?? 20 + candidate!;
      expect(text).not.toBe('');
      expect(models.films[row]!.title.startsWith(text)).toBe(true);
      expect([...history, ...films(2)]).not.toContainEqual({ kind: 'film', row });
    }
  });

  it("freely generated, of films with one title means the one that lies nearest to the user, and may be a visitor's own", async () => {
    const title = 'One and the same';
    const named = async (row: number, other: number) => {
      // A catalogue in which all but two films have been watched, and those have one title.
      const renamed = models.films.map((each) => (each.row === row || each.row === other ? { ...each, title } : each));
      const leftOut = renamed.filter((each) => each.title !== title).map((each) => each.row);
      const all = { ...models, films: renamed, titles: new CatalogueTitles(renamed, models.prompts) };
      const own: Item = { kind: 'own', film: { title, year: 0, description: '', embedding: new Float32Array(models.manifest.aligner.textSize) } };
      return (await recommend(all, { history: HISTORY, candidates: [own], decoding: 'free', leftOut })).film;
    };
    const nearest = shortlist(models, HISTORY, 164).map((item) => (item.kind === 'film' ? item.row : -1));
    const [first, last] = [nearest[0]!, nearest.at(-1)!];
    expect(await named(Math.min(first, last), Math.max(first, last))).toBe(first);
  });

  it('works for 1 and 500 films, the same film twice, cold films only, and one candidate', async () => {
    const cold = models.manifest.catalogue.warm;
    for (const history of [films(1), films(...Array.from({ length: 500 }, (_, i) => i % 140)), films(5, 5), films(cold, cold + 1)])
      expect((await ask(CANDIDATES, history)).ranking).toHaveLength(20);
    expect(await ask(films(9))).toMatchObject({ candidate: 0, ranking: [{ candidate: 0, probability: 1 }] });
    expect((await ask(films(9, 9))).ranking.map(({ probability }) => probability)).toEqual([0.5, 0.5]);
  });

  it('stops when asked to, and can go on afterwards', async () => {
    const stop = new AbortController();
    const stopped = recommend(
      models,
      { history: films(60, 61, 62), candidates: CANDIDATES, decoding: 'constrained' },
      { signal: stop.signal, onProgress: () => stop.abort() },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'stopped' });
    expect((await ask()).ranking).toHaveLength(20);
  });

  it.each([
    ['an empty history', films(), CANDIDATES, 'history-empty'],
    ['a film that does not exist', films(100_000), CANDIDATES, 'film-invalid'],
    ['no candidates', HISTORY, films(), 'film-invalid'],
  ])('refuses %s by name', async (_, history, candidates, code) => {
    await expect(ask(candidates, history)).rejects.toMatchObject({ name: 'MatineeError', code });
  });
});

it('ranks 150 candidates for the price of a pass for each place that is asked for, once they have been read', async () => {
  const candidates = films(...Array.from({ length: 150 }, (_, i) => i));
  const request = { history: HISTORY, candidates, decoding: 'constrained' } as const;
  await recommend(models, request);
  const { ranking, timings } = await recommend(models, request);
  expect(timings.forwardPasses).toBe(CHOICES);
  expect(ranking).toHaveLength(150);
  expect(ranking.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
});

describe('candidates from the whole catalogue', () => {
  const rows = (items: readonly Item[]) => items.map((item) => (item.kind === 'film' ? item.row : -1));

  it('are the nearest films, cold ones too, none of which was watched or is left out', () => {
    const all = rows(shortlist(models, HISTORY, 1000));
    const titles = new Set(rows(HISTORY).map((row) => models.films[row]!.title));
    expect([...all].sort((a, b) => a - b)).toEqual(models.films.filter(({ title }) => !titles.has(title)).map(({ row }) => row));
    expect(all.some((row) => models.films[row]!.cold)).toBe(true);
    expect(rows(shortlist(models, HISTORY, 10))).toEqual(all.slice(0, 10));
    expect(rows(shortlist(models, HISTORY, 10, all.slice(0, 3)))).toEqual(all.slice(3, 13));
  });

  it('are not found for a film that SBERT has not read, by name', () => {
    const film = { title: 'Mine', year: 0, description: '', embedding: new Float32Array() };
    expect(() => shortlist(models, [{ kind: 'own', film }], 10)).toThrow(/“Mine”/);
  });
});

describe("a visitor's own film", () => {
  it('is embedded by SBERT and stands in the history and among the candidates', async () => {
    const sbert = await models.sbert();
    const own = await sbert.ownFilm({ title: 'Booth 👩‍🚀 </script>', year: 2026, description: 'word '.repeat(2000) });
    expect(Math.hypot(...own.embedding)).toBeCloseTo(1, 4);
    expect(own.embedding).toHaveLength(models.manifest.aligner.textSize);
    const item: Item = { kind: 'own', film: own };
    const { ranking } = await ask([...CANDIDATES.slice(0, 5), item], [...HISTORY, item]);
    expect(ranking).toHaveLength(6);
    expect(await models.sbert()).toBe(sbert);
  });

  it('that is not described well is refused', async () => {
    const sbert = await models.sbert();
    await expect(sbert.ownFilm({ title: ' ', year: 0, description: '' })).rejects.toMatchObject({ code: 'film-invalid' });
  });
});
