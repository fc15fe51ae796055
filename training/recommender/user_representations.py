"""x_u of every place of a history that a later step reads: the training positions of Stages 1 and 2, validation, test."""

from __future__ import annotations

import numpy as np

from ..settings import SasRecTraining
from .sasrec import SasRec


def user_representations(model: SasRec, histories: list[np.ndarray], size: SasRecTraining, seed: int) -> dict[str, np.ndarray]:
    """x_u of histories[user][start:position], before up to `examples_per_user` training targets of each user (position >= 3), and
    before validation and test. start > 0: a cut history, of which few would be as short otherwise (a deviation, for cold users)."""
    rng = np.random.default_rng(seed)
    pairs = [(u, p) for u, h in enumerate(histories) for p in rng.permutation(np.arange(3, len(h) - 2))[: size.examples_per_user]]
    users, positions = (np.array(column, dtype=np.int32) for column in zip(*pairs))
    cut = np.flatnonzero(rng.random(len(pairs)) < size.cut_share)
    least, most = size.cut_films
    starts = positions[cut] - rng.integers(least, most + 1, len(cut), dtype=np.int32)
    cut, starts = cut[starts > 0], starts[starts > 0]
    whole = np.zeros_like(users)
    users, starts, positions = (np.concatenate(parts) for parts in ((users, users[cut]), (whole, starts), (positions, positions[cut])))
    return {
        "user": users,
        "start": starts,
        "position": positions,
        "x": model.represent([histories[u][start:p] for u, start, p in zip(users, starts, positions)]).numpy(),
        "validation": model.represent([h[:-2] for h in histories]).numpy(),
        "test": model.represent([h[:-1] for h in histories]).numpy(),
    }
