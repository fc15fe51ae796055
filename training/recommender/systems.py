"""The collaborative filters that are compared (paper, table 1) and can stand in SASRec's place (table 11): made by name, trained alike, searched alike.

Each is trained on the training parts of the histories alone, from item embeddings that tell what stands near what there; validation chooses its epoch
and, in `search`, its settings.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, Callable, Mapping

import numpy as np
import torch

from ..data import interactions
from ..data.files import read_json, replace_text, require
from ..loop import progress
from ..loop.progress import Say
from ..settings import RECOMMENDERS, RecommenderTraining
from .esasrec import ESasRec
from .gru4rec import Gru4Rec
from .neumf import NeuMf
from .nextitnet import NextItNet
from .recommender import Recommender, load_weights, save
from .sasrec import SasRec
from .train_recommender import co_occurrence, train

MODELS: Mapping[str, Callable[..., Recommender]] = {"sasrec": SasRec, "esasrec": ESasRec, "gru4rec": Gru4Rec, "nextitnet": NextItNet, "ncf": NeuMf}
LABELS = {"sasrec": "SASRec", "esasrec": "eSASRec", "gru4rec": "GRU4Rec", "nextitnet": "NextItNet", "ncf": "NCF"}
PATIENCE = 4  # validations without a better one

SEARCH_EPOCHS = 4  # of each setting that is tried, with a schedule of its own
RATES = tuple({"learning_rate": rate} for rate in (1e-3, 3e-3))
# One after another: what a line finds best is kept for the next.
GRID: Mapping[str, tuple[tuple[dict[str, Any], ...], ...]] = {
    "sasrec": (RATES, ({"dropout": 0.1}, {"dropout": 0.3}), ({"negatives": 2048},)),
    "esasrec": (RATES, ({"dropout": 0.1}, {"dropout": 0.3}), ({"negatives": 2048},)),
    "gru4rec": (RATES, ({"dropout": 0.1}, {"dropout": 0.3}), ({"blocks": 2}, {"hidden": 50})),
    "nextitnet": (RATES, ({"dropout": 0.1}, {"dropout": 0.3}), ({"blocks": 2}, {"blocks": 6})),
    "ncf": (RATES, ({"length": 20}, {"length": 10}), ({"dropout": 0.1}, {"dropout": 0.5})),
}


def make(name: str, items: int, size: RecommenderTraining) -> Recommender:
    return MODELS[name](items, size.hidden, size.blocks, size.length, size.dropout)


def folder(work: Path) -> Path:
    path = work / "systems"
    path.mkdir(exist_ok=True)
    return path


def fit(work: Path, name: str, size: RecommenderTraining, seed: int, path: Path | None = None) -> tuple[Recommender, list[dict]]:
    """Trained, with its validation metrics over training. path: of a checkpoint to go on from."""
    items = read_json(work / "catalogue.json", "catalogue")["warm"]
    candidates = np.load(require(work / "candidates.npz", "catalogue"))["validation"]
    histories = interactions.load_sequences(work)
    torch.manual_seed(seed)
    model = make(name, items, size)
    model.start(co_occurrence(interactions.training_parts(histories), items, size.hidden))
    log = train(model, histories, candidates, size, seed=seed, path=path, name=LABELS[name], patience=PATIENCE)
    return model, log


def trained(work: Path, name: str, seed: int, size: RecommenderTraining | None = None) -> tuple[Recommender, dict]:
    """A system's weights and what its training measured, from the work folder where they are there for these settings; trained and kept there otherwise."""
    size = size or RECOMMENDERS[name]
    file = folder(work) / f"{name}-{seed}.safetensors"
    record, settings = file.with_suffix(".json"), dataclasses.asdict(size)
    if file.exists() and record.exists():
        found = json.loads(record.read_text(encoding="utf-8"))
        if found["settings"] == settings:
            items = read_json(work / "catalogue.json", "catalogue")["warm"]
            return load_weights(make(name, items, size), file), found
    checkpoint = file.with_suffix(".pt")
    model, log = fit(work, name, size, seed, checkpoint)
    best = max(log, key=lambda entry: entry["hit1"])
    found = {"system": name, "seed": seed, "settings": settings, "minutes": log[-1]["minutes"], "validation": best, "log": log}
    save(model, file)
    progress.write(record, found)
    checkpoint.unlink(missing_ok=True)
    return model.eval(), found


def search(work: Path, name: str, log: Say = print) -> list[dict]:
    """Tries the system's grid from its settings, each change for SEARCH_EPOCHS; writes and returns every trial: changes, validation, and whether it was kept."""
    path = folder(work) / f"search-{name}.json"
    trials: list[dict] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []

    def tried(changes: dict[str, Any]) -> dict:
        for trial in trials:
            if trial["changes"] == changes:
                return trial
        size = dataclasses.replace(RECOMMENDERS[name], **{"epochs": SEARCH_EPOCHS, **changes})
        _, entries = fit(work, name, size, 0)
        best = max(entries, key=lambda entry: entry["hit1"])
        trials.append({"system": name, "changes": changes, "minutes": entries[-1]["minutes"], "hit1": best["hit1"], "ndcg10": best["ndcg10"]})
        replace_text(path, json.dumps(trials, indent=1) + "\n")
        log(f"search {json.dumps(trials[-1])}")
        return trials[-1]

    kept: dict[str, Any] = {}
    for line in GRID[name]:
        found = [tried(kept), *(tried({**kept, **change}) for change in line)] if kept else [tried(change) for change in line]
        kept = max(found, key=lambda trial: trial["hit1"])["changes"]
    for trial in trials:
        trial["kept"] = trial["changes"] == kept
    replace_text(path, json.dumps(trials, indent=1) + "\n")
    return trials
