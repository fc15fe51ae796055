"""SASRec (Kang and McAuley, 2018): the collaborative filtering model of A-LLMRec, d = 50, two blocks, one head.

Pre-norm blocks; trained with a softmax over the next film and uniform negatives that the batch shares. Padding is masked, so
a history of n films is n positions for training, for the language model's examples and in the browser alike.
"""

from __future__ import annotations

import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn
from tqdm import tqdm

from . import data as interactions
from .presets import Preset, SasRecTraining

NORM_EPSILON = 1e-8


class Attention(nn.Module):
    def __init__(self, width: int, dropout: float):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, blocked: torch.Tensor) -> torch.Tensor:
        """x [b, n, d], blocked [b, n, n] true where a position may not look. -> [b, n, d]"""
        scores = self.query(x) @ self.key(x).transpose(1, 2) / math.sqrt(x.shape[-1])
        return self.out(self.dropout(scores.masked_fill(blocked, -1e9).softmax(-1)) @ self.value(x))


class Block(nn.Module):
    def __init__(self, width: int, dropout: float):
        super().__init__()
        self.attention_norm = nn.LayerNorm(width, eps=NORM_EPSILON)
        self.attention = Attention(width, dropout)
        self.feed_forward_norm = nn.LayerNorm(width, eps=NORM_EPSILON)
        self.feed_forward = nn.ModuleList([nn.Linear(width, width), nn.Linear(width, width)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, blocked: torch.Tensor) -> torch.Tensor:
        x = x + self.dropout(self.attention(self.attention_norm(x), blocked))
        first, second = self.feed_forward
        return x + self.dropout(second(self.dropout(F.relu(first(self.feed_forward_norm(x))))))


class SasRec(nn.Module):
    def __init__(self, films: int, width: int = 50, blocks: int = 2, length: int = 50, dropout: float = 0.2):
        super().__init__()
        self.item_embedding = nn.Parameter(torch.randn(films + 1, width) / math.sqrt(width))  # row 0: padding
        self.position_embedding = nn.Parameter(torch.randn(length, width) * 0.1)
        self.blocks = nn.ModuleList(Block(width, dropout) for _ in range(blocks))
        self.final_norm = nn.LayerNorm(width, eps=NORM_EPSILON)
        self.dropout = nn.Dropout(dropout)
        self.scale = math.sqrt(width)
        with torch.no_grad():
            self.item_embedding[0] = 0

    def forward(self, items: torch.Tensor) -> torch.Tensor:
        """items [b, length], film row + 1, 0 = padding on the left -> outputs of all positions [b, length, d]."""
        length = items.shape[1]
        x = self.dropout(self.item_embedding[items] * self.scale + self.position_embedding)
        future = torch.ones(length, length, dtype=torch.bool, device=items.device).triu(1)
        blocked = future | (items == 0)[:, None, :]
        for block in self.blocks:
            x = block(x, blocked)
        return self.final_norm(x)

    @torch.no_grad()
    def represent(self, histories: list[np.ndarray], batch: int = 512) -> torch.Tensor:
        """User representations x_u of histories of catalogue rows. [histories, d]"""
        self.eval()
        device, length = self.item_embedding.device, self.position_embedding.shape[0]
        padded = torch.from_numpy(np.stack([pad(h, length) for h in histories]))
        return torch.cat([self(padded[i : i + batch].to(device))[:, -1].float().cpu() for i in range(0, len(padded), batch)])


def pad(rows: np.ndarray, length: int) -> np.ndarray:
    """The last `length` rows as SASRec indices (row + 1), zeros on the left."""
    kept = np.asarray(rows[-length:], dtype=np.int64) + 1
    return np.concatenate([np.zeros(length - len(kept), dtype=np.int64), kept])


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


def metrics(scores: np.ndarray) -> dict:
    """Hit@1 and NDCG@10 of scores [users, 20] with the positive in column 0; ties count against it."""
    ranks = (scores[:, 1:] >= scores[:, :1]).sum(1)
    return {"hit1": float((ranks == 0).mean()), "ndcg10": float(np.where(ranks < 10, 1 / np.log2(ranks + 2), 0).mean())}


def candidate_scores(users: torch.Tensor, embedding: torch.Tensor, candidates: np.ndarray) -> np.ndarray:
    """x_u . E_i for each user's candidates. [users, 20]"""
    chosen = embedding[torch.from_numpy(candidates).long()]
    return (chosen @ users[:, :, None]).squeeze(-1).numpy()


def validate(model: SasRec, histories: list[np.ndarray], candidates: np.ndarray) -> dict:
    users = model.represent([h[:-2] for h in histories])
    return metrics(candidate_scores(users, model.item_embedding.detach().float().cpu()[1:], candidates))


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


def train(model: SasRec, histories: list[np.ndarray], candidates: np.ndarray, size: SasRecTraining, seed: int, minutes: float | None, device: str, checkpoint: Path | None = None) -> list[dict]:
    """Trains in place and leaves the epoch that validated best; the learning rate follows a cosine over epochs or the time limit.
    Goes on from the checkpoint if there is one. -> validation metrics over training"""
    training = [h[:-2] for h in histories]
    optimizer = torch.optim.AdamW(model.parameters(), lr=size.learning_rate, weight_decay=size.weight_decay, betas=(0.9, 0.98))
    first, elapsed, log, best = 0, 0.0, [], {"hit1": -1.0, "state": None}
    if checkpoint and checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        first, elapsed, log, best = state["epoch"], state["seconds"], state["log"], state["best"]
    start = time.time()
    for epoch in tqdm(range(first, size.epochs), desc="SASRec", initial=first, total=size.epochs):
        model.train()
        rng = np.random.default_rng((seed, epoch))
        pieces = windows(training, size.length, rng)
        order, losses = rng.permutation(len(pieces)), []
        for at in range(0, len(pieces), size.batch):
            share = (epoch + at / len(pieces)) / size.epochs
            if minutes:
                share = max(share, (elapsed + time.time() - start) / 60 / minutes)
            for group in optimizer.param_groups:
                group["lr"] = size.learning_rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, share))))
            loss = softmax_loss(model, torch.from_numpy(pieces[order[at : at + size.batch]]).to(device), size.negatives)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        spent = elapsed + time.time() - start
        out_of_time = minutes is not None and spent / 60 > minutes
        if (epoch + 1) % size.validate_epochs and epoch + 1 < size.epochs and not out_of_time:
            continue
        found = {"epoch": epoch + 1, "minutes": spent / 60, "loss": float(np.mean(losses)), **validate(model, histories, candidates)}
        log.append(found)
        tqdm.write("SASRec " + json.dumps({k: round(v, 4) for k, v in found.items()}))
        if found["hit1"] > best["hit1"]:
            best = {"hit1": found["hit1"], "state": {k: v.detach().clone() for k, v in model.state_dict().items()}}
        if checkpoint:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch + 1, "seconds": spent, "log": log, "best": best}
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
        if out_of_time:
            break
    model.load_state_dict(best["state"])
    return log


