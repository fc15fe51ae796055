/** Favourite genres, in the language model's own words (paper, section 5.4.4): the same prefix, another question. */
import { generate } from './llm/decode';
import { MatineeError } from '../errors';
import type { Models } from './models';
import { collaborativePrompt, type RecommendProgress } from './recommend';
import { Stopwatch } from './stopwatch';
import type { GenreAnswer, Item, RequestOptions, System } from './types';

// A sentence; a small model that misses its end would go on until the context is full.
const LIMIT = 48;

export type GenreProgress = Exclude<RecommendProgress, { kind: 'ranking' }>;

/**
 * After `recommend` on the same history, only the question is new: the history's films have been read.
 * @throws MatineeError 'no-genres' of a bundle without them, 'history-empty', 'film-invalid', 'prompt-too-long', 'stopped', or the language model's.
 */
export async function favouriteGenre(
  models: Models,
  { history, system = 'a-llmrec' }: { history: readonly Item[]; system?: Exclude<System, 'sasrec'> },
  { signal, onProgress }: RequestOptions<GenreProgress> = {},
): Promise<GenreAnswer> {
  const { languageModel, tokenizer, manifest } = models;
  if (!manifest.prompt.genre)
    throw new MatineeError(
      'no-genres',
      `The bundle “${manifest.title}” knows no genres, so that its model cannot name any.`,
      'Ask for a recommendation instead, or load a bundle with genres.',
    );
  const watch = new Stopwatch(languageModel);
  const { sequence } = collaborativePrompt(models, 'genre', history, [], system);
  const [root] = await languageModel.logits(sequence, {
    signal,
    onProgress: (doneTokens, totalTokens) => onProgress?.({ kind: 'prefill', doneTokens, totalTokens }),
  });
  watch.prefilled(sequence.tokens.length);

  const stop = { tokenizer, end: manifest.prompt.genreEnd, eos: manifest.llm.eos, limit: LIMIT, refused: namedBefore(models) };
  const text = await generate(
    languageModel,
    sequence,
    root!,
    stop,
    (piece) => {
      watch.token(false);
      if (piece) onProgress?.({ kind: 'token', text: piece, forced: false });
    },
    { signal },
  );
  return { text: text.trim(), timings: watch.timings() };
}

/** Of a text, the tokens that would begin a genre that it names: none is named twice. Other words are as the model has them. */
export function namedBefore({ manifest, tokenizer }: Pick<Models, 'manifest' | 'tokenizer'>): (text: string) => number[] {
  const genres = Object.values(manifest.prompt.factWords?.genres ?? {}).map((name) => ({ name, first: tokenizer.encode(` ${name}`)[0]! }));
  return (text) => {
    const named = new Set(text.split(/,\s*|\s+and\b\s*/).map((part) => part.trim()));
    return genres.filter(({ name }) => named.has(name)).map(({ first }) => first);
  };
}
