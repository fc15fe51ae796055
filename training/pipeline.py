"""Runs the steps in order; a step is skipped when it was done with the same configuration, and goes on where it was interrupted."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Sequence

from . import stamps
from .data import domains
from .facts import TABLES
from .loop import run_log
from .loop.budget import Budget
from .run import PACKAGE, Run
from .steps import LANGUAGE_MODEL, NAMES, READS_DATA, STEPS, Step
from .steps import data as find_data


def keys(run: Run) -> dict[str, str]:
    """Per step a hash of everything that its result depends on."""
    found: dict[str, str] = {}
    for step in STEPS:
        own: list = [run.data_hash] if step.name == "data" else [settings(run, step), run.seed]
        if step.name == "catalogue":  # texts are filled there, from tables of this repository too
            own += [domains.text_template(run.domain), stamps.data_fingerprint(PACKAGE / "facts", TABLES) if run.domain.facts else ""]
            own += [run.before] if run.before else []
        if run.llm and step.name in LANGUAGE_MODEL:
            own = [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in sorted(run.llm.glob("*")) if path.is_file()]
        if run.earlier and (step.name in run.taken or step.name in LANGUAGE_MODEL):
            own += [run.earlier.fingerprint, step.name in run.taken]
        if run.users and step.name in ("calibrate", "evaluate"):
            own.append({"users": run.users})
        found[step.name] = stamps.fingerprint(step.name, *own, *(found[need] for need in step.needs))
    return found


def settings(run: Run, step: Step) -> dict:
    """The numbers of the preset that shape a step."""
    names = ("sequences",) if step.name == "catalogue" and not run.domain.facts else step.settings
    unused = "pretraining" if run.start_from else "further_pretraining"
    return {name: dataclasses.asdict(getattr(run.preset, name)) for name in names if name != unused}


def choose(run: Run, only: Sequence[str]) -> list[Step]:
    """The steps to run, in order. Raises ValueError where a step is taken from a bundle whose other parts it does not fit.

    A taken Stage 2 fits a language model that goes on from the same bundle's: it was taught to read the same soft tokens.
    """
    for step in STEPS:
        if step.name in run.taken and (
            missing := [need for need in step.needs if need not in ("catalogue", "tokenizer", "pretrain", "stage2-further") and need not in run.taken]
        ):
            raise ValueError(
                f"--take {step.name} needs {' and '.join(missing)} of the same bundle too: its numbers fit no other. Add to --take: {' '.join(missing)}."
            )
    if "calibrate" in run.taken and "stage2" not in run.taken:
        raise ValueError("--take calibrate needs stage2 of the same bundle too: its temperature fits no other. Add to --take: stage2.")
    chosen = [step for step in STEPS if not only or step.name in only]
    if run.llm:
        chosen = [step for step in chosen if step.name not in LANGUAGE_MODEL]
    if "pretrain" in run.taken:
        chosen = [step for step in chosen if step.name != "tokenizer"]  # comes with the weights, and no corpus is read
    if "calibrate" in run.taken:
        chosen = [step for step in chosen if step.name != "stage2-further"]  # the temperature is of the aligner as it ships
    return chosen


def adopt(folder: Path, work: Path) -> None:
    """Makes work/opt point at a Hugging Face OPT checkpoint, with a tokenizer.json, which older checkpoints lack."""
    place = work / "opt"
    place.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        link = place / path.name
        if link.is_symlink():
            link.unlink()
        if path.is_file() and not link.exists():
            link.symlink_to(path.resolve())
    if not (place / "tokenizer.json").exists():
        from .language_model import tokenizer

        tokenizer.load(place).save(str(place / "tokenizer.json"))


def minutes_for(step: Step, ahead: Sequence[Step], left: float | None) -> float | None:
    """A step's part of the minutes that are left for it and the steps ahead; None where nothing limits it."""
    return None if left is None or not step.share else max(0.5, left * step.share / max(step.share, sum(later.share for later in ahead)))


def perform(run: Run, only: Sequence[str] = (), force: Sequence[str] = (), limit: float | None = None) -> None:
    """limit: minutes for the steps that train. Raises ValueError and FileNotFoundError with what to do."""
    chosen = choose(run, only)
    if any(step.name == "export" for step in chosen):
        from .export import bundle

        bundle.check_place(run.out)
    if run.earlier:
        print(f"Starts from {run.start_from}: {run.earlier.manifest['run']}", flush=True)
    run.work.mkdir(parents=True, exist_ok=True)
    if run.llm:
        adopt(run.llm, run.work)
    if READS_DATA & {step.name for step in chosen}:
        find_data(run, None)  # whatever is asked for: the keys hang on the data's hash
    elif known := stamps.read(run.work, "data"):
        run.data_hash = known["metrics"]["hash"]
    key, log, budget, current = keys(run), [], Budget(1, limit), ""
    try:
        for place, step in enumerate(chosen):
            current = step.name
            take = step.take if step.name in run.taken else None
            stamp = stamps.finished(run.work, step.name, key[step.name], step.outputs) if step.outputs and step.name not in force else None
            if stamp:
                print(f"{step.name}: done in an earlier run", flush=True)
                log.append({"step": step.name, "earlier": True, "other": take is not None, **stamp})
                continue
            print(f"{step.name}:", flush=True)
            minutes = minutes_for(step, [later for later in chosen[place:] if later.name not in run.taken], budget.left)
            stamps.begin(run.work, step.name, key[step.name], step.leftovers, afresh=step.name in force)
            own = Budget(1)
            metrics = {"hash": run.data_hash} if step.name == "data" else (take or step.perform)(run, minutes)
            stamp = stamps.done(run.work, step.name, key[step.name], own.minutes, metrics)
            log.append({"step": step.name, "earlier": False, "other": take is not None, **stamp})
            print(f"{step.name}: {stamp['minutes']:.1f} min, {run_log.summary(metrics)}", flush=True)
    except KeyboardInterrupt:
        print(f"\nStopped in the step {current}. The same command goes on from its last checkpoint:\n  {run.command}", file=sys.stderr)
        raise SystemExit(130) from None
    if not run.fixture and any(entry["step"] not in ("data", "catalogue") and not (entry["earlier"] or entry["other"]) for entry in log):
        data = run.data_hash or "as in the earlier run"
        run_log.append(PACKAGE / "RUNS.md", run.title, command=run.logged_command, data=data, device=run.device, steps=complete(run, log, key))
    if any(entry["step"] == "export" for entry in log):
        print(f"The bundle is in {run.out}")


def complete(run: Run, log: list[dict], key: dict[str, str]) -> list[dict]:
    """The log with the steps that were not asked for, but whose results are in the bundle."""
    present = {entry["step"] for entry in log}
    for step in STEPS:
        if step.name not in present and (found := previous(run.work, step.name)):
            log.append({"step": step.name, "earlier": True, "other": found.get("key") != key[step.name] or "taken from" in found["metrics"], **found})
    return sorted(log, key=lambda entry: NAMES.index(entry["step"]))


def previous(work: Path, step: str) -> dict | None:
    """What is known of a step from an earlier run, or from its module having been run by itself."""
    stamp = stamps.read(work, step)
    if stamp:
        return stamp
    path = work / ("metrics.json" if step == "evaluate" else f"{step}.json")
    if not path.exists():
        return None
    metrics = json.loads(path.read_text(encoding="utf-8"))
    metrics = metrics if isinstance(metrics, dict) else {}
    if step == "catalogue":
        metrics = {"domain": domains.of_catalogue(metrics).name, "warm": metrics.get("warm")}
    return {"minutes": metrics.get("minutes"), "metrics": metrics}
