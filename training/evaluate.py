"""The paper's evaluation in PyTorch: each user's held-out item among 19 uniform items the user never met.

Systems: a-llmrec, a-llmrec-sbert (q_i for every item), llm-only (the same prompt without soft tokens), sasrec, popularity.
"""

from __future__ import annotations

import json
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Sequence

import numpy as np
import torch

from . import opt_mini
from . import tokenizer as bpe
from .aligner import Aligner, Inputs, latest, load_inputs, read
from .presets import Preset
from .prompt import PromptBuilder, template_of
from .prompter import Prompter, soft_tokens
from .ranking import candidate_order, rank

SYSTEMS = ("a-llmrec", "a-llmrec-sbert", "llm-only", "sasrec", "popularity")


def ranks(scores: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """1-based rank of column 0 in scores [users, candidates]; ties go by the place in the prompt, as in the engine."""
    place = np.argsort(orders, axis=1)  # place[u, c]: where candidate c stands
    better = (scores > scores[:, :1]) | ((scores == scores[:, :1]) & (place < place[:, :1]))
    return 1 + better.sum(1)


def interval_of_mean(values: np.ndarray, seed: int, resamples: int) -> list[float]:
    """95% bootstrap interval of the mean over users."""
    rng = np.random.default_rng(seed)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(resamples)]
    return [round(float(v), 4) for v in np.percentile(means, [2.5, 97.5])]


def summarise(rank_of_positive: np.ndarray, seed: int, resamples: int) -> dict:
    """Hit@1, NDCG@10 and the 95% bootstrap interval of Hit@1 over users."""
    hits = (rank_of_positive == 1).astype(float)
    gains = np.where(rank_of_positive <= 10, 1 / np.log2(rank_of_positive + 1), 0.0)
    return {
        "users": len(hits),
        "hit1": round(float(hits.mean()), 4),
        "ndcg10": round(float(gains.mean()), 4),
        "interval": interval_of_mean(hits, seed, resamples),
    }


def paired_difference(ranks_of: np.ndarray, others: np.ndarray, seed: int, resamples: int) -> dict:
    """Hit@1 of one system less that of another on the same users, with its 95% interval: users are resampled in pairs."""
    differences = (ranks_of == 1).astype(float) - (others == 1)
    return {"value": round(float(differences.mean()), 4), "interval": interval_of_mean(differences, seed, resamples)}


@torch.no_grad()
def language_model_scores(model, aligner, inputs: Inputs, prompter: Prompter, users: Sequence[int], split: str, system: str, orders: np.ndarray, *, batch: int, device: str, exact: bool, log) -> np.ndarray:
    """[users, candidates] log-probabilities, columns as in candidates.npz. exact: f32; otherwise bf16."""
    soft = system != "llm-only"
    items = aligner.item_projection(inputs.joint(system).to(device)) if soft else None
    histories = latest([inputs.history(user, split) for user in range(len(inputs.sequences))], prompter.read)
    tokens = aligner.user_tokens(inputs.users[split].to(device), items, histories) if soft else None
    result = np.zeros((len(users), inputs.candidates[split].shape[1]))
    for start in range(0, len(users), batch):
        prompts, vectors, answers = [], [], []
        for index in range(start, min(start + batch, len(users))):
            user = users[index]
            candidates = inputs.candidates[split][user][orders[index]].tolist()
            prompt, answer, used = prompter.recommend(inputs.history(user, split).tolist(), candidates, soft=soft)
            prompts.append(prompt)
            vectors.append(soft_tokens(prompt, tokens[user], items, used, candidates) if soft else torch.zeros(0))
            answers.append(answer)
        with nullcontext() if exact else opt_mini.autocast(device):
            scores = rank(model, prompts, vectors, answers, device)
        for offset, score in enumerate(scores):
            result[start + offset, orders[start + offset]] = score.numpy()
        if start // batch % 50 == 0:
            log(f"evaluate {system} {split} {start + len(prompts)}/{len(users)}")
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
    data: Path,
    preset: Preset,
    *,
    seed: int = 0,
    time_limit_minutes: float | None = None,
    device: str = "cpu",
    split: str = "test",
    systems: Sequence[str] = SYSTEMS,
    limit: int | None = None,
    exact: bool = True,
    log=print,
) -> dict:
    """Writes metrics.json (test) or metrics-validation.json and the scores of every user beside it; returns the metrics.

    limit: only that many users, drawn at random. exact: f32 instead of bf16. The time limit stops between systems, never inside one: a part of the users
    would be another experiment.
    """
    opt_mini.keep_big_blocks()
    inputs = load_inputs(work)
    everyone = np.random.default_rng(seed).permutation(len(inputs.sequences))[:limit] if limit else np.arange(len(inputs.sequences))
    orders = np.stack([candidate_order(user, inputs.candidates[split].shape[1]) for user in everyone])
    model = prompter = aligner = None
    metrics: dict = {"split": split, "seed": seed, "candidates": int(orders.shape[1]), "systems": {}}
    arrays = {"users": everyone, "orders": orders}
    begun = time.time()
    for system in systems:
        if system not in SYSTEMS:
            raise ValueError(f'There is no system "{system}": choose from {", ".join(SYSTEMS)}.')
        if time_limit_minutes and (time.time() - begun) / 60 > time_limit_minutes:
            log(f"evaluate: the time limit is over, {system} and what follows is left out")
            break
        started = time.time()
        if system in ("sasrec", "popularity"):
            scores = recommender_scores(inputs, everyone, split, system)
        else:
            if model is None:
                model = opt_mini.load(work / "opt").to(device).eval().requires_grad_(False)
                builder = PromptBuilder(bpe.encoder(bpe.load(work / "opt")), bos=model.config.bos_token_id, placeholder=model.config.pad_token_id, template=template_of(work))
                prompter = Prompter(builder, inputs)
                aligner = Aligner.load(read(work / "stage2.safetensors", "stage2")).to(device).eval()
            scores = language_model_scores(
                model, aligner, inputs, prompter, everyone, split, system, orders, batch=preset.evaluation.batch, device=device, exact=exact, log=log
            )
        arrays[system] = scores
        metrics["systems"][system] = {
            **summarise(ranks(scores, orders), seed, preset.evaluation.bootstrap),
            "secondsPerUser": round((time.time() - started) / len(everyone), 4),
        }
        log(f"evaluate {split} {system}: {metrics['systems'][system]}")
        suffix = "" if split == "test" else f"-{split}"  # after every system: a run that is cut short has measured something
        (work / f"metrics{suffix}.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
        np.savez_compressed(work / f"scores{suffix}.npz", **arrays)
    return metrics
