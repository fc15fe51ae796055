/**
 * A-LLMRec's inference (paper, figure 2), top to bottom: a watch history becomes soft tokens for a frozen language model,
 * which then names one of the candidates. n history films in the prompt, c candidates, d CF width, d' joint width, h LLM width.
 */
import { MatineeError } from '../errors';
import { generate, rankCandidates, rankSoftened } from './llm/decode';
import type { Models } from './models';
import { disambiguate, promptPieces, splice, type Prompt } from './llm/prompt';
import type { Sequence } from './llm/sequence';
import { Stopwatch } from './stopwatch';
import { buildTrie } from './llm/trie';
import type { Decoding, Item, PromptPiece, RankedCandidate, Recommendation, RequestOptions, System } from './types';

export interface RecommendRequest {
  /** Oldest first. */
  history: readonly Item[];
  candidates: readonly Item[];
  decoding: Decoding;
  /** The page asks for A-LLMRec; the others are the evaluation's. SASRec alone needs no prompt: see `SasRec.rank`. */
  system?: Exclude<System, 'sasrec'>;
}

export type RecommendProgress =
  | { kind: 'prefill'; doneTokens: number; totalTokens: number }
  | { kind: 'ranking'; ranking: RankedCandidate[] }
  | { kind: 'token'; text: string; forced: boolean };

/** What the language model reads, and the answers that it may give. */
export interface CollaborativePrompt {
  prompt: Prompt;
  sequence: Sequence;
  /** Token ids of each candidate's answer, end mark included. */
  answers: number[][];
  /** The candidates' titles as the prompt has them. */
  titles: string[];
}

/** The soft tokens of a prompt: the user's [h], and one for each item [items][h], of which the films that the prompt's history holds come first. */
function softTokens(
  { manifest, sasrec, aligner, itemTokens }: Models,
  history: readonly Item[],
  watched: readonly Item[],
  candidates: readonly Item[],
  system: Exclude<System, 'sasrec'>,
): { user: Float32Array; items: Float32Array[] } {
  // history i1..in -> SASRec, frozen -> user representation
  const userRepresentation = sasrec.represent(history.flatMap((item) => (item.kind === 'film' ? [item.row] : []))); // x_u [d]

  // item encoder f_I, or for what SASRec does not know the text encoder f_T -> joint embeddings -> projection F_I
  const items = system === 'llm-only' ? [] : itemTokens.of([...watched, ...candidates], system); // [n + c][h]

  // projection F_U
  const read = new Float32Array(Math.min(watched.length, items.length) * manifest.llm.hiddenSize);
  items.slice(0, watched.length).forEach((token, i) => read.set(token, i * token.length));
  return { user: aligner.userToken(userRepresentation, read), items }; // [h]
}

/**
 * Candidates from the whole catalogue, nearest to the user first: by the soft tokens, which the language model then ranks. Films of the history, and
 * others of the same title, are left out.
 * @throws MatineeError 'history-empty', or 'no-shortlist' of a bundle that cannot.
 */
export function shortlist(models: Models, history: readonly Item[], count: number, leftOut: readonly number[] = []): Item[] {
  const { films, manifest, aligner } = models;
  if (history.length === 0) throw new MatineeError('history-empty', 'The history is empty.', 'Add something to it first.');
  if (!aligner.shortlist)
    throw new MatineeError(
      'no-shortlist',
      `The bundle “${manifest.title}” cannot choose candidates from its whole catalogue.`,
      "Let SASRec's list be the candidates.",
    );
  const watched = history.slice(-manifest.prompt.maxHistory);
  const { user } = softTokens(models, history, watched, [], 'a-llmrec');
  const titles = new Set(history.map((item) => (item.kind === 'own' ? item.film : films[item.row]!).title));
  const out = new Set([...leftOut, ...films.flatMap(({ row, title }) => (titles.has(title) ? [row] : []))]);
  return aligner.shortlist.nearest(user, count, out).map((row) => ({ kind: 'film', row }));
}

/**
 * From films to the language model's input: SASRec, the aligner and the prompt that integrates collaborative knowledge (paper, sections
 * 4.1 to 4.4). LLM-Only's is the same prompt without soft tokens.
 * @throws MatineeError 'history-empty' or 'film-invalid'.
 */
