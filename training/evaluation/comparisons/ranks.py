"""Systems on the same users: by the paper's protocol, and by what experts ask for beside it.

A sampled ranking need not keep the order of systems (Krichene and Rendle, 2020), so each target is also ranked among 99 others and among all
items that the user has not met; and a shuffled history says how much the order of the films is worth (as LLM-SRec does).
"""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Mapping, Sequence

import numpy as np
import torch
from scipy import sparse

from ...data import interactions, protocol
from ...data.files import read_json, require
from ...loop.progress import Say
from ...recommender import sasrec
from ...recommender.recommender import Recommender

Scorer = Callable[[Sequence[np.ndarray]], np.ndarray]  # histories -> scores of all items [histories, items]
Ranks = Mapping[str, np.ndarray]  # protocol -> 1-based rank of each user's target [users]
BATCH = 256  # users whose scores are held at once
EASE_WEIGHTS = (200.0, 500.0, 1000.0)  # of which validation chooses
WHOLE = 1_000_000  # length of a history that is read whole


class Users:
    """Of a work folder and a split: what is known of each user, the target, and the others that it is ranked among. limit: so many users, drawn as
    `evaluation users --users` draws them; None: all."""

    def __init__(self, work: Path, split: str, limit: int | None = None):
        catalogue = read_json(work / "catalogue.json", "catalogue")
        sequences, back = interactions.load_sequences(work), protocol.HELD_OUT[split]
        self.items, self.limit = catalogue["warm"], limit
        self.numbers = np.sort(protocol.sample_users(len(sequences), limit, 0))  # of the users, in the work folder's sequences
        self.histories = [sequences[user][:-back] for user in self.numbers]
        self.targets = np.array([sequences[user][-back] for user in self.numbers])
        self.few = np.load(require(work / "candidates.npz", "catalogue"))[split][self.numbers]  # [users, 20], the target in column 0
        self.many = protocol.draw_candidates(sequences, self.items, 0, protocol.MANY)[split][self.numbers]
        self.counts = interactions.training_popularity(sequences, self.items)  # [items]
        assert (self.few[:, 0] == self.targets).all()

    def shuffled(self, length: int, seed: int = 0) -> list[np.ndarray]:
        """The histories' last `length` items, which are what a system reads, in random order."""
        rng = np.random.default_rng(seed)
        return [rng.permutation(history[-length:]) for history in self.histories]


def scorer(model: Recommender) -> Scorer:
    """On the model's device."""

    @torch.no_grad()
    def scores(histories: Sequence[np.ndarray]) -> np.ndarray:
        table = model.item_embedding.detach()[1:]
        return model.scores(model.represent(histories).to(table.device), table).cpu().numpy()

    return scores


def multi_hot(histories: Sequence[np.ndarray], items: int) -> sparse.csr_matrix:
    """[histories, items]"""
    columns = np.concatenate(histories)
    rows = np.repeat(np.arange(len(histories)), [len(history) for history in histories])
    return sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), (rows, columns)), shape=(len(histories), items))


def ease(training: Sequence[np.ndarray], items: int, weight: float) -> Scorer:
    """EASE (Steck, 2019), the linear item-to-item model in closed form: what a history of any order is worth, and a baseline that tuning cannot weaken."""
    met = multi_hot(training, items)
    gram = torch.from_numpy((met.T @ met).toarray())
    gram.diagonal().add_(weight)
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(gram))
    between = -(inverse / inverse.diagonal()).numpy()  # [items, items]
    np.fill_diagonal(between, 0)
    return lambda histories: multi_hot(histories, items) @ between


def best_ease(work: Path, log: Say = print) -> Scorer:
    """With the weight that is best for the validation users."""
    users = Users(work, "validation")
    tried = [(ease(users.histories, users.items, weight), weight) for weight in EASE_WEIGHTS]
    found = [float((candidate_ranks(scores_of(users.histories), users.few, users.numbers) == 1).mean()) for scores_of, _ in tried]
    log(f"systems: EASE, validation Hit@1 {dict(zip(EASE_WEIGHTS, found))}")
    return tried[int(np.argmax(found))][0]


def popularity(counts: np.ndarray) -> Scorer:
    return lambda histories: np.broadcast_to(counts.astype(float), (len(histories), len(counts)))


def catalogue_ranks(scores: np.ndarray, targets: np.ndarray, histories: Sequence[np.ndarray]) -> np.ndarray:
    """1-based rank of each target among all items that are not in the history; ties count against it. scores [users, items] -> [users]"""
    own = np.take_along_axis(scores, targets[:, None], 1)
    better = (scores >= own).sum(1) - 1
    met = np.array([(row[history] >= score).sum() for row, score, history in zip(scores, own[:, 0], histories)])
    return 1 + better - met


def candidate_ranks(scores: np.ndarray, candidates: np.ndarray, users: np.ndarray) -> np.ndarray:
    """1-based rank of column 0 of the candidates [users, c] in scores of all items [users, items]. users: their numbers. [users]"""
    return given_ranks(np.take_along_axis(scores, candidates, 1), users)


def rank(users: Users, scores_of: Scorer, length: int) -> dict[str, np.ndarray]:
    """By protocol, the rank of every user's target: "few" (the paper's), "many", "catalogue", "shuffled" (as "few")."""
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("few", "many", "catalogue", "shuffled")}
    mixed = users.shuffled(length)
    for at in range(0, len(users.targets), BATCH):
        part = slice(at, at + BATCH)
        numbers = users.numbers[part]
        scores = scores_of(users.histories[part])
        parts["few"].append(candidate_ranks(scores, users.few[part], numbers))
        parts["many"].append(candidate_ranks(scores, users.many[part], numbers))
        parts["catalogue"].append(catalogue_ranks(scores, users.targets[part], users.histories[part]))
        parts["shuffled"].append(candidate_ranks(scores_of(mixed[part]), users.few[part], numbers))
    return {name: np.concatenate(found) for name, found in parts.items()}


def rank_run(work: Path, users: Users) -> dict[str, np.ndarray]:
    """Of the run's own SASRec."""
    model = sasrec.load(require(work / "sasrec.safetensors", "sasrec"))
    return rank(users, scorer(model), model.length)


def given_ranks(scores: np.ndarray, users: np.ndarray) -> np.ndarray:
    """1-based rank of column 0 in scores of the candidates [users, c]; ties go by the place in the prompt, as in leave_one_out.py. users: their numbers. [users]"""
    return protocol.ranks(scores, np.stack([protocol.candidate_order(user, scores.shape[1]) for user in users]))
