/** From the logits of the prompt to an answer: constrained to the candidates' trie, or free. */
import type { AnswerIndex } from './answerIndex';
import type { Continuations, ForwardOptions, NextToken } from './languageModel';
import { continued, type Sequence } from './sequence';
import { skipForced, type TrieNode } from './trie';
import type { Tokenizer } from './tokenizer';
import type { RankedCandidate } from '../types';

export interface AnswerToken {
  id: number;
  /** The trie left no choice: it cost no forward pass. */
  forced: boolean;
}

export interface Ranked {
  /** Logits after the prompt. [V] */
  root: Float32Array;
  /** One for each candidate; they sum to 1. Candidates with identical answers share theirs equally. */
  probabilities: Map<number, number>;
  /** The most probable candidate and the tokens of its answer. */
  best: { candidate: number; tokens: AnswerToken[] };
  /** Where the titles part on the way to the best one: how probable each way on was, by its token. */
  partings: Parting[];
}

/** The model's choice among the tokens that candidates go on with. */
export interface Parting {
  /** Tokens of the answer before it. */
  depth: number;
  ways: { token: number; probability: number }[];
}

/**
 * The probability of every candidate: the product over the trie's branching nodes of the softmax over the node's children. All nodes are
 * read in one pass behind the prompt (tree attention), so that it costs no more passes for more candidates; tokens that the trie forces
 * are not read at all.
 */
export async function rankCandidates(model: NextToken, prompt: Sequence, trie: TrieNode, options: ForwardOptions = {}): Promise<Ranked> {
  const branchings = branchingNodes(trie);
  const { continuations, placeOf } = pathsTo(branchings);
  const logits = await model.logits(prompt, { ...options, continuations });
  const after = (node: TrieNode) => logits[placeOf.get(node.path.join()) ?? 0]!;

  const probabilities = new Map<number, number>();
  let best: { probability: number; node: TrieNode; chosen: readonly Parting[] } | undefined;
  const visit = (start: TrieNode, probability: number, chosen: readonly Parting[]) => {
    const node = skipForced(start);
    const ways = node.children.size;
    // An answer may end inside another one (a title with the end mark in it). The model has no token for ending there, so
    // the end counts as much as the average way on.
    const ends = node.candidates.length === 0 ? 0 : 1 / (ways + 1);
    if (ends > 0) {
      const share = (probability * ends) / node.candidates.length;
      for (const candidate of node.candidates) probabilities.set(candidate, share);
      if (!best || probability * ends > best.probability) best = { probability: probability * ends, node, chosen };
    }
    if (ways === 0) return;
    const tokens = [...node.children.keys()];
    const shares = softmax(after(node), tokens);
    const parting = { depth: node.path.length, ways: tokens.map((token, i) => ({ token, probability: shares[i]! })) };
    tokens.forEach((token, i) => visit(node.children.get(token)!, probability * (1 - ends) * shares[i]!, [...chosen, parting]));
  };
  visit(trie, 1, []);
  const { node, chosen } = best!;
  const tokens = node.path.map((id, depth) => ({ id, forced: !chosen.some((parting) => parting.depth === depth) }));
  return { root: logits[0]!, probabilities, best: { candidate: node.candidates[0]!, tokens }, partings: [...chosen] };
}

/** Nodes at which the model chooses: several ways on, or one way on and an end. */
function branchingNodes(trie: TrieNode): TrieNode[] {
  const node = skipForced(trie);
  return [...(node.children.size > 0 ? [node] : []), ...[...node.children.values()].flatMap(branchingNodes)];
}

/** The tokens on the way to the nodes, each once; wanted are the logits at the nodes themselves, where `placeOf` has them by their paths: 0 is the prompt's. */
function pathsTo(nodes: readonly TrieNode[]): { continuations: Continuations; placeOf: Map<string, number> } {
  const tokens: number[] = [];
  const parents: number[] = [];
  const wanted: number[] = [];
  const indexOf = new Map([['', -1]]);
  const placeOf = new Map([['', 0]]);
  for (const { path } of nodes) {
    path.forEach((token, depth) => {
      const key = path.slice(0, depth + 1).join();
      if (indexOf.has(key)) return;
      parents.push(indexOf.get(path.slice(0, depth).join())!);
      indexOf.set(key, tokens.length);
      tokens.push(token);
    });
    if (path.length === 0) continue;
    wanted.push(indexOf.get(path.join())!);
    placeOf.set(path.join(), wanted.length);
  }
  return { continuations: { tokens, parents, wanted }, placeOf };
}

