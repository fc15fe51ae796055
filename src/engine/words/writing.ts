/** A sentence in the language model's own words, in which a film that is named is one of the prompt's. */
import type { AnswerIndex, Beginning } from '../llm/answerIndex';
import { softmax } from '../llm/decode';
import type { ForwardOptions, NextToken } from '../llm/languageModel';
import { continued, type Sequence } from '../llm/sequence';
import type { Tokenizer } from '../llm/tokenizer';

const QUOTE = '"';
/** Of the probability, what a token is drawn from; the rest is the tail, where sentences go astray. */
const NUCLEUS = 0.9;
/** Tokens looked at for one that fits, the most probable first, and no further below the first than by this. */
const LOOKED_AT = 64;
const FAR = 12;

export interface Writing {
  tokenizer: Tokenizer;
  /** Titles that may be named, without the quotation mark behind them. */
  titles: AnswerIndex;
  eos: number;
  /** Tokens. */
  limit: number;
  /** Uniform in [0, 1). */
  random: () => number;
}

/**
 * Draws a text token by token, until the end-of-text token or the limit. Between quotation marks only titles that were given can stand, each once.
 * @param first logits after the prompt. [V]
 * @param onToken called for each.
 * @returns the text; null where the model went astray: it named a film where none was left, or found no end.
 */
export async function writeSentence(
  model: NextToken,
  prompt: Sequence,
  first: Float32Array,
  { tokenizer, titles, eos, limit, random }: Writing,
  onToken: () => void,
  options: ForwardOptions = {},
): Promise<string | null> {
  const stream = tokenizer.stream();
  const written: number[] = [];
  const named = new Set<number>();
  let title: Beginning | null = null;
  let logits = first;
  while (written.length < limit) {
    let token: number;
    if (title) {
      const { tokens, ended } = titles.after(title, named);
      const on = tokens.size > 0 ? drawn(logits, random(), [...tokens]) : undefined;
      const closing = ended.length > 0 ? byLogit(logits).find((id) => tokenizer.decode([id]).startsWith(QUOTE)) : undefined;
      token = on === undefined || (closing !== undefined && logits[closing]! >= logits[on]!) ? (closing ?? eos) : on;
      if (token === closing) {
        ended.forEach((answer) => named.add(answer));
        title = null;
      } else title = titles.follow(title, token);
    } else {
      token = drawn(logits, random());
      const text = token === eos ? '' : tokenizer.decode([token]);
      // What follows a quotation mark that opens is a token of its own.
      if (text.includes(QUOTE)) {
        if (!text.endsWith(QUOTE) || titles.after(titles.root, named).tokens.size === 0) return null;
        title = titles.root;
      }
    }
    if (token === eos) {
      stream.end();
      return title ? null : stream.text;
    }
    stream.push(token);
    onToken();
    written.push(token);
    [logits = logits] = await model.logits(continued(prompt, written), options);
  }
  return null;
}

/** A token of the nucleus. @param at uniform in [0, 1) @param of the whole vocabulary, when left out */
function drawn(logits: Float32Array, at: number, of?: readonly number[]): number {
  const tokens = byLogit(logits, of);
  const shares = softmax(logits, tokens);
  let kept = 1;
  for (let sum = shares[0]!; sum < NUCLEUS && kept < tokens.length; kept++) sum += shares[kept]!;
  let left = at * shares.slice(0, kept).reduce((a, b) => a + b, 0);
  return tokens.find((_, i) => i === kept - 1 || (left -= shares[i]!) < 0)!;
}

/** The most probable tokens, in order. */
function byLogit(logits: Float32Array, of?: readonly number[]): number[] {
  const tokens = of ?? [...logits.keys()];
  const most = tokens.reduce((best, token) => Math.max(best, logits[token]!), -Infinity);
  const near = tokens.filter((token) => logits[token]! >= most - FAR);
  return near.sort((a, b) => logits[b]! - logits[a]! || a - b).slice(0, LOOKED_AT);
}
