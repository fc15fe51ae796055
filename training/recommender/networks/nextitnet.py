"""NextItNet (Yuan et al., 2019): residual blocks of dilated causal convolutions over the history."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from ..recommender import Recommender

KERNEL = 3
DILATIONS = (1, 4)  # of the blocks in turn; a block's second convolution has twice its first one's: 1, 2, 4, 8 read 31 items


class CausalConvolution(nn.Module):
    def __init__(self, width: int, dilation: int):
        super().__init__()
        self.convolution = nn.Conv1d(width, width, KERNEL, dilation=dilation)
        self.norm = nn.LayerNorm(width)
        self.reach = (KERNEL - 1) * dilation

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[b, n, d] -> [b, n, d]"""
        return F.relu(self.norm(self.convolution(F.pad(x.transpose(1, 2), (self.reach, 0))).transpose(1, 2)))


class ResidualBlock(nn.Module):
    """The paper's block (b): two convolutions, and what they read."""

    def __init__(self, width: int, dilation: int):
        super().__init__()
        self.first, self.second = CausalConvolution(width, dilation), CausalConvolution(width, 2 * dilation)

    def forward(self, x: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
        """x [b, n, d], known [b, n, 1]: 0 where there is padding, which stays zero as what lies before the sequence does."""
        return x + self.second(self.first(x) * known) * known


class NextItNet(Recommender):
    architecture = "nextitnet"

    def __init__(self, items: int, width: int = 50, blocks: int = 2, length: int = 50, dropout: float = 0.2):
        super().__init__()
        self.length, self.depth = length, blocks
        self.item_embedding = nn.Parameter(torch.randn(items + 1, width) / math.sqrt(width))
        self.blocks = nn.ModuleList(ResidualBlock(width, DILATIONS[i % len(DILATIONS)]) for i in range(blocks))
        self.out = nn.Linear(width, width)
        self.dropout = nn.Dropout(dropout)
        self.scale = math.sqrt(width)

    def forward(self, items: torch.Tensor) -> torch.Tensor:
        known = (items > 0)[..., None].float()
        x = self.dropout(self.item_embedding[items] * self.scale) * known
        for block in self.blocks:
            x = block(x, known)
        return self.out(self.dropout(x))
