"""Everything that Stage 2 and the evaluation read of a work folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from ..data import domains
from ..data.files import read_json, require
from ..data.movielens import GENRE_WORDS
from ..data.protocol import HELD_OUT
from ..recommender import systems
from .examples import Positions, load_positions
from .joint_space import blend, encode, sparse_limit

JOINT_FILE = "joint-items.npy"  # in a variant's work folder: stands for f_I(E) [warm, any width], and texts are unknown


@dataclass
class Inputs:
    """Everything Stage 2 and the evaluation know. Rows are the catalogue's; the first `warm` rows are known to SASRec."""

    titles: list[str]
    years: list[int]
    genres: list[tuple[str, ...]]  # words of a sentence
    popularity: np.ndarray  # [films] interactions in training
    warm: int
    sequences: list[np.ndarray]  # per user: rows, oldest first; last = test, one before = validation
    candidates: dict[str, np.ndarray]  # split -> rows [users, 20], the positive in column 0
    users: dict[str, torch.Tensor]  # split -> x_u [users, d]
    training: Positions
    item_embedding: torch.Tensor  # E [warm, d]
    joint_item: torch.Tensor  # e_i = sigmoid(item_encoder(E_i)) [warm, d']
    joint_text: torch.Tensor  # q_i = sigmoid(text_encoder(SBERT(text_i))) [films, d']
    sparse_limit: int  # warm items with at most so many training interactions get the mean of e_i and q_i

    def joint_embeddings(self, system: str) -> torch.Tensor:
        """Joint embeddings [films, d'] that a system reads: `blend`, or q_i of all for A-LLMRec (SBERT)."""
        if system == "a-llmrec-sbert":
            return self.joint_text
        return blend(self.joint_item, self.joint_text, self.popularity, self.sparse_limit)

    @property
    def log_popularity(self) -> torch.Tensor:
        """log(1 + interactions in training) of the warm items. [warm]"""
        return torch.log1p(torch.from_numpy(self.popularity[: self.warm])).float()

    def history(self, user: int, split: str) -> np.ndarray:
        """What is known before the target of a split."""
        return self.sequences[user][: -HELD_OUT[split]]

    def histories(self, split: str) -> list[np.ndarray]:
        return [self.history(user, split) for user in range(len(self.sequences))]


def load_inputs(work: Path) -> Inputs:
    """Of a work folder. Raises FileNotFoundError that names the step whose file is missing."""
    catalogue = read_json(work / "catalogue.json", "catalogue")
    names = catalogue["genreNames"]
    candidates = np.load(require(work / "candidates.npz", "catalogue"))
    representations = np.load(require(work / "user-representations.npz", "sasrec"))
    embedding = systems.item_embeddings(require(work / "sasrec.safetensors", "sasrec"))
    stage1 = load_file(str(require(work / "stage1.safetensors", "stage1")))
    texts = torch.from_numpy(np.load(require(work / "sbert-embeddings.npy", "stage1"))).float()
    popularity = np.asarray(catalogue["popularity"], dtype=np.float64)
    joint_item, joint_text = encode(stage1, "item_encoder", embedding), encode(stage1, "text_encoder", texts)
    positions = load_positions(work)
    limit = sparse_limit(popularity[: catalogue["warm"]], domains.of_catalogue(catalogue).sparse_share)
    if (replaced := work / JOINT_FILE).exists():
        joint_item, limit = torch.from_numpy(np.load(replaced)), -1
        joint_text = torch.zeros(len(catalogue["titles"]), joint_item.shape[1])
    return Inputs(
        titles=catalogue["titles"],
        years=catalogue["years"],
        genres=[tuple(GENRE_WORDS[names[g]] for g in film if names[g] in GENRE_WORDS) for film in catalogue["genres"]],
        popularity=popularity,
        warm=catalogue["warm"],
        sequences=positions.sequences,
        candidates={split: candidates[split] for split in ("validation", "test")},
        users={split: torch.from_numpy(representations[split]).float() for split in ("validation", "test")},
        training=positions,
        item_embedding=embedding,
        joint_item=joint_item,
        joint_text=joint_text,
        sparse_limit=limit,
    )
