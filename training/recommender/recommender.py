"""What every collaborative filter is to the rest of the method: user representations of histories, and item embeddings (paper, section 3)."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn


class Recommender(nn.Module):
    """Reads the last `length` items of a history. Index 0 is padding, on the left, and changes nothing; index i + 1 is the item of row i."""

    architecture: str  # as a manifest names it
    item_embedding: nn.Parameter  # [items + 1, d]
    length: int
    depth: int  # blocks or layers
    scale = 1.0  # of item embeddings where they are read
    epsilon = 1e-5  # of the layer norms

    def forward(self, items: torch.Tensor) -> torch.Tensor:
        """items [b, n], n up to `length`, indices -> user representations after each item. [b, n, d]"""
        raise NotImplementedError

    def scores(self, users: torch.Tensor, items: torch.Tensor) -> torch.Tensor:
        """Of user representations [m, d] for each of some item embeddings [n, d]. [m, n]"""
        return users @ items.T

    def pair_scores(self, users: torch.Tensor, items: torch.Tensor) -> torch.Tensor:
        """The same for pairs: [..., d] and [..., d] of shapes that broadcast. [...]"""
        return (users * items).sum(-1)

    @torch.no_grad()
    def start(self, embeddings: torch.Tensor) -> None:
        """Begins with given item embeddings [items, any width up to d]; columns beyond theirs stay as they are."""
        self.item_embedding[1:, : embeddings.shape[1]] = embeddings

    @property
    def metadata(self) -> dict[str, str]:
        """What the shapes of its file do not tell."""
        described = {"architecture": self.architecture, "blocks": self.depth, "length": self.length, "scale": self.scale, "epsilon": self.epsilon}
        return {"heads": "1", "norm": "pre", **{name: str(value) for name, value in described.items()}}

    @property
    def items(self) -> torch.Tensor:
        """Item embeddings without the padding: row r is item r. [items, d]"""
        return self.item_embedding.detach().float().cpu()[1:]

    @torch.no_grad()
    def represent(self, histories: Sequence[np.ndarray], batch: int = 512) -> torch.Tensor:
        """User representations x_u of histories of catalogue rows. [histories, d]"""
        self.eval()
        padded = torch.from_numpy(np.stack([pad(h, self.length) for h in histories]))
        device = self.item_embedding.device
        return torch.cat([self(padded[i : i + batch].to(device))[:, -1].float().cpu() for i in range(0, len(padded), batch)])

    @torch.no_grad()
    def candidate_scores(self, users: torch.Tensor, candidates: np.ndarray) -> np.ndarray:
        """Of each user [users, d] for the rows that are the user's candidates [users, c], on the CPU. [users, c]"""
        return self.pair_scores(users[:, None], self.items[torch.from_numpy(candidates).long()]).numpy()


def pad(rows: np.ndarray, length: int) -> np.ndarray:
    """The last `length` rows as indices (row + 1), zeros on the left."""
    kept = np.asarray(rows[-length:], dtype=np.int64) + 1
    return np.concatenate([np.zeros(length - len(kept), dtype=np.int64), kept])


def save(model: Recommender, path: Path) -> None:
    tensors = {name: tensor.detach().float().cpu().contiguous() for name, tensor in model.state_dict().items()}
    part = path.with_name(f"part-{path.name}")
    save_file(tensors, str(part), metadata=model.metadata)
    part.replace(path)


def load_weights(model: Recommender, path: Path) -> Recommender:
    """The model with a file's weights, in evaluation mode."""
    model.load_state_dict(load_file(str(path)))
    return model.eval()
