"""Stage 1 (paper, section 4.1): items and their texts meet in one joint space, while SBERT is fine-tuned.

loss = match(f_I(E_i), f_T(Q_i)) + alpha * item reconstruction + beta * text reconstruction + recommendation
with squared errors averaged over items and dimensions, and the recommendation loss a binary cross-entropy of
x_u . decoder(encoder(E)) on the next item and one item the user has not met. Encoders: one linear layer, sigmoid. (Summed over
dimensions, matching outweighs the rest: the joint embeddings of all items became alike and texts found their items less often.)
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
from . import opt_mini, sbert
from .presets import Preset, Stage1Training


class Stage1(nn.Module):
    def __init__(self, width: int, text_width: int, joint: int):
        super().__init__()
        self.item_encoder, self.item_decoder = nn.Linear(width, joint), nn.Linear(joint, width)
        self.text_encoder, self.text_decoder = nn.Linear(text_width, joint), nn.Linear(joint, text_width)

    @torch.no_grad()
    def start(self, items: torch.Tensor, texts: torch.Tensor, spread: float = 1.5) -> None:
        """Pre-activations of both encoders start with mean 0 and deviation `spread`: with small ones every sigmoid is 1/2 and items are alike."""
        for encoder, sample in ((self.item_encoder, items), (self.text_encoder, texts)):
            nn.init.orthogonal_(encoder.weight)
            encoder.weight *= spread / ((sample - sample.mean(0)) @ encoder.weight.T).std()
            encoder.bias.copy_(-(sample.mean(0) @ encoder.weight.T))

    @torch.no_grad()
    def match_spread(self, items: torch.Tensor, texts: torch.Tensor) -> None:
        """Gives the text encoder's pre-activations the item encoder's mean and deviation in every dimension (a deviation from the paper).

        A text says less of an item than its embedding, so f_T regresses to the mean, and F_I could not read both alike. items [warm, d],
        texts [warm, 384] of the same items.
        """
        item, text = self.item_encoder(items), self.text_encoder(texts)
        ratio = item.std(0) / text.std(0).clamp(min=1e-6)
        self.text_encoder.weight *= ratio[:, None]
        self.text_encoder.bias.copy_((self.text_encoder.bias - text.mean(0)) * ratio + item.mean(0))

    def joint_item(self, embedding: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.item_encoder(embedding))  # e_i [.., d']

    def joint_text(self, text: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.text_encoder(text))  # q_i [.., d']


def losses(model: Stage1, users: torch.Tensor, positive: torch.Tensor, negative: torch.Tensor, texts: torch.Tensor, alpha: float, beta: float, without: tuple[str, ...] = ()):
    """without: names of losses that an ablation leaves out. users, positive, negative [b, d]; texts [2b, 384] of the positives, then of the negatives."""
    items = torch.cat([positive, negative])
    e, q = model.joint_item(items), model.joint_text(texts)
    decoded = model.item_decoder(e)
    wanted, unwanted = (users * decoded[: len(users)]).sum(-1), (users * decoded[len(users) :]).sum(-1)
    parts = {
        "match": F.mse_loss(e, q),
        "item": alpha * F.mse_loss(decoded, items),
        "text": beta * F.mse_loss(model.text_decoder(q), texts),
        "recommendation": -(F.logsigmoid(wanted) + F.logsigmoid(-unwanted)).mean(),
    }
    return sum(part for name, part in parts.items() if name not in without), {name: part.item() for name, part in parts.items()}


@torch.no_grad()
def quality(model: Stage1, embedding: torch.Tensor, texts: torch.Tensor, users: torch.Tensor, candidates: np.ndarray) -> dict:
    """Is there still an item in the joint embedding? embedding [warm, d], texts [warm, 384], users [users, d]; validation only."""
    e, q = model.joint_item(embedding), model.joint_text(texts)
    decoded, chosen = model.item_decoder(e), torch.from_numpy(candidates).long()
    hits = lambda table: float(((table[chosen] @ users[:, :, None]).squeeze(-1).argmax(1) == 0).float().mean())
    sample = torch.arange(0, len(e), max(1, len(e) // 1000))
    distances = torch.cdist(q[sample], e)
    ranks = (distances < distances.gather(1, sample[:, None])).sum(1)
    values = torch.linalg.svdvals(e - e.mean(0)).square()
    return {
        "hit1 of the decoded item": hits(decoded),
        "hit1 of the decoded text": hits(model.item_decoder(q)),
        "text finds its item, top 1": float((ranks == 0).float().mean()),
        "text finds its item, top 10": float((ranks < 10).float().mean()),
        "effective rank": float(values.sum() ** 2 / values.square().sum()),
        "deviation": float(e.std(0).mean()),
    }


class Examples:
    """(x_u, next film, a film that the user has not met) from the training part of the histories."""

    def __init__(self, work: Path, warm: int, seed: int):
        histories = interactions.load_sequences(work)
        stored = np.load(work / "user-representations.npz")
        self.x, self.validation = torch.from_numpy(stored["x"]), torch.from_numpy(stored["validation"])
        self.user = stored["user"]
        self.target = np.array([histories[u][p] for u, p in zip(stored["user"], stored["position"])])
        self.met = np.zeros((len(histories), warm), dtype=bool)
        for user, history in enumerate(histories):
            self.met[user, history] = True
        self.warm, self.rng = warm, np.random.default_rng(seed)

    def draw(self, count: int) -> tuple[torch.Tensor, np.ndarray, np.ndarray]:
        """x_u [count, d], rows of positives and of negatives [count]"""
        chosen = self.rng.integers(0, len(self.target), count)
        negative = self.rng.integers(0, self.warm, count)
        while (clash := self.met[self.user[chosen], negative]).any():
            negative[clash] = self.rng.integers(0, self.warm, int(clash.sum()))
        return self.x[torch.from_numpy(chosen)], self.target[chosen], negative


def warm_up(model: Stage1, embedding: torch.Tensor, texts: torch.Tensor, examples: Examples, size: Stage1Training, without: tuple[str, ...] = ()) -> None:
    """Fits the four linear layers to given text embeddings, so that fine-tuning starts from gradients that mean something."""
    optimizer = torch.optim.Adam(model.parameters(), lr=size.warmup_learning_rate)
    for step in tqdm(range(size.warmup_steps), desc="Stage 1 with SBERT frozen"):
        for group in optimizer.param_groups:
            group["lr"] = size.warmup_learning_rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / size.warmup_steps)))
        x, positive, negative = examples.draw(size.warmup_batch)
        rows = torch.from_numpy(np.concatenate([positive, negative])).long()
        loss, _ = losses(model, x, embedding[rows[: len(x)]], embedding[rows[len(x) :]], texts[rows], size.alpha, size.beta, without)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def fine_tune(model: Stage1, text_model, texts: list[str], embedding: torch.Tensor, examples: Examples, size: Stage1Training, checkpoint: Path, minutes: float | None, device: str) -> dict:
    """Stage 1 itself, SBERT included, in place; goes on from the checkpoint if there is one. -> steps done, last losses, and a log of them"""
    groups = [{"params": list(model.parameters()), "base": size.learning_rate}, {"params": list(text_model.parameters()), "base": size.sbert_learning_rate}]
    optimizer = torch.optim.AdamW(groups, lr=size.learning_rate, weight_decay=1e-4)
    done, elapsed, log, seen = 0, 0.0, [], []
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        for part, name in ((model, "model"), (text_model, "sbert"), (optimizer, "optimizer")):
            part.load_state_dict(state[name])
        done, elapsed, log = state["step"], state["seconds"], state["log"]
        examples.rng = np.random.default_rng(done)
    start = saved = time.time()
    text_model.train()
    for step in tqdm(range(done, size.steps), desc="Stage 1", initial=done, total=size.steps):
        spent = elapsed + time.time() - start
        share = max(step / size.steps, spent / 60 / minutes if minutes else 0)
        if share >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * min(1, (step + 1) / 50) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))
        x, positive, negative = examples.draw(size.batch)
        with opt_mini.autocast(device):
            embedded = sbert.embed(text_model, [texts[i] for i in [*positive, *negative]], device)
        items = [embedding[torch.from_numpy(rows).long()].to(device) for rows in (positive, negative)]
        loss, parts = losses(model, x.to(device), *items, embedded.float(), size.alpha, size.beta)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for group in optimizer.param_groups for p in group["params"]], 5.0)
        optimizer.step()
        seen.append(parts)
        if step % 50 == 49:
            log.append({"step": step + 1, "minutes": round(spent / 60, 2), **{k: round(float(np.mean([p[k] for p in seen[-50:]])), 4) for k in parts}})
            tqdm.write("Stage 1 " + json.dumps(log[-1]))
        if time.time() - saved > 60 * size.checkpoint_minutes:
            saved = time.time()
            state = {"model": model.state_dict(), "sbert": text_model.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1, "seconds": spent, "log": log}
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
    last = {k: float(np.mean([p[k] for p in seen[-50:]])) for k in seen[-1]} if seen else {}
    return {"step": done + len(seen), "losses": last, "log": log}


def run(work: Path, data: Path, preset: Preset, *, seed: int, time_limit_minutes: float | None = None, device: str = "cpu") -> dict:
    """Writes sbert/, sbert-embeddings.npy, stage1.safetensors and stage1.json."""
    size = preset.stage1
    torch.manual_seed(seed)
    start = time.time()
    texts = json.loads((work / "texts.json").read_text(encoding="utf-8"))
    embedding = load_file(str(work / "sasrec.safetensors"))["item_embedding"][1:].float()
    warm = len(embedding)
    examples = Examples(work, warm, seed)
    candidates = np.load(work / "candidates.npz")["validation"]
    text_model = (sbert.miniature(texts, work / "sbert-base") if preset.name == "fixture" else sbert.load(size.sbert)).to(device)
    model = Stage1(embedding.shape[1], sbert.WIDTH, size.joint)
    checkpoint, frozen = work / "stage1.pt", None  # quality before fine-tuning
    if not checkpoint.exists():
        base = torch.from_numpy(sbert.embed_all(text_model, texts[:warm], device, opt_mini.autocast))
        model.start(embedding, base)
        warm_up(model, embedding, base, examples, size)
        frozen = quality(model, embedding, base, examples.validation, candidates)
        tqdm.write("Stage 1, SBERT frozen " + json.dumps({k: round(v, 4) for k, v in frozen.items()}))
    model.to(device)
    left = max(0.1, time_limit_minutes - (time.time() - start) / 60) if time_limit_minutes else None
    trained = fine_tune(model, text_model, texts, embedding, examples, size, checkpoint, left, device)
    model.cpu()
    embeddings = sbert.embed_all(text_model, texts, device, opt_mini.autocast)
    model.match_spread(embedding, torch.from_numpy(embeddings[:warm]))
    found = quality(model, embedding, torch.from_numpy(embeddings[:warm]), examples.validation, candidates)
    result = {**trained, "minutes": (time.time() - start) / 60, **found, "frozen SBERT": frozen}
    save(work, model, text_model, embeddings, result)
    checkpoint.unlink(missing_ok=True)
    return result


def save(work: Path, model: Stage1, text_model, embeddings: np.ndarray, result: dict) -> None:
    """Each file appears whole."""
    sbert.save(text_model, work / "sbert")
    np.save(work / "part-sbert-embeddings.npy", embeddings)
    save_file({name: tensor.detach().contiguous() for name, tensor in model.state_dict().items()}, str(work / "part-stage1.safetensors"))
    (work / "part-stage1.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    for name in ("sbert-embeddings.npy", "stage1.safetensors", "stage1.json"):
        (work / f"part-{name}").replace(work / name)
