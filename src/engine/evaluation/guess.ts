/** Which of a few items each of the three voices holds for the next one: collaborative filtering alone, the language model alone, both together. */
import { throwIfStopped } from '../../errors';
import type { Models } from '../models';
import type { RequestOptions, System } from '../types';
import { scoreCandidates } from './scoreCandidates';

export const GUESSERS = ['sasrec', 'llm-only', 'a-llmrec'] as const satisfies readonly System[];
export type Guesser = (typeof GUESSERS)[number];

export interface Guess {
  system: Guesser;
  /** Index into the candidates; null of SASRec where it knows no two of them. */
  choice: number | null;
  /** Probabilities of the candidates, which sum to 1; null of SASRec, whose scores are none. */
  probabilities: number[] | null;
}

/** One after the other, each told as soon as it is there. @throws MatineeError 'stopped', or as `recommend`. */
export async function guess(
  models: Models,
  request: { history: number[]; candidates: number[] },
  { signal, onProgress }: RequestOptions<Guess> = {},
): Promise<Guess[]> {
  const guesses: Guess[] = [];
  for (const system of GUESSERS) {
    throwIfStopped(signal);
    const { scores } = await scoreCandidates(models, system, request, { signal });
    const best = scores.indexOf(Math.max(...scores));
    // To whom all but one item are unknown, that one is no choice.
    const isBlind = system === 'sasrec' && scores.filter(Number.isFinite).length < 2;
    const made = { system, choice: isBlind ? null : best, probabilities: system === 'sasrec' ? null : scores };
    guesses.push(made);
    onProgress?.(made);
  }
  return guesses;
}
