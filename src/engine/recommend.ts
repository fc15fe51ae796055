/**
 * A-LLMRec's inference (paper, figure 2), top to bottom: a watch history becomes soft tokens for a frozen language model,
 * which then names one of the candidates. n history films in the prompt, c candidates, d CF width, d' joint width, h LLM width.
 */
import { MatineeError } from '../errors';
import { choices } from './llm/choices';
import { generateAnswer, rankSoftened, type AnswerToken, type Ranked } from './llm/decode';
import { AnswerIndex } from './llm/answerIndex';
import { needsText } from './items/jointEmbeddings';
import type { Models } from './models';
import { disambiguate, promptPieces, splice, type Prompt, type PromptKind, type Slot } from './llm/prompt';
import { QUESTION, type Sequence } from './llm/sequence';
import type { Tokenizer } from './llm/tokenizer';
import { Stopwatch } from './stopwatch';
import type { Decoding, Film, Item, PromptPiece, RankedCandidate, Recommendation, RequestOptions, SoftPart, System } from './types';

export interface RecommendRequest {
  /** Oldest first. */
  history: readonly Item[];
  candidates: readonly Item[];
  decoding: Decoding;
  /** Rows that free generation does not name, beside those of the history. */
  leftOut?: readonly number[];
  /** The page asks for A-LLMRec; the others are the evaluation's. SASRec alone needs no prompt: see `SasRec.rank`. */
  system?: Exclude<System, 'sasrec'>;
  /** Of A-LLMRec: what the answer is asked without. */
  without?: SoftPart;
}

export type RecommendProgress =
  | { kind: 'prefill'; doneTokens: number; totalTokens: number }
  /** After each question: the ranking as it is known so far. */
  | { kind: 'ranking'; ranking: RankedCandidate[] }
  | { kind: 'token'; text: string; forced: boolean };

/** What the language model reads, and the answers that it may give. */
export interface CollaborativePrompt {
  prompt: Prompt;
  sequence: Sequence;
  /** How it calls the films: of the history that it holds, then the candidates. */
  titles: string[];
  /** Token ids of each candidate's answer, end mark included. */
  answers: number[][];
  /** The block of each candidate; null where the prompt is read in plain causal order. */
  candidateBlocks: number[] | null;
  /** The user's soft token. [h] */
  user: Float32Array;
}

/** @throws MatineeError 'history-empty' or 'film-invalid'. */
function check({ films, manifest }: Models, history: readonly Item[], candidates: readonly Item[] = []): void {
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
}

/**
 * The soft tokens of a prompt: the user's [h], and one for each item [items][h], of which the films that the prompt's history holds come first; null
 * where an item has none.
 */
function softTokens(
  { films, manifest, sasrec, aligner, itemTokens }: Models,
  history: readonly Item[],
  watched: readonly Item[],
  candidates: readonly Item[],
  system: Exclude<System, 'sasrec'>,
  without?: SoftPart,
): { user: Float32Array; items: (Float32Array | null)[] } {
  // history i1..in -> SASRec, frozen -> user representation
  const userRepresentation = sasrec.represent(history.flatMap((item) => (item.kind === 'film' ? [item.row] : []))); // x_u [d]

  // item encoder f_I, or for what SASRec does not know the text encoder f_T -> joint embeddings -> projection F_I
  const all = [...watched, ...candidates];
  const halves = without === 'text' ? 'collaborative' : without === 'collaborative' ? 'a-llmrec-sbert' : system;
  // What SASRec does not know has no half but its text's.
  const has = all.map((item) => halves !== 'llm-only' && (halves !== 'collaborative' || (item.kind === 'film' && !films[item.row]!.cold)));
  const tokens =
    halves === 'llm-only'
      ? []
      : itemTokens.of(
          all.filter((_, i) => has[i]),
          halves,
        ); // [n + c][h]
  let next = 0;
  const items = all.map((_, i) => (has[i] ? tokens[next++]! : null));

  // projection F_U
  const known = items.slice(0, watched.length).flatMap((token) => token ?? []);
  const read = new Float32Array(known.length * manifest.llm.hiddenSize);
  known.forEach((token, i) => read.set(token, i * token.length));
  return { user: aligner.userToken(userRepresentation, read), items }; // [h]
}

/** The user's soft token, as the prompt of this history carries it. [h] @throws MatineeError 'history-empty' or 'film-invalid'. */
export function userSoftToken(models: Models, history: readonly Item[], system: Exclude<System, 'sasrec' | 'llm-only'> = 'a-llmrec'): Float32Array {
  check(models, history);
  return softTokens(models, history, history.slice(-models.manifest.prompt.maxHistory), [], system).user;
}

/**
 * Candidates from the whole catalogue, nearest to the user first: by the soft tokens, which the language model then ranks. Films of the history, and
 * others of the same title, are left out; and while the catalogue's texts are on their way, those whose soft tokens need them.
 * @param texts coordinates of all films' soft tokens from their text alone, for "A-LLMRec (SBERT)"
 * @throws MatineeError 'history-empty', 'film-invalid', or 'no-shortlist' of a bundle that cannot.
 */
