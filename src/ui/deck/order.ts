import type { Guesser } from '../../engine/evaluation/guess';

/** The voices as the page lists them: the ingredients, then the dish. */
export const GUESS_ORDER: readonly Guesser[] = ['sasrec', 'llm-only', 'a-llmrec'];

/** Their names are the stage's. */
export const VOICE_OF = { sasrec: 'crowd', 'llm-only': 'reader', 'a-llmrec': 'both' } as const satisfies Record<Guesser, string>;
