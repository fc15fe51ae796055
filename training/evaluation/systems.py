"""The collaborative filters on the same users: by the paper's protocol, and by what experts ask for beside it.

A sampled ranking need not keep the order of systems (Krichene and Rendle, 2020), so each target is also ranked among 99 others and among all
items that the user has not met; and a shuffled history says how much the order of the films is worth (as LLM-SRec does).
"""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Mapping, Sequence

import numpy as np
import torch
from scipy import sparse

from ..data import interactions, protocol
from ..data.files import read_json, require
from ..loop.progress import Say
from ..recommender import sasrec, systems
from ..recommender.recommender import Recommender

Scorer = Callable[[Sequence[np.ndarray]], np.ndarray]  # histories -> scores of all items [histories, items]
Ranks = Mapping[str, np.ndarray]  # protocol -> 1-based rank of each user's target [users]
MANY = 99  # negatives
BATCH = 256  # users whose scores are held at once
RUN, EASE, POPULAR = "run", "ease", "popularity"  # the run's own SASRec, which every difference is taken from; what needs no training
LABELS = {RUN: "SASRec", **systems.LABELS, "sasrec": "SASRec, trained as the following", EASE: "EASE", POPULAR: "Most popular"}
EASE_WEIGHTS = (200.0, 500.0, 1000.0)  # of which validation chooses
WHOLE = 1_000_000  # length of a history that is read whole


class Users:
    """Of a work folder and a split: what is known of each user, the target, and the others that it is ranked among."""

    def __init__(self, work: Path, split: str, seed: int = 0):
        catalogue = read_json(work / "catalogue.json", "catalogue")
        sequences, back = interactions.load_sequences(work), protocol.HELD_OUT[split]
        self.items = catalogue["warm"]
        self.histories = [sequence[:-back] for sequence in sequences]
        self.targets = np.array([sequence[-back] for sequence in sequences])
        self.few = np.load(require(work / "candidates.npz", "catalogue"))[split]  # [users, 20], the target in column 0
        self.many = protocol.draw_candidates(sequences, self.items, seed, MANY)[split]
        self.counts = interactions.training_popularity(sequences, self.items)  # [items]
        assert (self.few[:, 0] == self.targets).all()

    def shuffled(self, length: int, seed: int = 0) -> list[np.ndarray]:
        """The histories' last `length` items, which are what a system reads, in random order."""
        rng = np.random.default_rng(seed)
        return [rng.permutation(history[-length:]) for history in self.histories]


def scorer(model: Recommender) -> Scorer:
    return lambda histories: model.scores(model.represent(histories), model.items).detach().numpy()


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
    found = [float((candidate_ranks(scores_of(users.histories), users.few, 0) == 1).mean()) for scores_of, _ in tried]
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


def candidate_ranks(scores: np.ndarray, candidates: np.ndarray, first: int) -> np.ndarray:
    """1-based rank of column 0 of the candidates [users, c]; ties go by the place in the prompt, as in leave_one_out.py. first: number of the first user."""
    orders = np.stack([protocol.candidate_order(first + user, candidates.shape[1]) for user in range(len(candidates))])
    return protocol.ranks(np.take_along_axis(scores, candidates, 1), orders)


def rank(users: Users, scores_of: Scorer, length: int) -> dict[str, np.ndarray]:
    """By protocol, the rank of every user's target: "few" (the paper's), "many", "catalogue", "shuffled" (as "few")."""
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("few", "many", "catalogue", "shuffled")}
    mixed = users.shuffled(length)
    for at in range(0, len(users.targets), BATCH):
        part = slice(at, at + BATCH)
        scores = scores_of(users.histories[part])
        parts["few"].append(candidate_ranks(scores, users.few[part], at))
        parts["many"].append(candidate_ranks(scores, users.many[part], at))
        parts["catalogue"].append(catalogue_ranks(scores, users.targets[part], users.histories[part]))
        parts["shuffled"].append(candidate_ranks(scores_of(mixed[part]), users.few[part], at))
    return {name: np.concatenate(found) for name, found in parts.items()}


def measure(work: Path, users: Users, names: Sequence[str], seeds: Sequence[int], log: Say = print) -> dict[str, list[Ranks]]:
    """Of the run's SASRec, each system by each of its training seeds (trained where it is not there yet), EASE and popularity."""
    model = sasrec.load(require(work / "sasrec.safetensors", "sasrec"))
    found: dict[str, list[Ranks]] = {RUN: [rank(users, scorer(model), model.length)]}
    for name in names:
        found[name] = []
        for seed in seeds:
            model, _ = systems.trained(work, name, seed)
            found[name].append(rank(users, scorer(model), model.length))
            log(f"systems: {LABELS[name]}, seed {seed}, is ranked")
    found[EASE] = [rank(users, best_ease(work, log), WHOLE)]
    found[POPULAR] = [rank(users, popularity(users.counts), WHOLE)]
    return found
