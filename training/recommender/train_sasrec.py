"""Trains SASRec with a softmax over the next film and uniform negatives that the batch shares."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tqdm import tqdm

from ..data import interactions, protocol
from ..data.files import read_json, replace_arrays, require
from ..loop import progress
from ..loop.budget import Budget
from ..loop.checkpoint import Checkpoint
from ..loop.progress import Progress
from ..loop.schedule import Schedule
from ..settings import Preset, SasRecTraining
from .sasrec import SasRec, candidate_scores, pad, save
from .user_representations import user_representations


def windows(histories: list[np.ndarray], length: int, rng: np.random.Generator) -> np.ndarray:
    """Training parts cut into pieces of length + 1 from a random offset, so that epochs see different cuts. [n, length + 1]"""
    pieces = []
    for history in histories:
        end = len(history) if len(history) <= length + 1 else len(history) - int(rng.integers(0, min(length, len(history) - length)))
        ends = range(end, 1, -length)
        pieces += [pad(history[max(0, e - length - 1) : e], length + 1) for e in ends]
        if end < len(history):
            pieces.append(pad(history[-length - 1 :], length + 1))
    return np.stack(pieces)


def validate(model: SasRec, histories: list[np.ndarray], candidates: np.ndarray) -> dict:
    users = model.represent(interactions.training_parts(histories))
    return protocol.hit_and_gain(protocol.strict_ranks(candidate_scores(users, model.item_embedding.detach().float().cpu()[1:], candidates)))


def softmax_loss(model: SasRec, piece: torch.Tensor, negatives: int) -> torch.Tensor:
    """Cross-entropy of the next film against uniform negatives that the whole batch shares. piece [b, length + 1], indices."""
    inputs, targets = piece[:, :-1], piece[:, 1:]
    known = inputs > 0
    outputs, targets = model(inputs)[known], targets[known]  # [m, d], [m]
    drawn = torch.randint(1, model.item_embedding.shape[0], (negatives,), device=piece.device)
    scores = outputs @ model.item_embedding[drawn].T  # [m, negatives]
    scores = scores.masked_fill(drawn[None] == targets[:, None], -1e9)
    positive = (outputs * model.item_embedding[targets]).sum(-1, keepdim=True)
    return F.cross_entropy(torch.cat([positive, scores], 1), torch.zeros(len(targets), dtype=torch.long, device=piece.device))


def train(
    model: SasRec,
    histories: list[np.ndarray],
    candidates: np.ndarray,
    size: SasRecTraining,
    *,
    seed: int,
    minutes: float | None = None,
    device: str = "cpu",
    path: Path | None = None,
) -> list[dict]:
    """Trains in place and leaves the epoch that validated best. Goes on from the checkpoint at `path` if there is one. -> validation metrics over training

    A batch's negatives are uniform over all items but its own targets: nothing is asked of what a user met.
    """
    training = interactions.training_parts(histories)
    optimizer = torch.optim.AdamW(model.parameters(), lr=size.learning_rate, weight_decay=size.weight_decay, betas=(0.9, 0.98))
    schedule, checkpoint = Schedule(optimizer), Checkpoint(path, device=device)
    state = checkpoint.load(model=model, optimizer=optimizer) or {"epoch": 0, "seconds": 0.0, "log": [], "best": {"hit1": -1.0, "state": None}}
    first, log, best = state["epoch"], Progress("SASRec", tqdm.write, state["log"]), state["best"]
    budget = Budget(size.epochs, minutes, state["seconds"])
    for epoch in tqdm(range(first, size.epochs), desc="SASRec", initial=first, total=size.epochs):
        model.train()
        rng = np.random.default_rng((seed, epoch))
        pieces = windows(training, size.length, rng)
        order = rng.permutation(len(pieces))
        for at in range(0, len(pieces), size.batch):
            schedule.set(budget.share(epoch + at / len(pieces)), epoch)
            loss = softmax_loss(model, torch.from_numpy(pieces[order[at : at + size.batch]]).to(device), size.negatives)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            log.add({"loss": loss.item()})
        last = budget.over(epoch + 1)
        if (epoch + 1) % size.validate_epochs and not last:
            continue
        found = log.enter({"epoch": epoch + 1, "minutes": budget.minutes, **log.means(), **validate(model, histories, candidates)})
        if found["hit1"] > best["hit1"]:
            best = {"hit1": found["hit1"], "state": {k: v.detach().clone() for k, v in model.state_dict().items()}}
        checkpoint.save({"epoch": epoch + 1, "seconds": budget.seconds, "log": log.entries, "best": best}, model=model, optimizer=optimizer)
        if last:
            break
    model.load_state_dict(best["state"])
    return log.entries


def popularity_baseline(histories: list[np.ndarray], films: int, candidates: np.ndarray) -> dict[str, float]:
    """The same ranking by training interactions alone; equal counts are ordered by a seeded draw."""
    counts = interactions.training_popularity(histories, films).astype(np.float64)
    return protocol.hit_and_gain(protocol.strict_ranks(counts[candidates] + np.random.default_rng(0).random(candidates.shape) * 1e-6))


def run(work: Path, preset: Preset, *, seed: int, minutes: float | None = None, device: str = "cpu") -> dict:
    """Writes sasrec.safetensors, sasrec.json and user-representations.npz; validation chooses the epoch."""
    size, path = preset.sasrec, work / "sasrec.pt"
    histories = interactions.load_sequences(work)
    warm = read_json(work / "catalogue.json", "catalogue")["warm"]
    candidates = np.load(require(work / "candidates.npz", "catalogue"))["validation"]
    torch.manual_seed(seed)
    model = SasRec(warm, size.hidden, size.blocks, size.length, size.dropout).to(device)
    log = train(model, histories, candidates, size, seed=seed, minutes=minutes, device=device, path=path)
    save(model, work / "sasrec.safetensors")
    replace_arrays(work / "user-representations.npz", **user_representations(model, histories, size, seed))
    best = max(log, key=lambda entry: entry["hit1"])
    popular = popularity_baseline(histories, warm, candidates)
    progress.write(work / "sasrec.json", {"validation": best, "popularity": popular, "log": log})
    path.unlink(missing_ok=True)
    return {"hit1": best["hit1"], "ndcg10": best["ndcg10"], "epoch": best["epoch"], "popularity hit1": popular["hit1"]}
