/**
 * What the language model reads, and which position attends to which. With films as blocks (set-based prompting, McIlroy-Young et al., 2024;
 * block attention, Ma et al., 2024) a film attends to the constant text before it and to itself, never to another film or to the user, and all
 * films of a list stand at the same positions: so an answer does not depend on their order, and a film that was read once need not
 * be read again. training/blocks.py has the same rule.
 */

/** A token id, or a soft token: a vector in the language model's embedding space. [h] */
export type Token = number | Float32Array;

/** Text that never changes: attends to the constant text before it. */
export const CONSTANT = 0;
/** The user's soft token at the front: a block of its own. Films are numbered from the next on. */
export const USER = 1;
/** Attends to everything before it. A prompt in plain causal order is a question as a whole. */
export const QUESTION = -1;

/** Three arrays of one length, in the order of reading: nothing attends to what comes later. */
export interface Sequence {
  readonly tokens: readonly Token[];
  /** CONSTANT, USER, QUESTION, or the number of a film. */
  readonly blocks: readonly number[];
  /** Where the language model takes each to stand: the row of its table of positions. */
  readonly positions: readonly number[];
}

/** The sequence with an answer's tokens behind it. */
export function continued({ tokens, blocks, positions }: Sequence, more: readonly number[]): Sequence {
  const next = (positions.at(-1) ?? -1) + 1;
  return {
    tokens: [...tokens, ...more],
    blocks: [...blocks, ...more.map(() => QUESTION)],
    positions: [...positions, ...more.map((_, i) => next + i)],
  };
}

/** The sequence without a film. All films of a list stand at the same positions, so that nothing else changes. */
export function without({ tokens, blocks, positions }: Sequence, block: number): Sequence {
  const stays = (_: unknown, i: number) => blocks[i] !== block;
  return { tokens: tokens.filter(stays), blocks: blocks.filter(stays), positions: positions.filter(stays) };
}

/** A run of one block: what is read, kept and gathered as a whole. */
export interface Part {
  block: number;
  tokens: readonly Token[];
  positions: readonly number[];
  /** How many parts of constant text stand before it: all that a film or the user attends to beside itself. */
  constants: number;
}

/** Constant text and films in their order, and what is asked about them: the user's token and the questions. */
export interface Parts {
  constants: Part[];
  films: Part[];
  asked: Part[];
}

export function partsOf({ tokens, blocks, positions }: Sequence): Parts {
  const parts: Parts = { constants: [], films: [], asked: [] };
  for (let start = 0; start < tokens.length;) {
    const block = blocks[start]!;
    let end = start + 1;
    while (end < tokens.length && blocks[end] === block) end++;
    const part = { block, tokens: tokens.slice(start, end), positions: positions.slice(start, end), constants: parts.constants.length };
    (block === CONSTANT ? parts.constants : block > USER ? parts.films : parts.asked).push(part);
    start = end;
  }
  return parts;
}

export function sameToken(a: Token, b: Token): boolean {
  if (a === b) return true;
  if (typeof a === 'number' || typeof b === 'number') return false;
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

const bits = new Uint32Array(1);
const asFloat = new Float32Array(bits.buffer);

/** A key for tokens at positions behind so many parts of constant text: two hashes, FNV-1a and one with another factor, so that no two films share it. */
export function keyOf({ tokens, positions, constants }: Part): string {
  let hash = 0x811c9dc5;
  let other = 0x9e3779b9;
  const add = (value: number) => {
    hash = Math.imul(hash ^ value, 0x01000193);
    other = Math.imul(other ^ value ^ (other >>> 15), 0x2c1b3c6d);
  };
  for (const token of tokens)
    if (typeof token === 'number') add(token);
    else
      for (const value of token) {
        asFloat[0] = value;
        add(bits[0]!);
      }
  return `${constants} ${positions[0]} ${tokens.length} ${hash >>> 0} ${other >>> 0}`;
}
