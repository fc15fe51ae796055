/** The visitor's score against the three voices, for one day. Kept in the browser, where anything may stand: what is read is checked. */
import type { DeckKind } from '../../engine/deck/deal';
import type { Guess, Guesser } from '../../engine/evaluation/guess';

export interface Tally {
  rounds: number;
  /** Of the visitor's guesses. */
  right: number;
  /** Right ones in a row up to now, and the most that there were. */
  streak: number;
  best: number;
  /** Rounds in which each voice made a guess: one that is not loaded yet, or knows none of the five, makes none. */
  voices: Record<Guesser, { right: number; of: number }>;
}

export type Scores = Record<DeckKind, Tally>;

export interface ScoreKeeper {
  read(): unknown;
  write(value: { day: string; scores: Scores } | null): void;
}

const nothing = (): Tally => ({
  rounds: 0,
  right: 0,
  streak: 0,
  best: 0,
  voices: { sasrec: { right: 0, of: 0 }, 'llm-only': { right: 0, of: 0 }, 'a-llmrec': { right: 0, of: 0 } },
});

export const noScores = (): Scores => ({ person: nothing(), unrated: nothing(), friend: nothing() });

/** By the visitor's own clock: '2026-11-25'. */
export const dayOf = (date: Date): string => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

export function withVisitor(tally: Tally, isRight: boolean): Tally {
  const streak = isRight ? tally.streak + 1 : 0;
  return { ...tally, rounds: tally.rounds + 1, right: tally.right + Number(isRight), streak, best: Math.max(tally.best, streak) };
}

export function withGuess(tally: Tally, { system, choice }: Guess, answer: number): Tally {
  if (choice === null) return tally;
  const { right, of } = tally.voices[system];
  return { ...tally, voices: { ...tally.voices, [system]: { right: right + Number(choice === answer), of: of + 1 } } };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const MOST = 1e6;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MOST;

/** The scores of that day; null where there are none, or what is kept is none. */
export function readScores(value: unknown, day: string): Scores | null {
  if (!isRecord(value) || value.day !== day || !isRecord(value.scores)) return null;
  const scores = noScores();
  for (const deck of Object.keys(scores) as DeckKind[]) {
    const tally = value.scores[deck];
    if (!isRecord(tally) || !isRecord(tally.voices)) return null;
    const { rounds, right, streak, best } = tally;
    if (!isCount(rounds) || !isCount(right) || !isCount(streak) || !isCount(best) || right > rounds || streak > best || best > right) return null;
    Object.assign(scores[deck], { rounds, right, streak, best });
    for (const system of Object.keys(scores[deck].voices) as Guesser[]) {
      const voice = tally.voices[system];
      if (!isRecord(voice) || !isCount(voice.right) || !isCount(voice.of) || voice.right > voice.of) return null;
      scores[deck].voices[system] = { right: voice.right, of: voice.of };
    }
  }
  return scores;
}

export const localScoreKeeper = (key: string): ScoreKeeper => ({
  read() {
    try {
      return JSON.parse(localStorage.getItem(key) ?? 'null') as unknown;
    } catch {
      return null;
    }
  },
  write(value) {
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // The score then lasts as long as the tab.
    }
  },
});
