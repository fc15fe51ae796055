"""The trie of the candidates' titles: where a choice is left, and between which next tokens."""

from __future__ import annotations

from typing import NamedTuple, Sequence


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
