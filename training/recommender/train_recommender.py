"""Trains any recommender with a softmax over the next item and uniform negatives that the batch shares: the same for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from scipy import sparse
from scipy.sparse.linalg import svds
from tqdm import tqdm

from ..data import interactions, protocol
from ..loop.budget import Budget
from ..loop.checkpoint import Checkpoint
from ..loop.progress import Progress
from ..loop.schedule import Schedule
from ..settings import RecommenderTraining
from .recommender import Recommender, pad


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


def co_occurrence(histories: Sequence[np.ndarray], items: int, width: int, *, reach: int = 10, smoothing: float = 0.75) -> torch.Tensor:
    """Item embeddings to begin with, from what stands near what: a truncated SVD of the positive pointwise mutual information (Levy and
    Goldberg, 2014) of items up to `reach` places apart. Columns vary alike, by 1 / sqrt(width). [items, width]"""
    counts = sparse.csr_matrix((items, items))
    for distance in range(1, reach + 1):
        first = np.concatenate([history[:-distance] for history in histories])
        second = np.concatenate([history[distance:] for history in histories])
        counts = counts + sparse.csr_matrix((np.ones(len(first)), (first, second)), shape=(items, items))
    counts = (counts + counts.T).tocoo()
    share = np.bincount(counts.row, counts.data, items)
    expected = share[counts.row] * share[counts.col] ** smoothing / (share**smoothing).sum()
    information = sparse.csr_matrix((np.log(counts.data / expected).clip(min=0), (counts.row, counts.col)), shape=(items, items))
    left, values, _ = svds(information, k=width, random_state=0)
    found = left * np.sqrt(values)
    return torch.from_numpy(found / (found.std() * np.sqrt(width))).float()


def validate(model: Recommender, histories: list[np.ndarray], candidates: np.ndarray) -> dict:
    users = model.represent(interactions.training_parts(histories))
    return protocol.hit_and_gain(protocol.strict_ranks(model.candidate_scores(users, candidates)))


def softmax_loss(model: Recommender, piece: torch.Tensor, negatives: int, device: str = "cpu") -> torch.Tensor:
    """Cross-entropy of the next item against uniform negatives, all different, that the whole batch shares. piece [b, length + 1], indices, on the CPU.

    Which places count is told on the CPU, so that an accelerator is never waited for.
    """
    places = torch.nonzero(piece[:, :-1].flatten())[:, 0].to(device, non_blocking=True)
    piece = piece.to(device, non_blocking=True)
    targets = piece[:, 1:].flatten()[places]  # [m]
    outputs = model(piece[:, :-1]).flatten(0, 1)[places]  # [m, d]
    table = model.item_embedding
    drawn = 1 + torch.randperm(len(table) - 1, device=device)[:negatives]
    scores = model.scores(outputs, table[drawn])  # [m, negatives]
    scores = scores.masked_fill(drawn == targets[:, None], -1e9)  # a target is not its own negative
    return F.softplus(scores.logsumexp(1) - model.pair_scores(outputs, table[targets])).mean()


def train(
    model: Recommender,
    histories: list[np.ndarray],
    candidates: np.ndarray,
    size: RecommenderTraining,
    *,
    seed: int,
    minutes: float | None = None,
    device: str = "cpu",
    path: Path | None = None,
    name: str = "SASRec",
    patience: int | None = None,
) -> list[dict]:
    """Trains in place and leaves the epoch that validated best. Goes on from the checkpoint at `path` if there is one. -> validation metrics over training

    patience: validations in a row without a better one after which it stops; None: it goes on to the last epoch.
    A batch's negatives are uniform over all items but its own targets: nothing is asked of what a user met.
    """
    training = interactions.training_parts(histories)
    optimizer = torch.optim.AdamW(model.parameters(), lr=size.learning_rate, weight_decay=size.weight_decay, betas=(0.9, 0.98))
    schedule, checkpoint = Schedule(optimizer), Checkpoint(path, device=device)
    state = checkpoint.load(model=model, optimizer=optimizer) or {"epoch": 0, "seconds": 0.0, "log": [], "best": {"hit1": -1.0, "state": None}}
    first, log, best = state["epoch"], Progress(name, tqdm.write, state["log"]), state["best"]
    budget = Budget(size.epochs, minutes, state["seconds"])
    for epoch in tqdm(range(first, size.epochs), desc=name, initial=first, total=size.epochs):
        model.train()
        rng = np.random.default_rng((seed, epoch))
        pieces = windows(training, size.length, rng)
        order, losses = rng.permutation(len(pieces)), []
        for at in range(0, len(pieces), size.batch):
            schedule.set(budget.share(epoch + at / len(pieces)), epoch)
            loss = softmax_loss(model, torch.from_numpy(pieces[order[at : at + size.batch]]), size.negatives, device)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
        log.add({"loss": torch.stack(losses).mean().item()})
        last = budget.over(epoch + 1)
        if (epoch + 1) % size.validate_epochs and not last:
            continue
        found = log.enter({"epoch": epoch + 1, "minutes": budget.minutes, **log.means(), **validate(model, histories, candidates)})
        if found["hit1"] > best["hit1"]:
            best = {"hit1": found["hit1"], "state": {k: v.detach().clone() for k, v in model.state_dict().items()}}
        checkpoint.save({"epoch": epoch + 1, "seconds": budget.seconds, "log": log.entries, "best": best}, model=model, optimizer=optimizer)
        tired = patience is not None and found["epoch"] - max(log.entries, key=lambda entry: entry["hit1"])["epoch"] >= patience * size.validate_epochs
        if last or tired:
            break
    model.load_state_dict(best["state"])
    return log.entries
