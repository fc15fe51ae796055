/** What a request cost, for the page and for `npm run bench`. */
import type { LanguageModel } from './llm/languageModel';
import type { Position } from './llm/prompt';
import type { Timings } from './types';

export class Stopwatch {
  readonly #start = performance.now();
  readonly #passes: number;
  #prefilled = 0;
  #firstToken = 0;
  #promptTokens = 0;
  #reusedTokens = 0;
  #generated = 0;
  #forced = 0;

  constructor(private readonly model: LanguageModel) {
    this.#passes = model.forwardPasses;
  }

  prompt(sequence: readonly Position[]): void {
    this.#promptTokens = sequence.length;
    this.#reusedTokens = this.model.cachedPrefix(sequence);
  }

  prefilled(): void {
    this.#prefilled = performance.now();
  }

  token(forced: boolean): void {
    this.#firstToken ||= performance.now();
    if (forced) this.#forced++;
    else this.#generated++;
  }

  /** Tokens per second: all tokens of the answer over the time since prefill, in which the ranking is made too. */
  timings(): Timings {
    const now = performance.now();
    const decodeMs = Math.max(now - this.#prefilled, 1e-3);
    return {
      promptTokens: this.#promptTokens,
      reusedTokens: this.#reusedTokens,
      generatedTokens: this.#generated,
      forcedTokens: this.#forced,
      forwardPasses: this.model.forwardPasses - this.#passes,
      timeToFirstTokenMs: (this.#firstToken || now) - this.#start,
      totalMs: now - this.#start,
      tokensPerSecond: ((this.#generated + this.#forced) * 1000) / decodeMs,
    };
  }
}
