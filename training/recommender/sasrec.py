"""SASRec (Kang and McAuley, 2018): the collaborative filtering model of A-LLMRec, d = 50, two blocks, one head.

Pre-norm blocks. Padding is masked, so a history of n films is n positions for training, for the language model's examples and in the browser alike.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from .recommender import Recommender

NORM_EPSILON = 1e-8


class Attention(nn.Module):
    def __init__(self, width: int, dropout: float):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, blocked: torch.Tensor) -> torch.Tensor:
        """x [b, n, d], blocked [b, n, n] true where a position may not look. -> [b, n, d]"""
        scores = self.query(x) @ self.key(x).transpose(1, 2) / math.sqrt(x.shape[-1])
        return self.out(self.dropout(scores.masked_fill(blocked, -1e9).softmax(-1)) @ self.value(x))


class Block(nn.Module):
    def __init__(self, width: int, dropout: float):
        super().__init__()
        self.attention_norm = nn.LayerNorm(width, eps=NORM_EPSILON)
        self.attention = Attention(width, dropout)
        self.feed_forward_norm = nn.LayerNorm(width, eps=NORM_EPSILON)
        self.feed_forward = nn.ModuleList([nn.Linear(width, width), nn.Linear(width, width)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, blocked: torch.Tensor) -> torch.Tensor:
        x = x + self.dropout(self.attention(self.attention_norm(x), blocked))
        first, second = self.feed_forward
        return x + self.dropout(second(self.dropout(F.relu(first(self.feed_forward_norm(x))))))


class SasRec(Recommender):
    architecture, block, epsilon = "sasrec", Block, NORM_EPSILON

    def __init__(self, films: int, width: int = 50, blocks: int = 2, length: int = 50, dropout: float = 0.2):
        super().__init__()
        self.length, self.depth = length, blocks
        self.item_embedding = nn.Parameter(torch.randn(films + 1, width) / math.sqrt(width))  # row 0: padding
        self.position_embedding = nn.Parameter(torch.randn(length, width) * 0.1)
        self.blocks = nn.ModuleList(self.block(width, dropout) for _ in range(blocks))
        self.final_norm = nn.LayerNorm(width, eps=NORM_EPSILON)
        self.dropout = nn.Dropout(dropout)
        self.scale = math.sqrt(width)
        with torch.no_grad():
            self.item_embedding[0] = 0

    def forward(self, items: torch.Tensor) -> torch.Tensor:
        """items [b, length], film row + 1, 0 = padding on the left -> outputs of all positions [b, length, d]."""
        length = items.shape[1]
        x = self.dropout(self.item_embedding[items] * self.scale + self.position_embedding)
        future = torch.ones(length, length, dtype=torch.bool, device=items.device).triu(1)
        blocked = future | (items == 0)[:, None, :]
        for block in self.blocks:
            x = block(x, blocked)
        return self.final_norm(x)


def load(path: Path) -> SasRec:
    """The model of a sasrec.safetensors, in evaluation mode."""
    tensors = load_file(str(path))
    films, width = tensors["item_embedding"].shape
    blocks = len({name.split(".")[1] for name in tensors if name.startswith("blocks.")})
    model = SasRec(films - 1, width, blocks, len(tensors["position_embedding"]))
    model.load_state_dict(tensors)
    return model.eval()


def candidate_scores(users: torch.Tensor, table: torch.Tensor, candidates: np.ndarray) -> np.ndarray:
    """Inner products of each user [users, d] with the rows of a table [items, d] that are the user's candidates. [users, 20]"""
    chosen = table[torch.from_numpy(candidates).long()]
    return (chosen @ users[:, :, None]).squeeze(-1).numpy()
