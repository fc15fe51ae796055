/**
 * A trie of very many answers, such as the titles of a whole catalogue, without a node for each beginning: the answers stand in the order of their tokens,
 * so that those which begin alike stand together, and a node is a range of them.
 */
import { compare } from './trie';

/** Answers that begin alike: places in the index from `from` up to, and without, `to`. */
export interface Beginning {
  from: number;
  to: number;
  /** Tokens that they share. */
  depth: number;
}

export class AnswerIndex {
  /** Answers in the order of their tokens. */
  readonly #order: Uint32Array;
  /** All tokens; those of answer i are from starts[i] up to starts[i + 1]. */
  readonly #tokens: Uint32Array;
  readonly #starts: Uint32Array;

  /** @param answers token ids of each, end mark included. */
  constructor(answers: readonly ArrayLike<number>[]) {
    this.#starts = new Uint32Array(answers.length + 1);
    answers.forEach((answer, i) => (this.#starts[i + 1] = this.#starts[i]! + answer.length));
    this.#tokens = new Uint32Array(this.#starts.at(-1)!);
    answers.forEach((answer, i) => this.#tokens.set(answer, this.#starts[i]));
    this.#order = Uint32Array.from(answers.keys()).sort((a, b) => compare(answers[a]!, answers[b]!) || a - b);
  }

  get root(): Beginning {
    return { from: 0, to: this.#order.length, depth: 0 };
  }

  /** What may come after a beginning, of the answers that are not left out: tokens, and answers that end there. */
  after({ from, to, depth }: Beginning, leftOut: ReadonlySet<number>): { tokens: Set<number>; ended: number[] } {
    const tokens = new Set<number>();
    const ended: number[] = [];
    for (let place = from; place < to; place++) {
      const answer = this.#order[place]!;
      if (leftOut.has(answer)) continue;
      const token = this.#at(answer, depth);
      if (token === undefined) ended.push(answer);
      else tokens.add(token);
    }
    return { tokens, ended };
  }

  /** Those of a beginning's answers that go on with `token`; it may be none. */
  follow({ from, to, depth }: Beginning, token: number): Beginning {
    let first = from;
    while (first < to && this.#at(this.#order[first]!, depth) !== token) first++;
    let last = first;
    while (last < to && this.#at(this.#order[last]!, depth) === token) last++;
    return { from: first, to: last, depth: depth + 1 };
  }

  #at(answer: number, depth: number): number | undefined {
    const at = this.#starts[answer]! + depth;
    return at < this.#starts[answer + 1]! ? this.#tokens[at] : undefined;
  }
}
