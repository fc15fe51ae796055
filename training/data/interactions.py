"""Interactions as implicit feedback: the 5-core, oldest first, the last two of a user held out (paper, section 5.1).

Written to work/interactions.npz and work/candidates.npz; catalogue.py numbers the items.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from .files import replace_arrays, require
from .protocol import draw_candidates

CORE = 5  # interactions that every user and every warm item has at least


def core(ratings: list[tuple[int, int, float]], least: int = CORE) -> list[tuple[int, int, float]]:
    """Drops users and films with fewer than `least` ratings until none is left."""
    while ratings:
        users = Counter(user for user, _, _ in ratings)
        films = Counter(film for _, film, _ in ratings)
        kept = [r for r in ratings if users[r[0]] >= least and films[r[1]] >= least]
        if len(kept) == len(ratings):
            return kept
        ratings = kept
    raise ValueError(f"No user and no film has {least} ratings: the data set is too small for a {least}-core.")


def sequences(ratings: list[tuple[int, int, float]], row_of: dict[int, int], seed: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """Source user ids [users] and per user the catalogue rows, oldest first; equal times are ordered by a seeded draw."""
    draws = np.random.default_rng(seed).random(len(ratings))
    ordered = sorted(zip(ratings, draws.tolist()), key=lambda pair: (pair[0][0], pair[0][2], pair[1]))
    users: dict[int, list[int]] = {}
    for (user, film, _), _ in ordered:
        users.setdefault(user, []).append(row_of[film])
    return np.array(list(users), dtype=np.int32), [np.array(rows, dtype=np.int32) for rows in users.values()]


def training_parts(histories: list[np.ndarray]) -> list[np.ndarray]:
    """What training may know of each user: all but the validation and the test item."""
    return [history[:-2] for history in histories]


def training_items(histories: list[np.ndarray], warm: int) -> np.ndarray:
    """Whether training knows that a user met an item. bool [users, warm]

    Negatives are drawn by it. A user's validation and test items may be drawn too: to leave them out would tell what they are.
    """
    known = np.zeros((len(histories), warm), dtype=bool)
    for user, rows in enumerate(training_parts(histories)):
        known[user, rows] = True
    return known


def training_popularity(histories: list[np.ndarray], films: int) -> np.ndarray:
    """Interactions of each film before validation and test. [films]"""
    return np.bincount(np.concatenate(training_parts(histories)), minlength=films)


def load_sequences(work: Path) -> list[np.ndarray]:
    stored = np.load(require(work / "interactions.npz", "catalogue"))
    items, offsets = stored["items"], stored["offsets"]  # each read once: an .npz reads its file again at every look
    return [items[a:b] for a, b in zip(offsets[:-1], offsets[1:])]


def load_users(work: Path) -> np.ndarray:
    """Source ids of the users, in the sequences' order. [users]"""
    return np.load(require(work / "interactions.npz", "catalogue"))["users"]


def save(work: Path, users: np.ndarray, histories: list[np.ndarray], warm: int, seed: int) -> dict[str, int]:
    offsets = np.concatenate([[0], np.cumsum([len(h) for h in histories])]).astype(np.int64)
    replace_arrays(work / "interactions.npz", items=np.concatenate(histories).astype(np.int32), offsets=offsets, users=users)
    replace_arrays(work / "candidates.npz", seed=np.int64(seed), **draw_candidates(histories, warm, seed))
    return {"users": len(histories), "warm": warm, "interactions": int(offsets[-1]), "median history": int(np.median(np.diff(offsets)))}