/** Softmax over the given tokens only. */
export function softmax(logits: Float32Array, tokens: readonly number[]): number[] {
  const largest = Math.max(...tokens.map((token) => logits[token]!));
  const weights = tokens.map((token) => Math.exp(logits[token]! - largest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * A list with each probability softened to p^(1/temperature) and normalised, so that the sum is 1.
 * @param probabilities of every candidate, as from `rankCandidates`.
 * @param temperature above 0; 1 changes nothing. See the manifest's `calibration`.
 * @param order every candidate once; without, the most probable first, and ties as they come.
 */
export function rankSoftened(
  probabilities: ReadonlyMap<number, number>,
  temperature = 1,
  order: readonly number[] = byProbability(probabilities),
): RankedCandidate[] {
  const largest = Math.max(...probabilities.values());
  // Relative to the largest, so that nothing vanishes under a temperature below 1.
  const weights = order.map((candidate) => (probabilities.get(candidate)! / largest) ** (1 / temperature));
  const sum = weights.reduce((a, b) => a + b, 0);
  return order.map((candidate, place) => ({ candidate, probability: weights[place]! / sum }));
}

/** Candidates, the most probable first; equals stay in the map's order. */
export function byProbability(probabilities: ReadonlyMap<number, number>): number[] {
  return [...probabilities].sort(([, p], [, q]) => q - p).map(([candidate]) => candidate);
}

export interface Writing {
  tokenizer: Tokenizer;
  end: string;
  eos: number;
  /** Of tokens. */
  limit: number;
  /** Tokens that do not follow a text. */
  refused?: (text: string) => readonly number[];
}

function without(logits: Float32Array, tokens: readonly number[]): Float32Array {
  if (tokens.length === 0) return logits;
  const rest = logits.slice();
  for (const token of tokens) rest[token] = -Infinity;
  return rest;
}

/**
 * Greedy decoding over the whole vocabulary until the end mark, the end-of-text token or the limit of tokens.
 * @param first logits after the prompt. [V]
 * @param onToken called for each token with what it adds to the text: nothing while a character is incomplete.
 * @returns the text up to the end mark, which is left out.
 */
export async function generate(
  model: NextToken,
  prompt: Sequence,
  first: Float32Array,
  { tokenizer, end, eos, limit, refused }: Writing,
  onToken: (text: string) => void,
  options: ForwardOptions = {},
): Promise<string> {
  const stream = tokenizer.stream();
  const written: number[] = [];
  let logits = first;
  for (let tokens = 1; ; tokens++) {
    const token = argmax(refused ? without(logits, refused(stream.text)) : logits);
    const before = stream.text.length;
    const last = token === eos || tokens === limit;
    if (token !== eos) stream.push(token);
    if (last) stream.end();
    const stop = stream.text.indexOf(end);
    const text = stop < 0 ? stream.text : stream.text.slice(0, stop);
    onToken(text.slice(before));
    if (last || stop >= 0) return text;
    written.push(token);
    [logits = logits] = await model.logits(continued(prompt, written), options);
  }
}

/** What an answer may be: one of an index's, without some. */
export interface Allowed {
  index: AnswerIndex;
  leftOut: ReadonlySet<number>;
}

/**
 * Greedy decoding that ends with one of the answers allowed, as far as the first that is whole. Where they leave one way, a token is forced.
 * @param first logits after the prompt. [V]
 * @returns of each index, the answers that were named: several where their tokens are the same.
 */
export async function generateAnswer(
  model: NextToken,
  prompt: Sequence,
  first: Float32Array,
  allowed: readonly Allowed[],
  onToken: (token: AnswerToken) => void,
  options: ForwardOptions = {},
): Promise<number[][]> {
  const written: number[] = [];
  let known = 0; // tokens written when the logits were computed
  let logits = first;
  let beginnings = allowed.map(({ index }) => index.root);
  for (;;) {
    const after = allowed.map(({ index, leftOut }, i) => index.after(beginnings[i]!, leftOut));
    const tokens = [...new Set(after.flatMap((way) => [...way.tokens]))];
    if (tokens.length === 0 || after.some(({ ended }) => ended.length > 0)) return after.map(({ ended }) => ended);
    const forced = tokens.length === 1;
    if (!forced && known < written.length) {
      [logits = logits] = await model.logits(continued(prompt, written), options);
      known = written.length;
    }
    const id = forced
      ? tokens[0]!
      : tokens.reduce((best, token) => (logits[token]! > logits[best]! || (logits[token] === logits[best] && token < best) ? token : best));
    onToken({ id, forced });
    written.push(id);
    beginnings = allowed.map(({ index }, i) => index.follow(beginnings[i]!, id));
  }
}

export function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
