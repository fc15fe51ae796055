/** The trie of the candidates' answers: decoding that follows it can only name a candidate. */

export interface TrieNode {
  /** Tokens from the root. */
  readonly path: readonly number[];
  readonly children: Map<number, TrieNode>;
  /** Candidates whose answer ends here; several when their answers are identical. */
  readonly candidates: number[];
}

/** @param answers token ids of each candidate's answer, end mark included. */
export function buildTrie(answers: readonly (readonly number[])[]): TrieNode {
  const root = node([]);
  answers.forEach((answer, candidate) => {
    let here = root;
    for (const token of answer) {
      let next = here.children.get(token);
      if (!next) here.children.set(token, (next = node([...here.path, token])));
      here = next;
    }
    here.candidates.push(candidate);
  });
  return root;
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
