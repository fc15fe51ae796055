/** What a request cost, for the page and for `npm run bench`. */
import type { LanguageModel } from './llm/languageModel';
import type { Timings } from './types';

export class Stopwatch {
  readonly #start = performance.now();
  readonly #passes: number;
  readonly #read: number;
  #asked = 0;
  #firstToken = 0;
  #lastToken = 0;
  #promptTokens = 0;
  #reusedTokens = 0;
  #generated = 0;
  #forced = 0;

  constructor(private readonly model: Pick<LanguageModel, 'forwardPasses' | 'positionsRead'>) {
    this.#passes = model.forwardPasses;
    this.#read = model.positionsRead;
  }

  /** All but the question has been read: the answer's time begins. */
  asked(): void {
    this.#asked = performance.now();
  }

  /** The prompt has been read: what the model did not read of it was kept. */
  prefilled(promptTokens: number): void {
    this.#asked ||= performance.now();
    this.#promptTokens = promptTokens;
    this.#reusedTokens = promptTokens - (this.model.positionsRead - this.#read);
  }

  token(forced: boolean): void {
    this.#lastToken = performance.now();
    this.#firstToken ||= this.#lastToken;
    if (forced) this.#forced++;
    else this.#generated++;
  }

  /** Tokens per second: all tokens of the answer over the time since it was asked for. */
  timings(): Timings {
    const now = performance.now();
    const decodeMs = Math.max((this.#lastToken || now) - this.#asked, 1e-3);
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
