/** From the logits of the prompt to an answer: constrained to the candidates' trie, or free. */
import type { ForwardOptions, NextToken } from './languageModel';
import type { Position } from './prompt';
import { skipForced, type TrieNode } from './trie';
import type { Tokenizer } from './tokenizer';
import type { RankedCandidate } from '../types';

export interface AnswerToken {
  id: number;
  /** The trie left no choice: it cost no forward pass. */
  forced: boolean;
}

interface Branch {
  node: TrieNode;
  probability: number;
  /** Depths at which the model chose; the other tokens were forced. */
  chosen: number[];
  ended: boolean;
}

/**
 * The probability of every candidate from one prefix: the product over the trie's branching nodes of the softmax over the
 * node's children. One forward pass for each branching node, the root's included; forced tokens ride along in the next one.
 * Nodes are visited best first, so the first answer that is reached is the most probable one.
 *
 * @param root logits after the prompt. [V]
 * @param onAnswer called once, with the tokens of the most probable candidate, before the rest is ranked.
 * @returns probabilities, one for each candidate; they sum to 1. Candidates with identical answers share theirs equally.
 */
export async function rankCandidates(
  model: NextToken,
  prompt: readonly Position[],
  root: Float32Array,
  trie: TrieNode,
  onAnswer: (candidate: number, tokens: AnswerToken[]) => void,
  options: ForwardOptions = {},
): Promise<Map<number, number>> {
  const probabilities = new Map<number, number>();
  const queue: Branch[] = [{ node: trie, probability: 1, chosen: [], ended: false }];
  let answered = false;

  for (let best = queue.shift(); best; best = queue.shift()) {
    const { probability, chosen } = best;
    const node = best.ended ? best.node : skipForced(best.node);
    const ways = node.children.size;
    if (best.ended || ways === 0) {
      for (const candidate of node.candidates) probabilities.set(candidate, probability / node.candidates.length);
      if (!answered) onAnswer(node.candidates[0]!, node.path.map((id, depth) => ({ id, forced: !chosen.includes(depth) })));
      answered = true;
      continue;
    }
    // An answer may end inside another one (a title with the end mark in it). The model has no token for ending there, so
    // the end counts as much as the average way on.
    const ends = node.candidates.length > 0 ? 1 / (ways + 1) : 0;
    if (ends) queue.push({ node, probability: probability * ends, chosen, ended: true });
    const tokens = [...node.children.keys()];
    const shares = softmax(await nextLogits(node), tokens);
    tokens.forEach((token, i) =>
      queue.push({
        node: node.children.get(token)!,
        probability: probability * (1 - ends) * shares[i]!,
        chosen: [...chosen, node.path.length],
        ended: false,
      }),
    );
    queue.sort((a, b) => b.probability - a.probability);
  }
  return probabilities;

  async function nextLogits(node: TrieNode): Promise<Float32Array> {
    return node.path.length === 0 ? root : model.logits([...prompt, ...node.path], options);
  }
}

/** Softmax over the given tokens only. */
export function softmax(logits: Float32Array, tokens: readonly number[]): number[] {
  const largest = Math.max(...tokens.map((token) => logits[token]!));
  const weights = tokens.map((token) => Math.exp(logits[token]! - largest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * The ranking, most probable first, with each probability softened to p^(1/temperature) and normalised: the order is that of the
 * unsoftened probabilities, ties in the candidates' order, and the sum is 1.
 * @param probabilities of every candidate, as from `rankCandidates`.
 * @param temperature above 0; 1 changes nothing. See the manifest's `calibration`.
 */
export function rankSoftened(probabilities: ReadonlyMap<number, number>, temperature = 1): RankedCandidate[] {
  const ordered = [...probabilities].sort(([a, p], [b, q]) => q - p || a - b);
  const largest = ordered[0]?.[1] ?? 1;
  // Relative to the largest, so that nothing vanishes under a temperature below 1.
  const weights = ordered.map(([, probability]) => (probability / largest) ** (1 / temperature));
  const sum = weights.reduce((a, b) => a + b, 0);
  return ordered.map(([candidate], place) => ({ candidate, probability: weights[place]! / sum }));
}

/**
 * Greedy decoding over the whole vocabulary until the end mark, the end-of-text token or the limit of tokens.
 * @param first logits after the prompt. [V]
 * @param onToken called for each token with what it adds to the text: nothing while a character is incomplete.
 * @returns the text up to the end mark, which is left out.
 */
export async function generate(
  model: NextToken,
  prompt: readonly Position[],
  first: Float32Array,
  { tokenizer, end, eos, limit }: { tokenizer: Tokenizer; end: string; eos: number; limit: number },
  onToken: (text: string) => void,
  options: ForwardOptions = {},
): Promise<string> {
  const stream = tokenizer.stream();
  const sequence = [...prompt];
  let logits = first;
  for (let tokens = 1; ; tokens++) {
    const token = argmax(logits);
    const before = stream.text.length;
    const last = token === eos || tokens === limit;
    if (token !== eos) stream.push(token);
    if (last) stream.end();
    const stop = stream.text.indexOf(end);
    const text = stop < 0 ? stream.text : stream.text.slice(0, stop);
    onToken(text.slice(before));
    if (last || stop >= 0) return text;
    sequence.push(token);
    logits = await model.logits(sequence, options);
  }
}

export function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
