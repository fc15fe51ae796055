/** The trie of the candidates' answers: decoding that follows it can only name a candidate. */

export interface TrieNode {
  /** Tokens from the root. */
  readonly path: readonly number[];
  readonly children: Map<number, TrieNode>;
  /** Candidates whose answer ends here; several when their answers are identical. */
  readonly candidates: number[];
}

/**
 * In the order of the tokens, so that the same answers make the same trie in whatever order they come.
 * @param answers token ids of each candidate's answer, end mark included.
 * @param candidates those that are meant; candidates with the same answer stay in this order.
 */
export function buildTrie(answers: readonly (readonly number[])[], candidates: readonly number[] = [...answers.keys()]): TrieNode {
  const root = node([]);
  for (const candidate of [...candidates].sort((a, b) => compare(answers[a]!, answers[b]!))) {
    let here = root;
    for (const token of answers[candidate]!) {
      let next = here.children.get(token);
      if (!next) here.children.set(token, (next = node([...here.path, token])));
      here = next;
    }
    here.candidates.push(candidate);
  }
  return root;
}

/** Of token sequences: by the first token in which they differ; one that begins another comes before it. */
export function compare(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** The next node where there is something to decide, or a leaf: the tokens on the way are forced. */
export function skipForced(start: TrieNode): TrieNode {
  let here = start;
  while (here.children.size === 1 && here.candidates.length === 0) here = here.children.values().next().value!;
  return here;
}

function node(path: number[]): TrieNode {
  return { path, children: new Map(), candidates: [] };
}
