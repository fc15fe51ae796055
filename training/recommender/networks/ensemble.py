"""Several collaborative filters as one: what each says of a user, and of an item, stands side by side, so that the inner product is the sum of their scores."""

from __future__ import annotations

import json
from typing import Sequence

import numpy as np
import torch
from torch import nn

from ..recommender import Recommender

MEMBERS = ("esasrec", "gru4rec")  # the two that were best on validation, alone and together
SAMPLE = 500  # histories that say how far a member's scores spread


class Ensemble(Recommender):
    """User representation and item embeddings are the members', one behind the other; d is the sum of theirs."""

    architecture = "ensemble"

    def __init__(self, members: Sequence[Recommender]):
        super().__init__()
        self.members = nn.ModuleList(members)
        self.length, self.depth = max(member.length for member in members), len(members)
        # What each one's item embeddings, and user representation, are multiplied by.
        self.item_scales, self.user_scales = (nn.Parameter(torch.ones(len(members)), requires_grad=False) for _ in range(2))

    @property
    def item_embedding(self) -> torch.Tensor:
        return torch.cat([scale * member.item_embedding for scale, member in zip(self.item_scales, self.members)], dim=1)

    def forward(self, items: torch.Tensor) -> torch.Tensor:
        return torch.cat([scale * member(items[:, -member.length :]) for scale, member in zip(self.user_scales, self.members)], dim=-1)

    @property
    def metadata(self) -> dict[str, str]:
        return {**super().metadata, "members": json.dumps([{**member.metadata, "width": member.items.shape[1]} for member in self.members])}

    @torch.no_grad()
    def balance(self, histories: Sequence[np.ndarray]) -> Ensemble:
        """Lets every member weigh alike: item embeddings of length 1 in the mean, and scores that spread alike over the items."""
        for place, member in enumerate(self.members):
            self.item_scales[place] = 1 / member.items.square().sum(1).mean().sqrt()
            scores = member.scores(member.represent(histories), self.item_scales[place] * member.items)
            self.user_scales[place] = 1 / scores.std(1).mean()
        return self
