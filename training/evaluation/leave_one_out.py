"""The paper's evaluation in PyTorch: each user's held-out item among 19 uniform items the user never met.

Systems: a-llmrec, a-llmrec-sbert (q_i for every item), llm-only (the same prompt without soft tokens), sasrec, popularity.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple, Sequence

import numpy as np
import torch
from torch import nn
from transformers import OPTForCausalLM

from ..aligner.inputs import Inputs, load_inputs
from ..aligner.projections import Aligner, latest
from ..aligner.stage2 import aligner_file
from ..data import protocol
from ..language_model import opt_mini
from ..language_model.opt_folder import Frozen, load_frozen
from ..language_model.ranking import CHOICES, rank_by_choice
from ..loop import progress
from ..loop.budget import Budget
from ..loop.progress import Say
from ..prompts.catalogue_prompts import CataloguePrompts, soft_tokens
from ..settings import Preset

SYSTEMS = ("a-llmrec", "a-llmrec-sbert", "llm-only", "sasrec", "popularity")


class Lists(NamedTuple):
    """Of every user's candidates, columns as in candidates.npz. Both [users, candidates]."""

    scores: np.ndarray  # log-probabilities by the first question, which calibration reads
    places: np.ndarray  # in the list, from 1


@torch.no_grad()
def language_model_lists(
    model: OPTForCausalLM,
    aligner: nn.Module,
    inputs: Inputs,
    prompts: CataloguePrompts,
    users: Sequence[int],
    split: str,
    system: str,
    orders: np.ndarray,
    *,
    batch: int,
    device: str = "cpu",
    exact: bool = True,
    choices: int = CHOICES,
    log: Say = print,
) -> Lists:
    """exact: f32; otherwise bf16. choices: places that a question of their own decides (ranking.py)."""
    soft = system != "llm-only"
    items = aligner.item_projection(inputs.joint_embeddings(system).to(device)) if soft else torch.zeros(0)
    histories = latest(inputs.histories(split), prompts.history_length)
    tokens = aligner.user_tokens(inputs.users[split].to(device), items, histories) if soft else torch.zeros(0)
    result = Lists(*(np.zeros((len(users), inputs.candidates[split].shape[1]), dtype=kind) for kind in (float, int)))
    for start in range(0, len(users), batch):
        built, vectors, answers, rows = [], [], [], []
        for index in range(start, min(start + batch, len(users))):
            user = users[index]
            candidates = inputs.candidates[split][user][orders[index]].tolist()
            prompt, answer, used = prompts.recommend(inputs.history(user, split).tolist(), candidates, soft=soft)
            built.append(prompt)
            vectors.append(soft_tokens(prompt, tokens[user], items, used, candidates) if soft else torch.zeros(0))
            answers.append(answer)
            rows.append(candidates)
        with nullcontext() if exact else opt_mini.autocast(device):
            lists = rank_by_choice(model, built, vectors, answers, rows, device, choices=choices)
        for offset, (scores, order) in enumerate(lists):
            result.scores[start + offset, orders[start + offset]] = scores.numpy()
            result.places[start + offset, orders[start + offset]] = protocol.places(order)
        if start // batch % 50 == 0:
            log(f"evaluate {system} {split} {start + len(built)}/{len(users)}")
    return result


def recommender_scores(inputs: Inputs, users: Sequence[int], split: str, system: str) -> np.ndarray:
    candidates = inputs.candidates[split][np.asarray(users)]
    if system == "popularity":
        return inputs.popularity[candidates]
    known = candidates < inputs.warm
    items = inputs.item_embedding[torch.from_numpy(np.where(known, candidates, 0)).long()]
    scores = (items @ inputs.users[split][np.asarray(users)][:, :, None])[:, :, 0].numpy()
    return np.where(known, scores, -np.inf)  # SASRec cannot tell cold items apart


def run(
    work: Path,
    preset: Preset,
    *,
    seed: int = 0,
    minutes: float | None = None,
    device: str = "cpu",
    split: str = "test",
    systems: Sequence[str] = SYSTEMS,
    limit: int | None = None,
    exact: bool = True,
    choices: int = CHOICES,
    log: Say = print,
) -> dict:
    """Writes metrics.json (test) or metrics-validation.json and the scores of every user beside it; returns the metrics.

    limit: only that many users, drawn at random. exact: f32 instead of bf16. choices: of the lists, see ranking.py; each costs as much as the first. The time limit stops between systems, never inside one: a part of the users
    would be another experiment. Raises ValueError for an unknown system, FileNotFoundError that names the step whose file is missing.
    """
    if unknown := [system for system in systems if system not in SYSTEMS]:
        raise ValueError(f'There is no system "{unknown[0]}": choose from {", ".join(SYSTEMS)}.')
    inputs = load_inputs(work)
    users = protocol.sample_users(len(inputs.sequences), limit, seed)
    orders = np.stack([protocol.candidate_order(user, inputs.candidates[split].shape[1]) for user in users])
    frozen: Frozen | None = None
    metrics: dict = {"split": split, "seed": seed, "candidates": int(orders.shape[1]), "systems": {}}
    arrays = {"users": users, "orders": orders}
    whole = Budget(len(systems), minutes)
    for system in systems:
        if whole.left == 0:
            log(f"evaluate: the time limit is over, {system} and what follows is left out")
            break
        own = Budget(1)
        if system in ("sasrec", "popularity"):
            scores = recommender_scores(inputs, users, split, system)
            ranks = protocol.ranks(scores, orders)
        else:
            if frozen is None:
                frozen = load_frozen(work, device)
                prompts = CataloguePrompts(frozen.builder, inputs.titles, inputs.years)
                aligner = Aligner.load(aligner_file(work)).to(device).eval()
            scores, places = language_model_lists(
                frozen.model,
                aligner,
                inputs,
                prompts,
                users,
                split,
                system,
                orders,
                batch=preset.evaluation.batch,
                device=device,
                exact=exact,
                choices=choices,
                log=log,
            )
            arrays[f"{system}-places"], ranks = places, places[:, 0]
        arrays[system] = scores
        found = protocol.summarise(ranks, seed, preset.evaluation.bootstrap)
        metrics["systems"][system] = {**found, "secondsPerUser": round(own.seconds / len(users), 4)}
        log(f"evaluate {split} {system}: {metrics['systems'][system]}")
        suffix = "" if split == "test" else f"-{split}"  # after every system: a run that is cut short has measured something
        progress.write(work / f"metrics{suffix}.json", metrics)
        np.savez_compressed(work / f"scores{suffix}.npz", **arrays)
    return metrics
