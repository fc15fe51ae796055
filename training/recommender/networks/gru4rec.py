"""GRU4Rec (Hidasi et al., 2016): a GRU over the history; its outputs are compared with the embeddings that it reads ("constrained", Hidasi and Karatzoglou, 2018)."""

from __future__ import annotations

import math

import torch
from torch import nn

from ..recommender import Recommender


class Gru4Rec(Recommender):
    architecture = "gru4rec"

    def __init__(self, items: int, width: int = 50, layers: int = 1, length: int = 50, dropout: float = 0.2):
        super().__init__()
        self.length, self.depth = length, layers
        self.item_embedding = nn.Parameter(torch.randn(items + 1, width) / math.sqrt(width))
        self.gru = nn.GRU(width, width, layers, batch_first=True)
        self.out = nn.Linear(width, width)
        self.dropout = nn.Dropout(dropout)
        self.scale = math.sqrt(width)
        with torch.no_grad():
            self.item_embedding[0] = 0

    def forward(self, items: torch.Tensor) -> torch.Tensor:
        b, n = items.shape
        shift = (items == 0).sum(1, keepdim=True)  # [b, 1]
        places = torch.arange(n, device=items.device).expand(b, n)
        # The state begins at the first item, not in the padding: rows are moved to the left, and their outputs back.
        left = items.gather(1, (places + shift) % n)
        states, _ = self.gru(self.dropout(self.item_embedding[left] * self.scale))
        outputs = self.out(self.dropout(states))
        return outputs.gather(1, ((places - shift) % n)[..., None].expand_as(outputs))