export function collaborativePrompt(
  models: Models,
  kind: 'recommend' | 'genre',
  history: readonly Item[],
  candidates: readonly Item[],
  system: Exclude<System, 'sasrec'>,
): CollaborativePrompt {
  const { films, prompts, manifest } = models;
  if (history.length === 0) throw new MatineeError('history-empty', 'The history is empty.', 'Add something to it first.');
  for (const item of [...history, ...candidates]) {
    if (item.kind === 'own' && (item.film.embedding.length !== manifest.aligner.textSize || !item.film.embedding.every(Number.isFinite)))
      throw new MatineeError(
        'film-invalid',
        `“${item.film.title}” has not been read by this model's SBERT.`,
        'Ask for a recommendation on the page, which has its text read first, or add it again.',
      );
    if (item.kind === 'film' && !films[item.row]) throw new MatineeError('film-invalid', `The catalogue has no row ${item.row}.`, 'Take it out of the list.');
  }
  const watched = history.slice(-manifest.prompt.maxHistory);
  const items = [...watched, ...candidates];
  const tokens = softTokens(models, history, watched, candidates, system);

  // prompt
  const titles = disambiguate(items.map((item) => (item.kind === 'own' ? item.film : films[item.row]!)));
  const titleIds = titles.map((title) => prompts.title(title));
  const prompt = prompts.build(kind, titleIds.slice(0, watched.length), titleIds.slice(watched.length), { soft: system !== 'llm-only' });
  const sequence = splice(prompt, (slot) => {
    if (slot.kind === 'user') return tokens.user;
    return tokens.items[slot.kind === 'history' ? slot.index : watched.length + slot.index]!;
  });
  return {
    prompt,
    sequence,
    answers: titleIds.slice(watched.length).map((ids) => prompts.answer(ids)),
    titles: titles.slice(watched.length),
  };
}

/**
 * Recommends one of the candidates and gives each a probability.
 * @throws MatineeError 'history-empty', 'film-invalid', 'prompt-too-long', 'stopped', or the language model's.
 */
export async function recommend(
  models: Models,
  { history, candidates, decoding, system = 'a-llmrec' }: RecommendRequest,
  { signal, onProgress }: RequestOptions<RecommendProgress> = {},
): Promise<Recommendation> {
  if (candidates.length === 0) throw new MatineeError('film-invalid', 'There are no candidates to choose from.', 'Choose at least one.');
  const { languageModel, tokenizer, manifest } = models;
  const watch = new Stopwatch(languageModel);

  const { prompt, sequence, answers, titles } = collaborativePrompt(models, 'recommend', history, candidates, system);
  const read = {
    signal,
    onProgress: (doneTokens: number, totalTokens: number) => onProgress?.({ kind: 'prefill', doneTokens, totalTokens }),
    onRead: () => watch.asked(),
  };
  const show = (text: string, forced: boolean) => {
    watch.token(forced);
    if (text) onProgress?.({ kind: 'token', text, forced });
  };

  // One pass for the question and for every place where the candidates' titles part.
  const { root, probabilities, best, choices } = await rankCandidates(languageModel, sequence, buildTrie(answers), read);
  watch.prefilled(sequence.tokens.length);

  // Decode: the most probable path through the trie of answers, or any text.
  let answer: { candidate: number | null; text: string };
  if (decoding === 'free') {
    const stop = { tokenizer, end: manifest.prompt.recommendEnd, eos: manifest.llm.eos, limit: manifest.prompt.maxTitleTokens + 4 };
    const text = await generate(languageModel, sequence, root, stop, (piece) => show(piece, false), { signal });
    answer = { candidate: named(text, titles, models), text };
  } else {
    const stream = tokenizer.stream();
    // The end mark is not part of the title, nor is a character that maxTitleTokens has cut through.
    const title = best.tokens.slice(0, best.tokens.length - models.prompts.answer([]).length);
    for (const { id, forced } of title) show(stream.push(id), forced);
    answer = { candidate: best.candidate, text: stream.text };
  }

  const ranking = rankSoftened(probabilities, manifest.calibration?.temperature);
  onProgress?.({ kind: 'ranking', ranking });
  const text = (ids: readonly number[]) => tokenizer.decode([...ids]);
  const path = best.tokens.map(({ id }) => id);
  const steps = choices.map(({ depth, ways }) => ({
    before: text(path.slice(0, depth)),
    ways: ways
      .map(({ token, probability }) => ({ text: text([token]), probability, chosen: path[depth] === token }))
      .sort((a, b) => b.probability - a.probability),
  }));
  return { ...answer, ranking, steps, prompt: promptPieces(prompt, (ids) => tokenizer.decode(ids)), timings: watch.timings() };
}

/** The prompt that `recommend` would read, without reading it. @throws MatineeError 'history-empty' or 'film-invalid'. */
export function previewPrompt(models: Models, { history, candidates }: Pick<RecommendRequest, 'history' | 'candidates'>): PromptPiece[] {
  return promptPieces(collaborativePrompt(models, 'recommend', history, candidates, 'a-llmrec').prompt, (ids) => models.tokenizer.decode(ids));
}

/** The candidate that freely generated text names: its title as the model reads it, cut to maxTitleTokens. */
function named(text: string, titles: readonly string[], { prompts, tokenizer }: Models): number | null {
  const plain = (title: string) => title.trim().toLocaleLowerCase('en');
  const index = titles.findIndex((title) => plain(tokenizer.decode(prompts.title(title))) === plain(text));
  return index < 0 ? null : index;
}
