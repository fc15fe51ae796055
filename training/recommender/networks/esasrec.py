"""eSASRec (arXiv 2508.06450): SASRec with LiGR blocks, trained on a softmax over many negatives."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from ..sasrec import NORM_EPSILON, Attention, SasRec

INNER = 4  # width of the feed-forward's hidden layer, times d


class SwiGlu(nn.Module):
    def __init__(self, width: int, dropout: float):
        super().__init__()
        self.gate, self.up = (nn.Linear(width, INNER * width, bias=False) for _ in range(2))
        self.down = nn.Linear(INNER * width, width, bias=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.down(self.dropout(F.silu(self.gate(x)) * self.up(x)))


class LigrBlock(nn.Module):
    """Pre-norm attention and SwiGLU, each added through a sigmoid gate of what it is added to."""

    def __init__(self, width: int, dropout: float):
        super().__init__()
        self.attention_norm = nn.LayerNorm(width, eps=NORM_EPSILON)
        self.attention = Attention(width, dropout)
        self.attention_gate = nn.Linear(width, width)
        self.feed_forward_norm = nn.LayerNorm(width, eps=NORM_EPSILON)
        self.feed_forward = SwiGlu(width, dropout)
        self.feed_forward_gate = nn.Linear(width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, blocked: torch.Tensor) -> torch.Tensor:
        """x [b, n, d], blocked [b, n, n] true where a position may not look. -> [b, n, d]"""
        x = x + torch.sigmoid(self.attention_gate(x)) * self.dropout(self.attention(self.attention_norm(x), blocked))
        return x + torch.sigmoid(self.feed_forward_gate(x)) * self.dropout(self.feed_forward(self.feed_forward_norm(x)))


class ESasRec(SasRec):
    architecture, block = "esasrec", LigrBlock
