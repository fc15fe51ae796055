/** The titles of a whole catalogue as answers of the language model: free generation names one of them. Made when it is first wanted. */
import { throwIfStopped } from '../../errors';
import { yieldToMessages } from '../../yieldToMessages';
import type { Film } from '../types';
import { AnswerIndex } from './answerIndex';
import type { PromptBuilder } from './prompt';

/** Titles between two looks at the messages that have come: some milliseconds. */
const SLICE = 100;

export class CatalogueTitles {
  #index: Promise<AnswerIndex> | undefined;

  constructor(
    private readonly films: readonly Film[],
    private readonly prompts: PromptBuilder,
  ) {}

  /** Tokenising 20,000 titles takes about a second: in slices, and once. Answers are numbered as the films' rows. @throws MatineeError 'stopped' for who waits. */
  async index(signal?: AbortSignal): Promise<AnswerIndex> {
    let stop = (): void => undefined;
    const stopped = new Promise<void>((resolve) => (stop = () => resolve()));
    signal?.addEventListener('abort', stop, { once: true });
    const index = await Promise.race([(this.#index ??= this.#make()), stopped]);
    signal?.removeEventListener('abort', stop);
    throwIfStopped(signal);
    return index!;
  }

  async #make(): Promise<AnswerIndex> {
    const answers: Uint32Array[] = [];
    for (const { row, title } of this.films) {
      answers.push(Uint32Array.from(this.prompts.answer(this.prompts.title(title))));
      if (row % SLICE === SLICE - 1) await yieldToMessages();
    }
    return new AnswerIndex(answers);
  }
}
