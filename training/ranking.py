"""Ranks the candidates of a prompt by the language model's probability over the trie of their titles.

P(candidate) = product over the branching nodes on its path of the probability renormalised over the node's children; tokens that
the trie forces count as certain. The TypeScript engine computes the same from the same prefix KV cache.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence

import numpy as np
import torch

from . import opt_mini
from .blocks import hidden_states
from .prompt import Prompt, layout_of


def candidate_order(user: int, count: int) -> np.ndarray:
    """The order in which a user's candidates stand in the prompt; column 0, the positive, goes anywhere."""
    return np.random.default_rng(int(user)).permutation(count)


class Branching(NamedTuple):
    path: tuple[int, ...]  # ids from the root to this node
    children: list[int]  # different next ids, at least two
    chosen: list[tuple[int, int]]  # (candidate, index of its child)


def branchings(answers: Sequence[Sequence[int]]) -> list[Branching]:
    """answers: ids of each candidate's title with its end; the nodes of their trie that have several children."""
    below: dict[tuple[int, ...], list[int]] = {}
    for candidate, answer in enumerate(answers):
        for depth in range(len(answer)):
            below.setdefault(tuple(answer[:depth]), []).append(candidate)
    nodes = []
    for path, members in below.items():
        children = sorted({answers[c][len(path)] for c in members})
        if len(children) > 1:
            nodes.append(Branching(path, children, [(c, children.index(answers[c][len(path)])) for c in members]))
    return nodes


class Tree(NamedTuple):
    """The tokens of the trie that must be read before its branching nodes can be scored, parents before children."""

    tokens: list[int]
    depths: list[int]  # from 0
    seen: np.ndarray  # [n, n] bool: a token attends to its ancestors and to itself
    place: dict[tuple[int, ...], int]  # path -> index of its last token


def tree_of(nodes: Sequence[Branching]) -> Tree:
    paths = sorted({node.path[:depth] for node in nodes for depth in range(1, len(node.path) + 1)}, key=lambda path: (len(path), path))
    place = {path: index for index, path in enumerate(paths)}
    seen = np.eye(len(paths), dtype=bool)
    for path, index in place.items():
        if len(path) > 1:
            seen[index] |= seen[place[path[:-1]]]
    return Tree([path[-1] for path in paths], [len(path) - 1 for path in paths], seen, place)


@torch.no_grad()
def rank(model, prompts: Sequence[Prompt], soft: Sequence[torch.Tensor], answers: Sequence[Sequence[Sequence[int]]], device: str = "cpu") -> list[torch.Tensor]:
    """Log-probabilities of the candidates of each prompt, all branching nodes of a trie in one pass (tree attention).

    prompts: b of them; soft[b]: vectors of its slots [slots, h]; answers[b][c]: ids of candidate c's title with its end.
    Candidates with the same ids share a leaf and get the same value. Computes in f32 unless the caller autocasts.
    """
    nodes = [branchings(candidates) for candidates in answers]
    trees = [tree_of(found) for found in nodes]
    ids = opt_mini.pad([[*prompt.ids, *tree.tokens] for prompt, tree in zip(prompts, trees)], 1)
    seen = layout_of(prompts, ids.shape[1])
    mask = seen.mask()
    for b, (prompt, tree) in enumerate(zip(prompts, trees)):
        n, end = len(prompt.ids), len(prompt.ids) + len(tree.tokens)
        seen.position[b, n:end] = torch.tensor(tree.depths, dtype=torch.long) + prompt.positions[-1] + 1
        mask[b, 0, n:end, :n] = True
        mask[b, 0, n:end, n:end] = torch.from_numpy(tree.seen)
    embeddings = opt_mini.embed(model, ids.to(device))
    rows = [b for b, prompt in enumerate(prompts) for _ in prompt.slots]
    if rows:
        positions = [slot.position for prompt in prompts for slot in prompt.slots]
        embeddings = opt_mini.splice(embeddings, torch.tensor(rows, device=device), torch.tensor(positions, device=device), torch.cat(list(soft)).to(device))
    hidden = hidden_states(model, embeddings, seen.position.to(device), mask.to(device)).float()
    head = model.lm_head.weight.float()
    scores = [torch.zeros(len(candidates)) for candidates in answers]
    for b, (prompt, tree) in enumerate(zip(prompts, trees)):
        for node in nodes[b]:
            at = len(prompt.ids) + tree.place[node.path] if node.path else len(prompt.ids) - 1
            logs = torch.log_softmax(head[node.children] @ hidden[b, at], dim=0).cpu()
            for candidate, child in node.chosen:
                scores[b][candidate] += logs[child]
    return scores
