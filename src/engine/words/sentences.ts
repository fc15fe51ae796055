/**
 * What a history has in common, and why a film follows it, in the language model's own words (paper, figures 4 and 5). Its films' facts stand behind their
 * titles; the model has learnt from facts alone to say what several films share (training/words).
 */
import { MatineeError } from '../../errors';
import type { Facts } from '../../facts/facts';
import { seededRandom, seedOf } from '../../random';
import { AnswerIndex } from '../llm/answerIndex';
import { promptPieces } from '../llm/prompt';
import type { Models } from '../models';
import { collaborativePrompt, type RecommendProgress } from '../recommend';
import { Stopwatch } from '../stopwatch';
import type { Film, Item, RequestOptions, Sentence, System } from '../types';
import { ClaimChecker } from './claims';
import { clause, wordsOf, wordsOfOwn } from './factWords';
import { writeSentence } from './writing';

/** Two sentences with four titles; a model that misses its end would go on until the context is full. */
const LIMIT = 110;
/** Sentences that are drawn, at most. */
const TRIES = 12;
/** True ones to choose from. */
const TRUE = 3;

export type SentenceProgress = Exclude<RecommendProgress, { kind: 'ranking' | 'token' }>;

export interface SentenceRequest {
  /** Oldest first. */
  history: readonly Item[];
  /** Why this one? Without, the sentence is about the history. */
  film?: Item;
  system?: Exclude<System, 'sasrec'>;
  /** For measurements: false leaves the facts out of the prompt, or takes the first sentence as it comes. */
  withFacts?: boolean;
  checked?: boolean;
}

/** Whether a bundle's language model was taught to say what films share. */
export const canSay = ({ prompt }: Models['manifest']): boolean =>
  [prompt.taste, prompt.reason, prompt.describedItem, prompt.factWords, prompt.maxFactTokens, prompt.unknownFacts].every((part) => part !== undefined);

/**
 * Sentences are drawn until some are true by the facts, and that which tells most of these is the answer: it holds for the fewest films of the catalogue. None is
 * shown where none is true. The same history gets the same sentence; a film that it names is one of the history.
 * @throws MatineeError 'no-sentences' of a bundle that cannot, 'history-empty', 'film-invalid', 'prompt-too-long', 'stopped', or the language model's.
 */
export async function sayOf(
  models: Models,
  { history, film, system = 'a-llmrec', withFacts = true, checked = true }: SentenceRequest,
  { signal, onProgress }: RequestOptions<SentenceProgress> = {},
): Promise<Sentence> {
  const { languageModel, tokenizer, manifest, prompts, films } = models;
  const facts = canSay(manifest) ? await models.facts() : null;
  if (!facts)
    throw new MatineeError(
      'no-sentences',
      `The bundle “${manifest.title}” has no facts about films, so that its model cannot say what they share.`,
      'Ask for a recommendation instead, or load the bundle of films.',
    );
  const watch = new Stopwatch(languageModel);
  const options = { signal, onProgress: (doneTokens: number, totalTokens: number) => onProgress?.({ kind: 'prefill', doneTokens, totalTokens }) };
  const { sequence, prompt, titles } = collaborativePrompt(
    models,
    film ? 'reason' : 'taste',
    history,
    film ? [film] : [],
    system,
    factClauses(models, facts, withFacts),
  );
  const [root] = await languageModel.logits(sequence, options);
  watch.prefilled(sequence.tokens.length);

  const watched = history.slice(-manifest.prompt.maxHistory);
  const named = titles.slice(0, watched.length).map((title) => (title.includes('"') ? [] : prompts.title(title)));
  const writing = {
    tokenizer,
    titles: new AnswerIndex(named.filter((ids) => ids.length > 0)),
    eos: manifest.llm.eos,
    limit: LIMIT,
    random: seededRandom(seedOf(0, titles.join('\n'))),
  };
  const rows = (items: readonly Item[]): Film[] => items.flatMap((item) => (item.kind === 'film' ? [films[item.row]!] : []));
  const checker = new ClaimChecker(manifest.prompt.factWords!, facts, rows(film ? [...watched, film] : watched));
  const isTrue = (text: string) => {
    if (!film && checker.partsOf(text).some(({ titles }) => titles.length === 0)) return false;
    const { claims, true: held } = film ? checker.reason(text, rows(watched), rows([film])[0]) : checker.taste(text, rows(watched));
    return claims > 0 && held === claims;
  };
  /** Why this one: because of one that was watched. That it is something new is said where nothing else was found. */
  const links = (said: string) => !film || checker.names(said);
  const found: string[] = [];
  let tries = 0;
  while ((checked ? found.filter(links).length < TRUE : found.length === 0) && tries < TRIES) {
    tries++;
    const text = await writeSentence(languageModel, sequence, root!, writing, () => watch.token(false), options);
    const said = text?.trim();
    if (said && (!checked || (checker.isWellFormed(said) && isTrue(said)))) found.push(said);
  }
  const best = found.some(links) ? found.filter(links) : found;
  return { text: checker.mostTelling(best, films) ?? null, tries, prompt: promptPieces(prompt, (ids) => tokenizer.decode(ids)), timings: watch.timings() };
}

/** Ids of what the prompt says of a film: of one's own, its decade alone. */
export function factClauses({ films, manifest, prompts }: Models, facts: Facts, withFacts = true): (item: Item) => number[] {
  const { factWords, maxFactTokens, unknownFacts } = manifest.prompt;
  return (item) => {
    const words = !withFacts ? [] : item.kind === 'film' ? wordsOf(factWords!, facts, films[item.row]!) : wordsOfOwn(item.film.year);
    return clause(words, (text) => prompts.ids(text), maxFactTokens!, unknownFacts!).ids;
  };
}