export function shortlist(models: Models, history: readonly Item[], count: number, leftOut: readonly number[] = [], texts?: Float32Array): Item[] {
  const { films, manifest, aligner } = models;
  const user = userSoftToken(models, history, texts ? 'a-llmrec-sbert' : 'a-llmrec');
  if (!aligner.shortlist)
    throw new MatineeError(
      'no-shortlist',
      `The bundle “${manifest.title}” cannot choose candidates from its whole catalogue.`,
      "Let SASRec's list be the candidates.",
    );
  const titles = new Set(history.map((item) => (item.kind === 'own' ? item.film : films[item.row]!).title));
  const isOut = (film: Film) => titles.has(film.title) || (!models.textEmbeddings.there && needsText(film, manifest.aligner));
  const out = new Set([...leftOut, ...films.flatMap((film) => (isOut(film) ? [film.row] : []))]);
  return aligner.shortlist.nearest(user, count, out, texts).map((row) => ({ kind: 'film', row }));
}

/**
 * From films to the language model's input: SASRec, the aligner and the prompt that integrates collaborative knowledge (paper, sections
 * 4.1 to 4.4). LLM-Only's is the same prompt without soft tokens.
 * @param factsOf ids of what the prompt says of a film beside its title, for the kinds that say it.
 * @param without what of the soft tokens is left out: the words stay the same.
 * @throws MatineeError 'history-empty' or 'film-invalid'.
 */
export function collaborativePrompt(
  models: Models,
  kind: PromptKind,
  history: readonly Item[],
  candidates: readonly Item[],
  system: Exclude<System, 'sasrec'>,
  factsOf: (item: Item) => number[] = () => [],
  without?: SoftPart,
): CollaborativePrompt {
  const { films, prompts, manifest } = models;
  check(models, history, candidates);
  const watched = history.slice(-manifest.prompt.maxHistory);
  const items = [...watched, ...candidates];
  const tokens = softTokens(models, history, watched, candidates, system, without);
  if (kind === 'genre' && system !== 'llm-only') tokens.user = models.aligner.ofWholeHistory(tokens.user, models.itemTokens.of(history, system));
  const tokenOf = (slot: Pick<Slot, 'kind' | 'index'>) => {
    if (slot.kind === 'user') return without === 'user' ? null : tokens.user;
    return without === 'items' ? null : tokens.items[slot.kind === 'history' ? slot.index : watched.length + slot.index]!;
  };

  // prompt
  const titles = disambiguate(items.map((item) => (item.kind === 'own' ? item.film : films[item.row]!)));
  const titleIds = titles.map((title) => prompts.title(title));
  const prompt = prompts.build(kind, titleIds.slice(0, watched.length), titleIds.slice(watched.length), {
    soft: (kind, index) => system !== 'llm-only' && tokenOf({ kind, index }) !== null,
    facts: { history: watched.map(factsOf), candidates: candidates.map(factsOf) },
  });
  const sequence = splice(prompt, (slot) => tokenOf(slot)!);
  // Films are numbered in their order, the candidates' come last.
  const last = Math.max(...sequence.blocks);
  return {
    prompt,
    sequence,
    titles,
    answers: titleIds.slice(watched.length).map((ids) => prompts.answer(ids)),
    candidateBlocks: last === QUESTION ? null : candidates.map((_, i) => last - candidates.length + 1 + i),
    user: tokens.user,
  };
}

/**
 * Recommends one of the candidates and gives each a probability.
 * @throws MatineeError 'history-empty', 'film-invalid', 'prompt-too-long', 'stopped', or the language model's.
 */
