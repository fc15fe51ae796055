"""Stage 2's networks (paper, section 4.3): the projections F_U and F_I into the language model's token space."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn


class Projection(nn.Sequential):
    """Linear, LayerNorm, LeakyReLU (user) or exact GELU (item), Linear: [.., inputs] -> [.., width].

    With a scale (a named deviation from the paper) the output has that length: the language model was pre-trained on soft tokens
    whose direction carries the meaning.
    """

    def __init__(self, inputs: int, width: int, activation: nn.Module):
        super().__init__(nn.Linear(inputs, width), nn.LayerNorm(width), activation, nn.Linear(width, width))
        self.scale = nn.Parameter(torch.tensor(1.0))
        self.dropout = 0.0  # of the hidden layer, while the warm-up sets it

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        first, norm, activation, last = self
        return F.normalize(last(F.dropout(activation(norm(first(x))), self.dropout)), dim=-1) * self.scale

    @torch.no_grad()
    def fold(self, mean: torch.Tensor, deviation: torch.Tensor) -> None:
        """From inputs (x - mean) / deviation to x: the first layer does it. mean, deviation [inputs]"""
        linear = self[0]
        linear.weight /= deviation
        linear.bias -= linear.weight @ mean

    @torch.no_grad()
    def unfold(self, mean: torch.Tensor, deviation: torch.Tensor) -> None:
        """Takes `fold` back."""
        linear = self[0]
        linear.bias += linear.weight @ mean
        linear.weight *= deviation

    @torch.no_grad()
    def start_in(self, basis: torch.Tensor) -> None:
        """Lets the output start in the span of a basis [k, width]: the subspace of opt-mini's soft tokens."""
        last = self[3]
        last.weight.copy_(basis.T @ torch.randn(basis.shape[0], last.in_features) / last.in_features**0.5)
        last.bias.zero_()

    @torch.no_grad()
    def confine(self, basis: torch.Tensor) -> None:
        """Projects the last layer onto the span of an orthonormal basis [k, width]."""
        last = self[3]
        last.weight.copy_(basis.T @ (basis @ last.weight))
        last.bias.copy_(basis.T @ (basis @ last.bias))


class Aligner(nn.Module):
    """F_U, F_I, and what the films of a history add to the user's soft token.

    The last is a deviation from the paper, whose large language model puts user and history together by itself: opt-mini matches one
    soft token with the candidates', so the user's is turned towards a linear map of the history's mean. Zero weights leave it F_U's alone.
    """

    def __init__(self, user_width: int, joint_width: int, token_width: int):
        super().__init__()
        self.user_projection = Projection(user_width, token_width, nn.LeakyReLU(0.01))
        self.item_projection = Projection(joint_width, token_width, nn.GELU())
        self.history_projection = nn.Linear(token_width, token_width, bias=False)
        self.recency: torch.Tensor
        self.register_buffer("recency", torch.tensor(1.0))  # weight of a film in the mean, relative to the film after it
        self.user_dropout = 0.0  # share of the users whose token has no part of F_U, while training sets it
        nn.init.zeros_(self.history_projection.weight)

    def user_tokens(self, x: torch.Tensor, items: torch.Tensor, histories: np.ndarray) -> torch.Tensor:
        """The user's soft tokens [b, h]. x [b, d] user representations; items [films, h] soft tokens of F_I; histories [b, n] rows of
        items, the latest last, -1 for none."""
        rows = torch.from_numpy(histories).to(items.device)
        ages = torch.arange(rows.shape[1] - 1, -1, -1, device=items.device)
        weights = (rows >= 0) * self.recency**ages  # [b, n]
        films = F.normalize(items, dim=-1)[rows.clamp(min=0)]
        mean = (weights[..., None] * films).sum(1) / weights.sum(1, keepdim=True).clamp(min=1e-6)
        scale = self.user_projection.scale
        own = self.user_projection(x) / scale
        if self.user_dropout:
            own = own * (torch.rand(len(x), 1, device=x.device) >= self.user_dropout)
        return F.normalize(own + self.history_projection(mean), dim=-1) * scale

    def drop(self, hidden: float, user: float) -> None:
        """Sets what training leaves out at random: shares of the projections' hidden layers, and of users without a part of F_U."""
        self.user_projection.dropout = self.item_projection.dropout = hidden
        self.user_dropout = user

    @torch.no_grad()
    def start_in(self, basis: torch.Tensor | None, history: float, recency: float) -> None:
        """Lets the outputs start in the span of a basis [k, h] (None: anywhere). history: weight of the films' mean in the user's soft token."""
        whole = torch.eye(self.history_projection.in_features)
        self.history_projection.weight.copy_(history * (whole if basis is None else basis.T @ basis))
        self.recency.fill_(recency)
        if basis is not None:
            self.user_projection.start_in(basis)
            self.item_projection.start_in(basis)

    @torch.no_grad()
    def confine(self, users: torch.Tensor, items: torch.Tensor) -> None:
        """Projects the last layers onto the spans of orthonormal bases [k, h] of user and item tokens."""
        self.user_projection.confine(users)
        self.item_projection.confine(items)
        weight = self.history_projection.weight
        weight.copy_(users.T @ (users @ weight))

    def save(self, path: Path) -> None:
        save_file({name: tensor.detach().cpu().contiguous() for name, tensor in self.state_dict().items()}, str(path))

    @classmethod
    def load(cls, path: Path) -> Aligner:
        return cls.of(load_file(str(path)))

    @classmethod
    def of(cls, state: Mapping[str, torch.Tensor]) -> Aligner:
        user, item = state["user_projection.0.weight"], state["item_projection.0.weight"]
        aligner = cls(user.shape[1], item.shape[1], user.shape[0])
        aligner.load_state_dict(state, strict="history_projection.weight" in state)  # older ones have F_U's token alone
        return aligner


COORDINATES = ("retrieval_basis", "item_coordinates")  # of the bundle, for its shortlist: they follow from the rest


def of_bundle(tensors: Mapping[str, np.ndarray], described: Mapping[str, Any]) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """State of Stage 1's encoders, and of an Aligner. tensors: of aligner.safetensors; described: the manifest's `aligner`"""
    state = {name: torch.from_numpy(values) for name, values in tensors.items()}
    encoders = {name: values for name, values in state.items() if "encoder" in name}
    projections = {name: values for name, values in state.items() if name not in encoders and name not in COORDINATES}
    if (recency := described.get("historyRecency")) is not None:
        projections["recency"] = torch.tensor(recency)
    return encoders, projections


def spread(sample: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and deviation of a sample [n, inputs]."""
    return sample.mean(0), sample.std(0).clamp(min=1e-4)


def latest(histories: Sequence[Sequence[int]], count: int) -> np.ndarray:
    """The last `count` rows of each history, the latest in the last column; -1 where there is none. [histories, count]"""
    table = np.full((len(histories), count), -1, dtype=np.int64)
    for row, history in enumerate(histories):
        if len(kept := history[-count:]):
            table[row, -len(kept) :] = kept
    return table
