"""Trains the SASRec of a run, and keeps what the later steps read of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from ..data import interactions, protocol
from ..data.files import read_json, replace_arrays, require
from ..loop import progress
from ..settings import Preset
from .recommender import save
from .sasrec import SasRec, load
from .train_recommender import co_occurrence, train
from .user_representations import user_representations


def popularity_baseline(histories: list[np.ndarray], films: int, candidates: np.ndarray) -> dict[str, float]:
    """The same ranking by training interactions alone; equal counts are ordered by a seeded draw."""
    counts = interactions.training_popularity(histories, films).astype(np.float64)
    return protocol.hit_and_gain(protocol.strict_ranks(counts[candidates] + np.random.default_rng(0).random(candidates.shape) * 1e-6))


def represent(work: Path, preset: Preset, *, seed: int, device: str = "cpu") -> None:
    """Writes user-representations.npz, the largest file of a work folder, anew from sasrec.safetensors."""
    model = load(require(work / "sasrec.safetensors", "sasrec")).to(device)
    replace_arrays(work / "user-representations.npz", **user_representations(model, interactions.load_sequences(work), preset.sasrec, seed))


def run(work: Path, preset: Preset, *, seed: int, minutes: float | None = None, device: str = "cpu") -> dict:
    """Writes sasrec.safetensors, sasrec.json and user-representations.npz; validation chooses the epoch."""
    size, path = preset.sasrec, work / "sasrec.pt"
    histories = interactions.load_sequences(work)
    warm = read_json(work / "catalogue.json", "catalogue")["warm"]
    candidates = np.load(require(work / "candidates.npz", "catalogue"))["validation"]
    torch.manual_seed(seed)
    model = SasRec(warm, size.hidden, size.blocks, size.length, size.dropout)
    if size.co_occurrence:
        model.start(co_occurrence(interactions.training_parts(histories), warm, size.hidden))
    log = train(model.to(device), histories, candidates, size, seed=seed, minutes=minutes, device=device, path=path)
    save(model, work / "sasrec.safetensors")
    replace_arrays(work / "user-representations.npz", **user_representations(model, histories, size, seed))
    best = max(log, key=lambda entry: entry["hit1"])
    popular = popularity_baseline(histories, warm, candidates)
    progress.write(work / "sasrec.json", {"validation": best, "popularity": popular, "log": log})
    path.unlink(missing_ok=True)
    return {"hit1": best["hit1"], "ndcg10": best["ndcg10"], "epoch": best["epoch"], "popularity hit1": popular["hit1"]}
