"""NCF (He et al., 2017), its model NeuMF: a product (GMF) and a multi-layer perceptron over user and item, and a linear layer over both.

The paper learns an embedding for each user, so it has none for a visitor. Here a user is the sum of the history's embeddings (of a table of their
own) over a power of its length, as in FISM (Kabbur et al., 2013): NCF knows users by their histories like the others, and forgets the order.
A representation is that of GMF and that of the perceptron, side by side; so is an item embedding. Scores are no inner product of the two.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from ..recommender import Recommender

POWER = 0.5  # of the history's length


class NeuMf(Recommender):
    architecture = "ncf"

    def __init__(self, items: int, width: int = 64, layers: int = 2, length: int = 50, dropout: float = 0.2):
        """width: of a representation, half of it each part's. layers: of the perceptron, each half as wide as the one before."""
        super().__init__()
        self.length, self.depth, self.half = length, layers, width // 2
        self.item_embedding = nn.Parameter(torch.randn(items + 1, width) * 0.1)
        self.history_embedding = nn.Parameter(torch.randn(items + 1, width) * 0.1)
        self.of_user = nn.Linear(self.half, self.half)  # the perceptron's first layer, on [user, item], in two
        self.of_item = nn.Linear(self.half, self.half, bias=False)
        self.hidden = nn.ModuleList(nn.Linear(self.half >> i, self.half >> (i + 1)) for i in range(layers - 1))
        self.product = nn.Linear(self.half, 1, bias=False)
        self.perceptron = nn.Linear(self.half >> (layers - 1), 1)
        self.dropout = nn.Dropout(dropout)

    @torch.no_grad()
    def start(self, embeddings: torch.Tensor) -> None:
        """The same embeddings for users' histories and for items, in both parts: GMF begins as a similarity to the history."""
        both = torch.cat([embeddings[:, : self.half]] * 2, 1)
        self.item_embedding[1:], self.history_embedding[1:] = both, both
        self.product.weight.fill_(1)

    def forward(self, items: torch.Tensor) -> torch.Tensor:
        known = (items > 0)[..., None].float()
        sums = (self.history_embedding[items] * known).cumsum(1)
        return self.dropout(sums / known.cumsum(1).clamp(min=1) ** POWER)

    def scores(self, users: torch.Tensor, items: torch.Tensor) -> torch.Tensor:
        product = (users[:, : self.half] * self.product.weight) @ items[:, : self.half].T
        return product + self._perceptron(self.of_user(users[:, self.half :])[:, None], self.of_item(items[:, self.half :])[None])

    def pair_scores(self, users: torch.Tensor, items: torch.Tensor) -> torch.Tensor:
        product = (users[..., : self.half] * items[..., : self.half] * self.product.weight[0]).sum(-1)
        return product + self._perceptron(self.of_user(users[..., self.half :]), self.of_item(items[..., self.half :]))

    def _perceptron(self, user: torch.Tensor, item: torch.Tensor) -> torch.Tensor:
        """Of the first layer's two halves, of shapes that broadcast. [..., d / 2] -> [...]"""
        x = F.relu(user + item)
        for layer in self.hidden:
            x = F.relu(layer(x))
        return self.perceptron(x)[..., 0]
