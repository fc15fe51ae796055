"""Films as blocks: which positions of a prompt attend to which.

Set-based prompting (McIlroy-Young et al., 2024) and block attention (Ma et al., 2024). A film's block, its soft token and its title, attends to the
constant text before it and to itself, never to another film or to the user. All blocks of a list stand at the same positions. The
question behind the lists attends to everything. So an answer does not depend on the order of a list, and a film's keys and values
depend on nothing but the film: they are read once and kept.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence

import torch

CONSTANT = 0  # text that never changes: attends to the constant text before it
QUESTION = -1  # attends to everything before it; further questions of a batch, which do not see each other, count down from here
USER = 1  # the user's soft token at the front, a block of its own; films are numbered from here on


class Layout(NamedTuple):
    """Of a batch of b prompts of s positions. The order in which positions stand in the batch is that of reading: none attends to a later one."""

    block: torch.Tensor  # [b, s] CONSTANT, a block, or a question
    position: torch.Tensor  # [b, s] where the language model takes each to stand

    def to(self, device: str) -> Layout:
        return Layout(self.block.to(device), self.position.to(device))

    def mask(self) -> torch.Tensor:
        """[b, 1, s, s] bool: whether the row attends to the column."""
        reads, read = self.block[:, :, None], self.block[:, None, :]
        s = self.block.shape[1]
        earlier = torch.ones(s, s, dtype=torch.bool, device=self.block.device).tril()
        everything = (reads < 0) & (read > 0) & ((reads == QUESTION) | (read != USER))
        return (earlier & ((read == CONSTANT) | (reads == read) | everything))[:, None]


def layout(blocks: Sequence[Sequence[int]], positions: Sequence[Sequence[int]], width: int) -> Layout:
    """Padded on the right to `width`, with questions that nobody reads."""
    found = Layout(torch.full((len(blocks), width), QUESTION), torch.zeros(len(blocks), width, dtype=torch.long))
    for b, (block, position) in enumerate(zip(blocks, positions)):
        found.block[b, : len(block)] = torch.tensor(block)
        found.position[b, : len(position)] = torch.tensor(position)
    return found
