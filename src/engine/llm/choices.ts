/**
 * A list is made by asking again. Attention to the best candidate drowns the others, so that one question tells the places below the first poorly apart.
 * Films are blocks: the first choice is taken out of what was read, only the short question is asked again about the rest, and its first choice is the
 * second place; and so on. training/language_model/ranking.py does the same.
 */
import { byProbability, rankCandidates, type Ranked } from './decode';
import type { ForwardOptions, NextToken } from './languageModel';
import { without, type Sequence } from './sequence';
import { buildTrie } from './trie';

/** Places that a question of their own decides: more of them change little (NDCG@10 of 400 validation users: 0.813 with 2, 0.818 with 3 to 5, 0.819 with 10). */
export const CHOICES = 5;

export interface Choice {
  /** What the question said of the candidates that were still there. */
  ranked: Ranked;
  /** All candidates: those chosen so far, and behind them the others as this question has them. */
  order: number[];
}

/**
 * One list after another, each with one more place decided: the first comes after one question, the last after as many as there are places to decide.
 * @param answers token ids of each candidate's answer.
 * @param blocks of each candidate in the prompt; null where it is read in plain causal order, in which nothing can be taken out: one question is all.
 * @param precedence all candidates: which one is named among those whose answers are the same.
 * @param options of the first question; the others keep its signal.
 */
export async function* choices(
  model: NextToken,
  prompt: Sequence,
  answers: readonly (readonly number[])[],
  blocks: readonly number[] | null,
  precedence: readonly number[],
  options: ForwardOptions = {},
): AsyncGenerator<Choice, void> {
  const places = blocks ? Math.min(CHOICES, answers.length - 1) : 1;
  const chosen: number[] = [];
  let left = [...precedence];
  let asked = prompt;
  for (let question = options; ; question = { signal: options.signal }) {
    const ranked = await rankCandidates(model, asked, buildTrie(answers, left), question);
    // Equals stay in the trie's order, of which the best is the first, too.
    const rest = byProbability(ranked.probabilities);
    yield { ranked, order: [...chosen, ...rest] };
    const [best] = rest;
    chosen.push(best!);
    if (!blocks || chosen.length >= places) return;
    left = left.filter((candidate) => candidate !== best);
    asked = without(asked, blocks[best!]!);
  }
}