def examples(model: SasRec, histories: list[np.ndarray], size: SasRecTraining, seed: int) -> dict[str, np.ndarray]:
    """x_u of histories[user][start:position], before up to `examples_per_user` training targets of each user (position >= 3), and
    before validation and test. start > 0: a cut history, of which few would be as short otherwise (a deviation, for cold users)."""
    rng = np.random.default_rng(seed)
    pairs = [(u, p) for u, h in enumerate(histories) for p in rng.permutation(np.arange(3, len(h) - 2))[: size.examples_per_user]]
    users, positions = (np.array(column, dtype=np.int32) for column in zip(*pairs))
    cut = np.flatnonzero(rng.random(len(pairs)) < size.cut_share)
    least, most = size.cut_films
    starts = positions[cut] - rng.integers(least, most + 1, len(cut), dtype=np.int32)
    cut, starts = cut[starts > 0], starts[starts > 0]
    whole = np.zeros_like(users)
    users, starts, positions = (np.concatenate(parts) for parts in ((users, users[cut]), (whole, starts), (positions, positions[cut])))
    return {
        "user": users,
        "start": starts,
        "position": positions,
        "x": model.represent([histories[u][start:p] for u, start, p in zip(users, starts, positions)]).numpy(),
        "validation": model.represent([h[:-2] for h in histories]).numpy(),
        "test": model.represent([h[:-1] for h in histories]).numpy(),
    }


def save(model: SasRec, path: Path) -> None:
    tensors = {name: tensor.detach().float().cpu().contiguous() for name, tensor in model.state_dict().items()}
    part = path.with_name(f"part-{path.name}")
    save_file(tensors, str(part), metadata={"heads": "1", "norm": "pre", "scale": str(model.scale), "epsilon": str(NORM_EPSILON)})
    part.replace(path)


def load(path: Path) -> SasRec:
    """The model of a sasrec.safetensors, in evaluation mode."""
    tensors = load_file(str(path))
    films, width = tensors["item_embedding"].shape
    blocks = len({name.split(".")[1] for name in tensors if name.startswith("blocks.")})
    model = SasRec(films - 1, width, blocks, len(tensors["position_embedding"]))
    model.load_state_dict(tensors)
    return model.eval()


def popularity_baseline(histories: list[np.ndarray], films: int, candidates: np.ndarray) -> dict:
    """The same ranking by training interactions alone; equal counts are ordered by a seeded draw."""
    counts = interactions.training_popularity(histories, films).astype(np.float64)
    return metrics(counts[candidates] + np.random.default_rng(0).random(candidates.shape) * 1e-6)


def run(work: Path, data: Path, preset: Preset, *, seed: int, time_limit_minutes: float | None = None, device: str = "cpu") -> dict:
    """Writes sasrec.safetensors, sasrec.json and user-representations.npz; validation chooses the epoch."""
    size, checkpoint = preset.sasrec, work / "sasrec.pt"
    histories = interactions.load_sequences(work)
    films = json.loads((work / "catalogue.json").read_text(encoding="utf-8"))["warm"]
    candidates = np.load(work / "candidates.npz")["validation"]
    torch.manual_seed(seed)
    model = SasRec(films, size.hidden, size.blocks, size.length, size.dropout).to(device)
    log = train(model, histories, candidates, size, seed, time_limit_minutes, device, checkpoint)
    save(model, work / "sasrec.safetensors")
    interactions.replace_arrays(work / "user-representations.npz", **examples(model, histories, size, seed))
    best = max(log, key=lambda entry: entry["hit1"])
    result = {"validation": best, "popularity": popularity_baseline(histories, films, candidates), "log": log}
    (work / "sasrec.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    checkpoint.unlink(missing_ok=True)
    return {"hit1": best["hit1"], "ndcg10": best["ndcg10"], "epoch": best["epoch"], "popularity hit1": result["popularity"]["hit1"]}
