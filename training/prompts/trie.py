"""The trie of the candidates' titles: where a choice is left, and between which next tokens."""

from __future__ import annotations

from typing import NamedTuple, Sequence

import numpy as np


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
            place = {child: index for index, child in enumerate(children)}
            nodes.append(Branching(path, children, [(c, place[answers[c][len(path)]]) for c in members]))
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
