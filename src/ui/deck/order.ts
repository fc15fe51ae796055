import type { Guesser } from '../../engine/evaluation/guess';

/** The voices as the page lists them: the ingredients, then the dish. */
export const GUESS_ORDER: readonly Guesser[] = ['sasrec', 'llm-only', 'a-llmrec'];
