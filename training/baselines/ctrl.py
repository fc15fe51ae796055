"""CTRL (Li et al., 2023): a collaborative model that is first aligned with a language model's reading of the same facts, then trained alone.

The collaborative model is SASRec here, whose two sides are aligned with SBERT's: the user representation with the texts of the latest items, the item
embedding with the item's text, both by the paper's loss, a contrastive one in both directions over the best match of several subspaces. Then comes
the training that all systems have. In the paper both sides are read from one click of a table of features, and the language model (RoBERTa, ChatGLM) is
trained too; SBERT is frozen.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from ..recommender.networks.textual import Ctrl
from ..recommender.sasrec import SasRec
from ..recommender.systems import PATIENCE, Fitted, load_data
from ..recommender.train_recommender import co_occurrence, train, windows
from .base_texts import base_texts
from .settings import CtrlTraining

LABEL = "CTRL"
SUBSPACES, SUBSPACE = 4, 32  # of the alignment, and the width of each
TEMPERATURE = 0.07
READ = 10  # latest items whose texts stand for a user
PAIRS = 512  # of a step, at most


class Alignment(nn.Module):
    """Fine-grained similarity (their equation 6): the best match of each subspace of one side among the other's, averaged."""

    def __init__(self, collaborative: int, textual: int):
        super().__init__()
        self.collaborative, self.textual = nn.Linear(collaborative, SUBSPACES * SUBSPACE), nn.Linear(textual, SUBSPACES * SUBSPACE)

    def forward(self, collaborative: torch.Tensor, textual: torch.Tensor) -> torch.Tensor:
        """Of n pairs [n, d] and [n, 384]: the mean of the losses from one side to the other and back."""
        a, b = (
            F.normalize(layer(x).unflatten(-1, (SUBSPACES, SUBSPACE)), dim=-1) for layer, x in ((self.collaborative, collaborative), (self.textual, textual))
        )
        between = torch.einsum("isd,jtd->ijst", a, b) / TEMPERATURE
        right = torch.arange(len(a), device=a.device)
        return (F.cross_entropy(between.amax(3).mean(2), right) + F.cross_entropy(between.amax(2).mean(2).T, right)) / 2


def latest_texts(texts: torch.Tensor, items: torch.Tensor) -> torch.Tensor:
    """Mean of the texts of the READ latest items up to each place. texts [items + 1, 384], row 0 zero; items [b, n] indices -> [b, n, 384]"""

    def windowed(x: torch.Tensor) -> torch.Tensor:
        sums = x.cumsum(1)
        return sums - F.pad(sums, (0, 0, READ, 0))[:, : sums.shape[1]]

    known = (items > 0)[..., None].float()
    return windowed(texts[items]) / windowed(known).clamp(min=1)


def align(model: SasRec, texts: torch.Tensor, training: list[np.ndarray], size: CtrlTraining, seed: int, device: str) -> None:
    """Pre-trains in place. texts [items, 384], on the device."""
    padded = F.pad(texts, (0, 0, 1, 0))
    users, items = (Alignment(size.hidden, texts.shape[1]).to(device) for _ in range(2))
    parameters = [*model.parameters(), *users.parameters(), *items.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=size.learning_rate, weight_decay=size.weight_decay)
    model.train()
    for epoch in range(size.align_epochs):
        rng = np.random.default_rng((seed, epoch))
        pieces = windows(training, size.length, rng)
        order = rng.permutation(len(pieces))
        for at in range(0, len(pieces), size.batch):
            piece = torch.from_numpy(pieces[order[at : at + size.batch]])[:, :-1]
            places = torch.nonzero(piece.flatten())[:, 0]
            places = places[torch.randperm(len(places))[:PAIRS]].to(device)
            met = torch.unique(piece)[1:] if (piece == 0).any() else torch.unique(piece)
            met, piece = met[torch.randperm(len(met))[:PAIRS]].to(device), piece.to(device)
            represented = model(piece).flatten(0, 1)[places]
            loss = users(represented, latest_texts(padded, piece).flatten(0, 1)[places]) + items(model.item_embedding[met], padded[met])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


def fit(work: Path, size: CtrlTraining, seed: int, device: str = "cpu", path: Path | None = None, source: str | None = None) -> Fitted:
    """source: of sbert.load"""
    data = load_data(work)
    texts = base_texts(work, source, device)[: data.items]
    torch.manual_seed(seed)
    model = Ctrl(data.items, size.hidden, size.blocks, size.length, size.dropout)
    model.start(co_occurrence(data.training, data.items, size.hidden))
    model.to(device)
    align(model, ((texts - texts.mean(0)) / texts.std()).to(device), data.training, size, seed, device)
    log = train(model, data.histories, data.candidates, size, seed=seed, device=device, path=path, name=LABEL, patience=PATIENCE)
    return model.cpu(), log
