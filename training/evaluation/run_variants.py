"""Trains and measures the paper's comparisons on a finished run.

The language model is the run's, frozen. Every variant, the control "full" included, gets the same Stage 2 budget; validation chooses its
step, and the test users are scored once.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, Sequence

import numpy as np

from ..aligner import stage2
from ..aligner.inputs import JOINT_FILE
from ..data import protocol
from ..data.files import require
from ..loop import progress
from ..loop.budget import Budget
from ..loop.progress import Say
from ..settings import Preset
from . import leave_one_out
from .variants import VARIANTS, Variant

LINKED = (
    "catalogue.json",
    "texts.json",
    "interactions.npz",
    "candidates.npz",
    "sasrec.safetensors",
    "user-representations.npz",
    "stage1.safetensors",
    "sbert-embeddings.npy",
    "sbert",
    "opt",
)
WARM_UP = 1200  # steps, the same for every variant
CHOICES = 1  # of a list: the first place needs no more, and variants are told apart by it


def compare(work: Path, preset: Preset) -> None:
    """Writes into every measured variant.json how its systems differ from the control's, few-shot runs from their own SASRec, on the same users."""

    def ranks(name: str) -> dict[str, np.ndarray]:
        path = work / "variants" / name / "scores.npz"
        if not path.exists():
            return {}
        stored = np.load(path)
        return {system: protocol.stored_ranks(stored, system) for system in leave_one_out.SYSTEMS if system in stored}

    control = ranks(VARIANTS[0].name)
    for variant in VARIANTS[1:]:
        path = work / "variants" / variant.name / "variant.json"
        found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        own = ranks(variant.name)
        for system in found.get("test", {}):
            baseline = own.get("sasrec") if variant.table == "few-shot" else control.get(system)
            if baseline is not None and system != "sasrec":
                found["test"][system]["difference"] = protocol.paired_difference(own[system], baseline, 0, preset.evaluation.bootstrap)
        if found:
            progress.write(path, found)


def whole_stage2(preset: Preset, steps: int = 0) -> Preset:
    """What ships learnt by: both warm-ups of the preset, with the weights of the second, and `steps` of the likelihood in between."""
    further = preset.further_stage2
    stage2 = dataclasses.replace(preset.stage2, taste_weight=further.taste_weight, user_genre_pull=further.user_genre_pull)
    return dataclasses.replace(preset, stage2=dataclasses.replace(stage2, steps=steps, validate_steps=max(1, steps // 2)))


def link(work: Path, folder: Path) -> None:
    """Lets a variant's folder begin with the run's files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in LINKED:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to((work / name).resolve())
    for name in ("stage2.pt", "stage2.safetensors", "stage2-further.pt", "stage2-further.safetensors", JOINT_FILE, "prompt.json"):
        (folder / name).unlink(missing_ok=True)


def run_whole(work: Path, preset: Preset, variant: Variant, log: Say = print, device: str = "cpu") -> dict:
    """Trains a variant as what ships was trained, in work/variants/NAME-whole, so that a bundle may carry it (training/export/backbones/mlp_llm.py). Validation alone;
    writes and returns its whole.json."""
    folder = work / "variants" / f"{variant.name}-whole"
    link(work, folder)
    variant.prepare(work, folder, preset)
    numbers = whole_stage2(preset)
    numbers = dataclasses.replace(numbers, stage2=dataclasses.replace(numbers.stage2, **variant.changes))
    trained = [step(folder, numbers, seed=0, device=device, log=log) for step in (stage2.run, stage2.go_on)]
    asked: dict[str, Any] = {"systems": variant.systems, "exact": False, "choices": CHOICES, "device": device, "log": lambda line: None}
    measured = leave_one_out.run(folder, numbers, split="validation", **asked)["systems"]
    minutes = round(sum(metrics.get("minutes", 0) for metrics in trained), 1)
    found = {"name": variant.name, "row": variant.row, "seed": 0, "minutes": minutes, "stage2": trained[-1].get("best", {}), "validation": measured}
    progress.write(folder / "whole.json", found)
    log(f"variant {json.dumps(found)}")
    return found


def run(work: Path, preset: Preset, variant: Variant, steps: int, test: bool, log: Say = print, device: str = "cpu") -> dict:
    """Prepares, trains and measures one variant; writes and returns its variant.json."""
    folder = work / "variants" / variant.name
    link(work, folder)
    budget = Budget(1)
    variant.prepare(work, folder, preset)
    numbers = dataclasses.replace(
        preset.stage2,
        steps=steps,
        contrastive_restarts=1,
        validate_steps=max(1, steps // 2),
        **{"contrastive_steps": WARM_UP, "validate_users": 300, **variant.changes},
    )
    trained = stage2.run(folder, dataclasses.replace(preset, stage2=numbers), seed=0, device=device, log=log)
    found = {
        "name": variant.name,
        "table": variant.table,
        "row": variant.row,
        "seed": 0,
        "minutes": round(budget.minutes, 1),
        "stage2": {**trained["best"], "steps": trained["steps"], "minutes": trained["minutes"]},  # of the whole, not until the best step
    }
    if (folder / "stage1.json").exists() and not (folder / "stage1.json").is_symlink():
        found["stage1"] = json.loads((folder / "stage1.json").read_text(encoding="utf-8"))
    if test:
        systems = (*variant.systems, "sasrec") if variant.table == "few-shot" else variant.systems
        found["test"] = leave_one_out.run(folder, preset, systems=systems, exact=False, choices=CHOICES, device=device, log=lambda line: None)["systems"]
    progress.write(folder / "variant.json", found)
    log(f"variant {json.dumps(found)}")
    return found


def run_all(work: Path, preset: Preset, names: Sequence[str], steps: int, test: bool, log: Say = print, device: str = "cpu", *, whole: bool = False) -> None:
    """Those of the names. Raises FileNotFoundError where the work folder has no finished run."""
    for name, step in (("opt", "pretrain"), ("stage1.safetensors", "stage1"), ("user-representations.npz", "sasrec")):
        require(work / name, step)
    for variant in VARIANTS:
        if variant.name in names and whole:
            run_whole(work, preset, variant, log, device)
        elif variant.name in names:
            run(work, preset, variant, steps, test, log, device)
    if test:
        compare(work, preset)
