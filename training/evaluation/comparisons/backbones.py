"""A-LLMRec with each collaborative filter in SASRec's place (paper, table 11): Stage 1's linear layers and Stage 2 anew for each, on the run's fine-tuned
text embeddings and its language model, as the variants have them.

For NCF, whose score is no inner product, Stage 1's recommendation loss reads one all the same.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
import torch

from ...aligner import stage2
from ...baselines import registry
from ...command_line import portable
from ...data import interactions, protocol
from ...data.files import replace_arrays, require
from ...loop import progress
from ...loop.progress import Say
from ...presets import NO_FURTHER_STAGE2
from ...recommender import recommender
from ...recommender import systems as filters
from ...recommender.user_representations import user_representations
from ...settings import Preset
from .. import calibration, leave_one_out, run_variants
from ..variants import linear_stage1, replace
from . import ranks
from .jobs import run_all
from .tables import LABELS, RESAMPLES, dated, say, write

SYSTEM = "a-llmrec"
OWN = ("sasrec.safetensors", "user-representations.npz", "stage1.safetensors", "sbert-embeddings.npy")  # made anew
LEFT = ("stage2.pt", "stage2.safetensors", "stage2-further.pt", "stage2-further.safetensors")  # of an earlier try


def short_stage2(preset: Preset, steps: int) -> Preset:
    """The variants' budget: the contrastive warm-up, and `steps` of the likelihood."""
    numbers = {"contrastive_steps": run_variants.WARM_UP, "contrastive_restarts": 1, "validate_users": 300}
    stage2 = dataclasses.replace(preset.stage2, steps=steps, validate_steps=max(1, steps // 2), **numbers)
    return dataclasses.replace(preset, stage2=stage2, further_stage2=NO_FURTHER_STAGE2)


def prepare(work: Path, folder: Path, name: str, preset: Preset, seed: int, of_filter: int, device: str) -> dict:
    """A work folder of its own, up to Stage 1. -> what the filter's training measured"""
    folder.mkdir(parents=True, exist_ok=True)
    for linked in run_variants.LINKED:
        replace(folder / linked)
        if linked not in OWN:
            (folder / linked).symlink_to((work / linked).resolve())
    for left in LEFT:
        (folder / left).unlink(missing_ok=True)
    model, record = filters.trained(work, name, of_filter, system=registry.known()[name], device=device)
    recommender.save(model, folder / "sasrec.safetensors")
    representations = user_representations(model.to(device), interactions.load_sequences(work), preset.sasrec, seed)
    replace_arrays(folder / "user-representations.npz", **representations)
    linear_stage1(folder, preset, torch.from_numpy(np.load(require(work / "sbert-embeddings.npy", "stage1"))).float(), seed=seed)
    return record


def one(work: Path, name: str, seed: int, preset: Preset, test: bool, device: str, of_filter: int, limit: int | None = None) -> dict[str, Any]:
    """Trains and measures one; what is there already with the same numbers is not made again. -> validation, and with `test` ranks of the test users

    preset: as short_stage2 or run_variants.whole_stage2 makes it. of_filter: the seed of the filter's training, as `seed` is that of Stages 1 and 2. limit: so many users
    are asked, drawn at random.
    """
    folder = work / "backbones" / f"{name}-{seed}"
    further = dataclasses.asdict(preset.further_stage2)
    settings: dict[str, Any] = {
        "stage2": dataclasses.asdict(preset.stage2),
        "further": further,
        "filter": dataclasses.asdict(filters.settings(work, name, registry.known()[name])),
    }
    if of_filter != seed:
        settings["filter seed"] = of_filter
    if limit:
        settings["users"] = limit
    asked: dict[str, Any] = {"systems": (SYSTEM,), "device": device, "exact": False, "choices": 1, "limit": limit, "log": lambda line: None}
    path, kept = folder / "backbone.json", folder / "ranks.npz"
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if found.get("settings") != settings:
        record = prepare(work, folder, name, preset, seed, of_filter, device)
        trained = [step(folder, preset, seed=seed, device=device, log=lambda line: None) for step in (stage2.run, stage2.go_on)]
        ran = [metrics for metrics in trained if "best" in metrics]
        measured = {"stage2": ran[-1]["best"], "minutes": round(sum(metrics["minutes"] for metrics in ran), 2)}
        found = {"backbone": name, "seed": seed, "settings": settings, "filter": record["validation"], **measured}
        kept.unlink(missing_ok=True)
        progress.write(path, found)
    if "validation" not in found:
        ranked = leave_one_out.run(folder, preset, split="validation", **asked)
        calibration.run(folder)
        found["validation"] = ranked["systems"][SYSTEM]
        progress.write(path, found)
    if test and not kept.exists():
        leave_one_out.run(folder, preset, **asked)
        users = ranks.Users(work, "test", limit)
        model, _ = filters.trained(work, name, of_filter, system=registry.known()[name])
        alone = ranks.given_ranks(model.candidate_scores(model.represent(users.histories), users.few), users.numbers)
        scores = np.load(folder / "scores.npz")
        replace_arrays(kept, alone=alone, together=protocol.stored_ranks(scores, SYSTEM)[np.argsort(scores["users"])])
    return {**found, "ranks": dict(np.load(kept)) if test else None}


def rows(found: Sequence[Mapping[str, Any]], seed: int = 0) -> list[dict]:
    """Two rows for each backbone: alone, and in A-LLMRec, less itself. Both are the mean of the training seeds for each user."""
    made = []
    for name in dict.fromkeys(one["backbone"] for one in found):
        own = [one["ranks"] for one in found if one["backbone"] == name]
        hits = {kind: np.stack([protocol.hits_and_gains(ranks[kind])[0] for ranks in own]) for kind in ("alone", "together")}
        label = LABELS[name]
        for kind, text in (("alone", label), ("together", f"A-LLMRec ({label})")):
            mean = hits[kind].mean(0)
            row: dict[str, Any] = {"label": text, "group": label, "users": len(mean), "value": round(float(mean.mean()), 4)}
            row["interval"] = protocol.interval_of_mean(mean, seed, RESAMPLES)
            if kind == "together":
                difference = mean - hits["alone"].mean(0)
                row["difference"] = {"value": round(float(difference.mean()), 4), "interval": protocol.interval_of_mean(difference, seed, RESAMPLES)}
            if len(own) > 1:
                row["seeds"] = [round(float(value), 4) for value in hits[kind].mean(1)]
            made.append(row)
    return made


def run(
    work: Path,
    preset: Preset,
    names: Sequence[str],
    seeds: Sequence[int],
    *,
    steps: int = 60,
    whole: bool = False,
    filter_seed: int | None = None,
    limit: int | None = None,
    test: bool = False,
    save: Path | None = None,
    device: str = "cpu",
    processes: int = 1,
    log: Say = print,
) -> list[dict]:
    """filter_seed: of the filters' trainings; None: each seed has a filter of its own. limit: so many users are asked, drawn at random.
    -> the table, if the test users were measured"""
    preset = (run_variants.whole_stage2 if whole else short_stage2)(preset, steps)
    found = run_all(
        one, [(work, name, seed, preset, test, device, seed if filter_seed is None else filter_seed, limit) for name in names for seed in seeds], processes
    )
    for each in found:
        log(f"backbones: {each['backbone']}, seed {each['seed']}: filter {each['filter']['hit1']:.4f} on validation, A-LLMRec {each['validation']['hit1']:.4f}")
    if not test:
        return []
    table = {
        "table": "backbones",
        "title": "Backbones: other collaborative filters in SASRec's place",
        "paperTable": "table 11",
        "metric": "Hit@1",
        "chance": 1 / 20,
        "baseline": "its backbone",
        "rows": rows(found),
    }
    command = f"python3 -m training.evaluation backbones --work {portable(work)} --only {' '.join(names)} --seeds {' '.join(map(str, seeds))} --steps {steps}{' --whole' if whole else ''}{'' if filter_seed is None else f' --filter-seed {filter_seed}'}{f' --users {limit}' if limit else ''} --test"
    contrastive = preset.stage2.contrastive_steps + preset.further_stage2.contrastive_steps
    note = (
        f"Each has a Stage 2 of {contrastive} contrastive steps and {steps} of the likelihood, on Stage 1's linear layers trained anew for it and the texts as "
        "SASRec's Stage 1 left them; a list is the language model's answer to one question, which decides Hit@1."
    )
    made = [{**dated(table, command), "note": note}]
    say(made, log)
    if save:
        write(made, save)
    return made
