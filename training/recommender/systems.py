"""The systems that are compared (paper, table 1) and can stand in SASRec's place (table 11): made by name, trained alike, searched alike.

Each is trained on the training parts of the histories alone; validation chooses its epoch and, in `search`, its settings. The collaborative filters begin
with item embeddings that tell what stands near what in these parts.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, Callable, Mapping, NamedTuple, Sequence

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from ..data import domains, interactions
from ..data.files import read_json, replace_text, require
from ..data.protocol import sample_users
from ..loop import progress
from ..loop.progress import Say
from ..settings import RECOMMENDERS, RecommenderTraining
from . import sasrec
from .networks import ensemble
from .networks.ensemble import Ensemble
from .networks.esasrec import ESasRec
from .networks.gru4rec import Gru4Rec
from .networks.neumf import NeuMf
from .networks.nextitnet import NextItNet
from .networks.textual import Ctrl, MoRec
from .recommender import Recommender, load_weights, save
from .sasrec import SasRec
from .train_recommender import co_occurrence, train, validate

MODELS: Mapping[str, Callable[..., Recommender]] = {"sasrec": SasRec, "esasrec": ESasRec, "gru4rec": Gru4Rec, "nextitnet": NextItNet, "ncf": NeuMf}
READ_TEXTS: Mapping[str, Callable[..., Recommender]] = {"morec": MoRec, "ctrl": Ctrl}  # trained elsewhere (training/baselines), and then like any other
ENSEMBLE = "ensemble"
LABELS = {"sasrec": "SASRec", "esasrec": "eSASRec", "gru4rec": "GRU4Rec", "nextitnet": "NextItNet", "ncf": "NCF", ENSEMBLE: "eSASRec + GRU4Rec"}
PATIENCE = 4  # validations without a better one

SEARCH_EPOCHS = 4  # of each setting that is tried, with a schedule of its own
RATES = tuple({"learning_rate": rate} for rate in (2e-3, 4e-3))  # 1e-3 is behind in so few epochs: 0.602 where GRU4Rec has 0.614 and 0.623
DROPOUTS = ({"dropout": 0.1}, {"dropout": 0.3})  # 0.5, which games and beauty begin with, is too much of films: 0.602 where 0.1 has 0.636
# One after another: what a line finds best is kept for the next. More negatives than 256 are not among them: docs/METHOD.md.
GRID: Mapping[str, tuple[tuple[dict[str, Any], ...], ...]] = {
    "sasrec": (RATES, DROPOUTS),
    "esasrec": (RATES, DROPOUTS),
    "gru4rec": (RATES, DROPOUTS, ({"blocks": 2}, {"hidden": 50})),
    "nextitnet": (RATES, DROPOUTS, ({"blocks": 4},)),
    "ncf": (RATES, ({"length": 20}, {"length": 10}), DROPOUTS),
}

Fitted = tuple[Recommender, list[dict]]  # trained, on the CPU, with its validation metrics over training


class System(NamedTuple):
    """fit: (work folder, settings, seed, device, checkpoint to go on from) -> Fitted. make: (work folder, settings) -> a model for its weights."""

    label: str
    settings: RecommenderTraining
    grid: tuple[tuple[dict[str, Any], ...], ...]
    fit: Callable[[Path, RecommenderTraining, int, str, Path | None], Fitted]
    make: Callable[[Path, RecommenderTraining], Recommender]


class Data(NamedTuple):
    """What training reads of a work folder."""

    items: int
    histories: list[np.ndarray]  # whole; training takes its parts
    candidates: np.ndarray  # of validation [users, 20]

    @property
    def training(self) -> list[np.ndarray]:
        return interactions.training_parts(self.histories)


def items_of(work: Path) -> int:
    return read_json(work / "catalogue.json", "catalogue")["warm"]


def load_data(work: Path) -> Data:
    return Data(items_of(work), interactions.load_sequences(work), np.load(require(work / "candidates.npz", "catalogue"))["validation"])


def make(name: str, items: int, size: RecommenderTraining) -> Recommender:
    return {**MODELS, **READ_TEXTS}[name](items, size.hidden, size.blocks, size.length, size.dropout)


def maker(name: str) -> Callable[[Path, RecommenderTraining], Recommender]:
    """As System.make wants it."""
    return lambda work, size: make(name, items_of(work), size)


def load(path: Path) -> Recommender:
    """The model of a file that `save` wrote, or of a sasrec.safetensors from before there were others; in evaluation mode."""
    with safe_open(str(path), framework="pt") as file:
        described = file.metadata() or {}
        name = described.get("architecture", "sasrec")
        rows, width = file.get_slice("members.0.item_embedding" if name == ENSEMBLE else "item_embedding").get_shape()
    if name == "sasrec":
        return sasrec.load(path)
    if name == ENSEMBLE:
        members = json.loads(described["members"])
        return load_weights(Ensemble([as_described(one, rows - 1, one["width"]) for one in members]), path)
    return load_weights(as_described(described, rows - 1, width), path)


def item_embeddings(path: Path) -> torch.Tensor:
    """Of such a file, without its network where that is not needed. [items, d]"""
    tensors = load_file(str(path))
    return tensors["item_embedding"][1:].float() if "item_embedding" in tensors else load(path).items


def as_described(metadata: Mapping[str, str], items: int, width: int) -> Recommender:
    """A model for the weights of a file with this metadata."""
    return {**MODELS, **READ_TEXTS}[metadata["architecture"]](items, width, int(metadata["blocks"]), int(metadata["length"]))


def fit(name: str, work: Path, size: RecommenderTraining, seed: int, device: str = "cpu", path: Path | None = None) -> Fitted:
    """A collaborative filter."""
    items, histories, candidates = load_data(work)
    torch.manual_seed(seed)
    model = make(name, items, size)
    model.start(co_occurrence(interactions.training_parts(histories), items, size.hidden))
    log = train(model.to(device), histories, candidates, size, seed=seed, device=device, path=path, name=LABELS[name], patience=PATIENCE)
    return model.cpu(), log


def join(work: Path, size: RecommenderTraining, seed: int, device: str, path: Path | None) -> Fitted:
    """The ensemble of the members that the work folder has, or gets, for this seed. `size` and `path` are not read: nothing is trained beside these."""
    histories, candidates = load_data(work)[1:]
    training = interactions.training_parts(histories)
    model = Ensemble([trained(work, name, seed, device=device)[0] for name in ensemble.MEMBERS]).balance(
        [training[row] for row in sample_users(len(training), ensemble.SAMPLE, seed)]
    )
    return model, [{"epoch": 0, "minutes": 0.0, **validate(model, histories, candidates)}]


def filters() -> dict[str, System]:
    """By name."""

    def system(name: str) -> System:
        return System(LABELS[name], RECOMMENDERS[name], GRID[name], lambda *given: fit(name, *given), maker(name))

    def empty(work: Path) -> Ensemble:
        return Ensemble([make(name, items_of(work), settings(work, name, system(name))) for name in ensemble.MEMBERS])

    joined = System(LABELS[ENSEMBLE], RECOMMENDERS[ENSEMBLE], (), join, lambda work, size: empty(work))
    return {**{name: system(name) for name in MODELS}, ENSEMBLE: joined}


def folder(work: Path) -> Path:
    path = work / "systems"
    path.mkdir(exist_ok=True)
    return path


def first_settings(work: Path, system: System) -> RecommenderTraining:
    """What a search starts from: the system's own, in the work folder's domain."""
    return dataclasses.replace(system.settings, **domains.of_work(work).systems)


def trials(work: Path, name: str) -> list[dict]:
    """What a search has tried in this work folder."""
    path = folder(work) / f"search-{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def keep_trials(work: Path, name: str, found: list[dict]) -> None:
    replace_text(folder(work) / f"search-{name}.json", json.dumps(found, indent=1) + "\n")


def borrow(work: Path, other: Path, name: str) -> None:
    """Takes what a search in another work folder found best. Raises ValueError where there was none."""
    best = next((trial for trial in trials(other, name) if trial.get("kept")), None)
    if best is None:
        raise ValueError(f"{other} has no finished search for {name}: python3 -m training.evaluation systems --work {other} --only {name} --search")
    keep_trials(work, name, [{**best, "of": domains.of_work(other).words["items"]}])


def settings(work: Path, name: str, system: System) -> RecommenderTraining:
    """What the search found best in this work folder, or the first ones where there was none."""
    first = first_settings(work, system)
    return next((dataclasses.replace(first, **trial["changes"]) for trial in trials(work, name) if trial.get("kept")), first)


def keep(work: Path, name: str, seed: int, size: RecommenderTraining, model: Recommender, log: list[dict]) -> dict:
    """Keeps a training in the work folder, where `trained` finds it. -> what it measured"""
    file = folder(work) / f"{name}-{seed}.safetensors"
    best = max(log, key=lambda entry: entry["hit1"])
    found = {"system": name, "seed": seed, "settings": dataclasses.asdict(size), "minutes": log[-1]["minutes"], "validation": best, "log": log}
    save(model, file)
    progress.write(file.with_suffix(".json"), found)
    return found


def trained(
    work: Path, name: str, seed: int, *, system: System | None = None, size: RecommenderTraining | None = None, device: str = "cpu"
) -> tuple[Recommender, dict]:
    """A system's weights (on the CPU) and what its training measured, from the work folder where they are there for these settings; trained and kept
    there otherwise. system: None for the collaborative filter of this name."""
    system = system or filters()[name]
    size = size or settings(work, name, system)
    file = folder(work) / f"{name}-{seed}.safetensors"
    record = file.with_suffix(".json")
    if file.exists() and record.exists():
        found = json.loads(record.read_text(encoding="utf-8"))
        if found["settings"] == dataclasses.asdict(size):
            return load_weights(system.make(work, size), file), found
    checkpoint = file.with_suffix(".pt")
    model, log = system.fit(work, size, seed, device, checkpoint)
    found = keep(work, name, seed, size, model, log)
    checkpoint.unlink(missing_ok=True)
    return model.eval(), found


def search(work: Path, name: str, *, system: System | None = None, device: str = "cpu", log: Say = print) -> list[dict]:
    """Tries the system's grid from its settings, each change for SEARCH_EPOCHS; then trains its best and the settings that it began with for their whole length,
    of which validation keeps one, as the training of seed 0. Writes and returns every trial: changes, validation, and whether it was kept."""
    system = system or filters()[name]
    made, first = trials(work, name), first_settings(work, system)

    def tried(changes: dict[str, Any]) -> dict:
        for trial in made:
            if trial["changes"] == changes:
                return trial
        size = dataclasses.replace(first, **{"epochs": SEARCH_EPOCHS, **changes})
        model, entries = system.fit(work, size, 0, device, None)
        best = max(entries, key=lambda entry: entry["hit1"])
        if "epochs" in changes and all(best["hit1"] > trial["hit1"] for trial in made if "epochs" in trial["changes"]):
            keep(work, name, 0, size, model, entries)
        made.append({"system": name, "changes": changes, "minutes": entries[-1]["minutes"], "hit1": best["hit1"], "ndcg10": best["ndcg10"]})
        keep_trials(work, name, made)
        log(f"search {json.dumps(made[-1])}")
        return made[-1]

    def better(found: Sequence[dict]) -> dict[str, Any]:
        return max(found, key=lambda trial: trial["hit1"])["changes"]

    kept: dict[str, Any] = {}
    for line in system.grid:
        kept = better([*([tried(kept)] if kept else []), *(tried({**kept, **change}) for change in line)])
    kept = better([tried({"epochs": first.epochs}), tried({**kept, "epochs": first.epochs})])  # what is ahead after few epochs need not be in the end
    for trial in made:
        trial["kept"] = trial["changes"] == kept
    keep_trials(work, name, made)
    return made
