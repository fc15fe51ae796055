"""The paper's evaluation (section 5.1): the held-out item among 19 uniform ones that the user never met, Hit@1 and NDCG@10."""

from __future__ import annotations

from typing import Mapping, Sequence

import numpy as np

NEGATIVES = 19  # uniform items the user never met, beside the positive
MANY = 99  # of what is beyond the paper, beside these
HELD_OUT = {"validation": 2, "test": 1}  # place of a split's target in a history, from the end


def most_negatives(histories: list[np.ndarray], warm: int) -> int:
    """So many can be drawn for each user."""
    return warm - max(len(set(history.tolist())) for history in histories)


def draw_candidates(histories: list[np.ndarray], warm: int, seed: int, negatives: int = NEGATIVES) -> dict[str, np.ndarray]:
    """Per split [users, 20]: the positive in column 0, then 19 uniform warm films the user never met (paper, section 5.1), or other so many."""
    rng = np.random.default_rng(seed)
    most = most_negatives(histories, warm)
    if most < negatives:
        raise ValueError(f"{warm} warm films are too few: a user has met {warm - most} of them, which leaves no {negatives} negatives.")
    splits = {}
    for split, back in HELD_OUT.items():
        rows = np.zeros((len(histories), 1 + negatives), dtype=np.int32)
        for user, history in enumerate(histories):
            met = set(history.tolist())
            drawn: list[int] = []
            while len(drawn) < negatives:
                row = int(rng.integers(0, warm))
                if row not in met and row not in drawn:
                    drawn.append(row)
            rows[user] = [history[-back], *drawn]
        splits[split] = rows
    return splits


def candidate_order(user: int, count: int) -> np.ndarray:
    """The order in which a user's candidates stand in the prompt; column 0, the positive, goes anywhere."""
    return np.random.default_rng(int(user)).permutation(count)


def sample_users(users: int, limit: int | None, seed: int) -> np.ndarray:
    """Numbers of `limit` users, drawn at random; of all, in order, without a limit. [users]"""
    return np.random.default_rng(seed).permutation(users)[:limit] if limit else np.arange(users)


def ranks(scores: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """1-based rank of column 0 in scores [users, candidates]; ties go by the place in the prompt, as in the engine."""
    place = np.argsort(orders, axis=1)  # place[u, c]: where candidate c stands
    better = (scores > scores[:, :1]) | ((scores == scores[:, :1]) & (place < place[:, :1]))
    return 1 + better.sum(1)


def places(order: Sequence[int]) -> np.ndarray:
    """1-based place of each candidate in a list of candidates. [candidates]"""
    found = np.zeros(len(order), dtype=int)
    found[np.asarray(order)] = np.arange(1, len(order) + 1)
    return found


def stored_ranks(arrays: Mapping[str, np.ndarray], system: str) -> np.ndarray:
    """1-based rank of column 0 in a system's lists, as scores*.npz has them: by its places, or else by its scores."""
    listed = f"{system}-places"
    return arrays[listed][:, 0] if listed in arrays else ranks(arrays[system], arrays["orders"])


def strict_ranks(scores: np.ndarray) -> np.ndarray:
    """1-based rank of column 0 in scores [users, candidates]; ties count against it."""
    return 1 + (scores[:, 1:] >= scores[:, :1]).sum(1)


def hits_and_gains(rank: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hit@1 and NDCG@10 of each user, from the 1-based rank of the positive. [users], [users]"""
    return (rank == 1).astype(float), np.where(rank <= 10, 1 / np.log2(rank + 1), 0.0)


def hit_and_gain(rank: np.ndarray) -> dict[str, float]:
    """Means over users."""
    hits, gains = hits_and_gains(rank)
    return {"hit1": float(hits.mean()), "ndcg10": float(gains.mean())}


def interval_of_mean(values: np.ndarray, seed: int, resamples: int) -> list[float]:
    """95% bootstrap interval of the mean over users."""
    rng = np.random.default_rng(seed)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(resamples)]
    return [round(float(v), 4) for v in np.percentile(means, [2.5, 97.5])]


def summarise(rank: np.ndarray, seed: int, resamples: int) -> dict:
    """Hit@1, NDCG@10 and the 95% bootstrap interval of Hit@1 over users, from the 1-based rank of the positive."""
    found = {name: round(value, 4) for name, value in hit_and_gain(rank).items()}
    return {"users": len(rank), **found, "interval": interval_of_mean(hits_and_gains(rank)[0], seed, resamples)}


def paired_difference(rank: np.ndarray, others: np.ndarray, seed: int, resamples: int) -> dict:
    """Hit@1 of one system less that of another on the same users, with its 95% interval: users are resampled in pairs."""
    differences = hits_and_gains(rank)[0] - hits_and_gains(others)[0]
    return {"value": round(float(differences.mean()), 4), "interval": interval_of_mean(differences, seed, resamples)}
