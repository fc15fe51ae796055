import { describe, expect, it } from 'vitest';
import { buildTrie, skipForced } from './trie';

describe('the trie of answers', () => {
  const trie = buildTrie([
    [1, 2, 3, 9],
    [1, 2, 4, 9],
    [5, 9],
    [5, 9],
  ]);

  it('shares beginnings', () => {
    expect([...trie.children.keys()]).toEqual([1, 5]);
    expect([...skipForced(trie.children.get(1)!).children.keys()]).toEqual([3, 4]);
  });

  it('skips to the next choice or to the end', () => {
    expect(skipForced(trie)).toBe(trie);
    expect(skipForced(trie.children.get(1)!).path).toEqual([1, 2]);
    expect(skipForced(trie.children.get(5)!)).toMatchObject({ path: [5, 9], candidates: [2, 3] });
  });
});