export async function recommend(
  models: Models,
  { history, candidates, decoding, leftOut = [], system = 'a-llmrec', without }: RecommendRequest,
  { signal, onProgress }: RequestOptions<RecommendProgress> = {},
): Promise<Recommendation> {
  if (candidates.length === 0) throw new MatineeError('film-invalid', 'There are no candidates to choose from.', 'Choose at least one.');
  const { languageModel, tokenizer, manifest } = models;
  const watch = new Stopwatch(languageModel);

  const asked = collaborativePrompt(models, 'recommend', history, candidates, system, undefined, without);
  const { prompt, sequence, answers, candidateBlocks } = asked;
  const read = {
    signal,
    onProgress: (doneTokens: number, totalTokens: number) => onProgress?.({ kind: 'prefill', doneTokens, totalTokens }),
    onRead: () => watch.asked(),
  };
  const stream = tokenizer.stream();
  const show = ({ id, forced }: AnswerToken) => {
    watch.token(forced);
    const text = stream.push(id);
    if (text) onProgress?.({ kind: 'token', text, forced });
  };

  // The question, in one pass with every place where the candidates' titles part; then again for each of the places below the first.
  let answer: Pick<Recommendation, 'candidate' | 'film' | 'text'> | undefined;
  let first: ReadonlyMap<number, number> | undefined;
  let ranking: RankedCandidate[] = [];
  let questions = 0;
  let steps: Recommendation['steps'] = [];
  for await (const { ranked, order } of choices(languageModel, sequence, answers, candidateBlocks, precedence(candidates), read)) {
    questions++;
    first ??= ranked.probabilities;
    ranking = rankSoftened(first, manifest.calibration?.temperature, order);
    if (!answer) {
      steps = stepsOf(ranked, tokenizer);
      watch.prefilled(sequence.tokens.length);
      // Decode: the most probable path through the trie of answers, or of all titles.
      if (decoding === 'free') answer = { ...(await nameFreely(models, asked, ranked.root, { history, candidates, leftOut, system }, show, signal)), text: '' };
      else {
        // The end mark is not part of the title, nor is a character that maxTitleTokens has cut through.
        ranked.best.tokens.slice(0, ranked.best.tokens.length - models.prompts.answer([]).length).forEach(show);
        answer = { candidate: ranked.best.candidate, text: '' };
      }
      answer.text = stream.text;
    }
    onProgress?.({ kind: 'ranking', ranking });
  }
  return { ...answer!, ranking, questions, steps, prompt: promptPieces(prompt, (ids) => tokenizer.decode(ids)), timings: watch.timings() };
}

/** Where the titles part on the way to the answer, and how probable each way on was. */
function stepsOf({ best, partings }: Ranked, tokenizer: Tokenizer): Recommendation['steps'] {
  const text = (ids: readonly number[]) => tokenizer.decode([...ids]);
  const path = best.tokens.map(({ id }) => id);
  return partings.map(({ depth, ways }) => ({
    before: text(path.slice(0, depth)),
    ways: ways
      .map(({ token, probability }) => ({ text: text([token]), probability, chosen: path[depth] === token }))
      .sort((a, b) => b.probability - a.probability),
  }));
}

/** Which candidate comes first of those that the prompt calls the same, whatever the order of the list: films by their rows, then a visitor's own. */
function precedence(candidates: readonly Item[]): number[] {
  const key = (item: Item) => (item.kind === 'film' ? item.row : Infinity);
  const text = (item: Item) => (item.kind === 'own' ? JSON.stringify([item.film.title, item.film.year, item.film.description]) : '');
  const before = (a: Item, b: Item) => (key(a) === key(b) ? (text(a) < text(b) ? -1 : Number(text(a) > text(b))) : key(a) - key(b));
  return [...candidates.keys()].sort((a, b) => before(candidates[a]!, candidates[b]!));
}

/** Free generation: any title of the catalogue that was not watched, or any candidate. Of films with the same title it means the one nearest to the user. */
async function nameFreely(
  { titles, aligner, itemTokens, prompts, languageModel }: Models,
  { sequence, answers, user }: CollaborativePrompt,
  root: Float32Array,
  { history, candidates, leftOut, system }: Pick<Required<RecommendRequest>, 'history' | 'candidates' | 'leftOut' | 'system'>,
  show: (token: AnswerToken) => void,
  signal: AbortSignal | undefined,
): Promise<{ candidate: number | null; film?: number }> {
  const rowOf = (item: Item) => (item.kind === 'film' ? [item.row] : []);
  const allowed = [
    { index: new AnswerIndex(answers), leftOut: new Set<number>() },
    { index: await titles.index(signal), leftOut: new Set([...leftOut, ...history.flatMap(rowOf)]) },
  ];
  const held: AnswerToken[] = []; // what may be the end mark, which is no part of the title
  const onToken = (token: AnswerToken) => {
    held.push(token);
    if (held.length > prompts.answer([]).length) show(held.shift()!);
  };
  const [named = [], rows = []] = await generateAnswer(languageModel, sequence, root, allowed, onToken, { signal });
  const known = new Set(named.flatMap((candidate) => rowOf(candidates[candidate]!)));
  const found = [
    ...named.map((candidate) => ({ candidate, item: candidates[candidate]! })),
    ...rows.filter((row) => !known.has(row)).map((row) => ({ candidate: null, item: { kind: 'film' as const, row } })),
  ];
  const tokens = () =>
    itemTokens.of(
      found.map(({ item }) => item),
      system === 'llm-only' ? 'a-llmrec' : system,
    );
  const { candidate, item } = found[found.length > 1 ? (aligner.shortlist?.closest(user, tokens()) ?? 0) : 0]!;
  return candidate === null ? { candidate, film: item.row } : { candidate };
}

/** The prompt that `recommend` would read, without reading it. @throws MatineeError 'history-empty' or 'film-invalid'. */
export function previewPrompt(models: Models, { history, candidates }: Pick<RecommendRequest, 'history' | 'candidates'>): PromptPiece[] {
  return promptPieces(collaborativePrompt(models, 'recommend', history, candidates, 'a-llmrec').prompt, (ids) => models.tokenizer.decode(ids));
}
