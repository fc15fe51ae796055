"""Interactions: MovieLens ratings as implicit feedback, 5-core, oldest first, leave-one-out (paper, section 5.1).

Reads the files of a data folder. Writes work/interactions.npz and work/candidates.npz; catalogue.py numbers the films.
"""

from __future__ import annotations

import csv
import json
import lzma
from collections import Counter
from pathlib import Path

import numpy as np

CORE = 5  # interactions that every user and every warm film has at least
NEGATIVES = 19  # uniform films the user never met, beside the positive


def load_ratings(data: Path, known: set[int]) -> list[tuple[int, int, float]]:
    """(user, film id, time) of every rating of a known film; a film that a user rated twice counts once, at its last time."""
    latest: dict[tuple[int, int], float] = {}
    path = data / "movielens/ratings.csv.xz"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: --data needs the folder that training/README.md describes; without --data it is fetched.")
    with lzma.open(path, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            film = int(row["movieId"])
            if film in known:
                latest[int(row["uid"]), film] = float(row["timestamp"])
    return [(user, film, time) for (user, film), time in latest.items()]


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


def draw_candidates(histories: list[np.ndarray], warm: int, seed: int) -> dict[str, np.ndarray]:
    """Per split [users, 20]: the positive in column 0, then 19 uniform warm films the user never met (paper, section 5.1)."""
    rng = np.random.default_rng(seed)
    most = max(len(set(history.tolist())) for history in histories)
    if warm - most < NEGATIVES:
        raise ValueError(f"{warm} warm films are too few: a user has met {most} of them, which leaves no {NEGATIVES} negatives.")
    splits = {}
    for split, back in (("validation", 2), ("test", 1)):
        rows = np.zeros((len(histories), 1 + NEGATIVES), dtype=np.int32)
        for user, history in enumerate(histories):
            met, drawn = set(history.tolist()), []
            while len(drawn) < NEGATIVES:
                row = int(rng.integers(0, warm))
                if row not in met and row not in drawn:
                    drawn.append(row)
            rows[user] = [history[-back], *drawn]
        splits[split] = rows
    return splits


def training_popularity(histories: list[np.ndarray], films: int) -> np.ndarray:
    """Interactions of each film before validation and test. [films]"""
    return np.bincount(np.concatenate([h[:-2] for h in histories]), minlength=films)


def load_sequences(work: Path) -> list[np.ndarray]:
    stored = np.load(work / "interactions.npz")
    return [stored["items"][a:b] for a, b in zip(stored["offsets"][:-1], stored["offsets"][1:])]


def save(work: Path, users: np.ndarray, histories: list[np.ndarray], warm: int, seed: int) -> dict:
    offsets = np.concatenate([[0], np.cumsum([len(h) for h in histories])]).astype(np.int64)
    replace_arrays(work / "interactions.npz", items=np.concatenate(histories).astype(np.int32), offsets=offsets, users=users)
    replace_arrays(work / "candidates.npz", seed=np.int64(seed), **draw_candidates(histories, warm, seed))
    return {"users": len(histories), "warm": warm, "interactions": int(offsets[-1]), "median history": int(np.median(np.diff(offsets)))}


def replace_arrays(path: Path, **arrays) -> None:
    """An .npz that is never seen half written."""
    part = path.with_name(f"part-{path.name}")
    np.savez(part, **arrays)
    part.replace(path)
