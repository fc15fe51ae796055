"""Training and inference time of TALLRec, A-LLMRec and A-LLMRec_all on one machine (paper, table 10).

A-LLMRec trains Stage 2 on the last item of each user, A-LLMRec_all on the items of the whole history: both are the same network, and answer in the
same time. Training times are those that the runs in the work folder have logged; inference is measured here.
"""

from __future__ import annotations

import dataclasses
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Callable

import numpy as np
import torch

from ...aligner.inputs import load_inputs
from ...aligner.projections import Aligner
from ...aligner.stage2 import aligner_file
from ...baselines import tallrec
from ...data import protocol
from ...language_model.opt_folder import load_frozen
from ...loop import progress
from ...loop.budget import Budget
from ...loop.progress import Say
from ...prompts.catalogue_prompts import CataloguePrompts
from ...settings import Preset
from ..leave_one_out import language_model_lists

if TYPE_CHECKING:
    from peft import PeftModel

WARM = 16  # users that are asked of before the clock starts


def clock(device: str, perform: Callable[[], object]) -> float:
    """Seconds that it takes, the accelerator's included."""

    def wait() -> None:
        if device.startswith("cuda"):
            torch.cuda.synchronize()

    wait()
    own = Budget(1)
    perform()
    wait()
    return own.seconds


def minutes(path: Path) -> float | None:
    """That a training has logged."""
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found.get("minutes")


def tallrec_and_minutes(work: Path, seed: int, steps: int | None, device: str) -> tuple[PeftModel, float]:
    """The tuned model, and the minutes of its training. steps: train only so many, and take the whole for as many times as long: it answers as fast."""
    if steps is None:
        tuned, record = tallrec.trained(work, seed, device=device)
        return tuned, record["minutes"]
    whole = tallrec.settings(work)
    few = dataclasses.replace(whole, steps=steps, validate_steps=steps, validate_users=1)
    tuned, entries = tallrec.fit(work, few, seed, device, lambda line: None)
    return tuned, round(entries[-1]["minutes"] * whole.steps / steps, 1)


def run(
    work: Path,
    preset: Preset,
    *,
    seed: int = 0,
    limit: int | None = None,
    batch: int = 8,
    exact: bool = True,
    tallrec_steps: int | None = None,
    device: str = "cpu",
    log: Say = print,
) -> dict:
    """Writes timing.json into the work folder. batch: users at once; exact: f32 for A-LLMRec; TALLRec has f32 on a CPU, bf16 on cuda.

    tallrec_steps: of TALLRec's training, for a machine that has no hours for it; None takes the trained one of the work folder, or trains it."""
    inputs = load_inputs(work)
    users = protocol.sample_users(len(inputs.sequences), limit, seed)
    orders = np.stack([protocol.candidate_order(user, inputs.candidates["test"].shape[1]) for user in users])
    model, builder = load_frozen(work, device)
    prompts, aligner = CataloguePrompts(builder, inputs.titles, inputs.years), Aligner.load(aligner_file(work)).to(device).eval()

    def ours(count: int) -> None:
        chosen = users[:count]
        language_model_lists(
            model,
            aligner,
            inputs,
            prompts,
            chosen,
            "test",
            "a-llmrec",
            orders[:count],
            batch=batch,
            device=device,
            exact=exact,
            choices=1,
            log=lambda line: None,
        )

    tuned, tallrec_minutes = tallrec_and_minutes(work, seed, tallrec_steps, device)
    asked, histories = tallrec.Asked(work, builder), inputs.histories("test")

    def theirs(count: int, once: bool) -> None:
        for at in range(0, count, batch):
            chosen = users[at : min(at + batch, count)]
            own = [histories[user] for user in chosen]
            tallrec.candidate_scores(tuned.get_base_model(), asked, own, inputs.candidates["test"][chosen], device, once=once)

    found: dict = {"device": torch.cuda.get_device_name() if device.startswith("cuda") else "cpu", "users": len(users), "usersAtOnce": batch, "systems": {}}
    for name, perform, training in (
        ("TALLRec", partial(theirs, once=False), tallrec_minutes),
        ("TALLRec, a history read once", partial(theirs, once=True), tallrec_minutes),
        ("A-LLMRec", ours, minutes(work / "variants/last-only/stage2.json")),
        ("A-LLMRec_all", ours, minutes(work / "variants/full/stage2.json") or minutes(work / "stage2.json")),
    ):
        perform(min(WARM, len(users)))
        seconds = clock(device, partial(perform, len(users)))
        found["systems"][name] = {"training minutes": training, "inference milliseconds per user": round(1000 * seconds / len(users), 2)}
        log(f"timing {name}: {found['systems'][name]}")
    if tallrec_steps is not None:
        found["TALLRec's training"] = f"{tallrec_steps} steps were timed, the whole has {tallrec.settings(work).steps}"
    progress.write(work / "timing.json", found)
    return found
