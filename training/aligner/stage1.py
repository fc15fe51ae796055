"""Stage 1 (paper, section 4.1): items and their texts meet in one joint space, while SBERT is fine-tuned."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from tqdm import tqdm

from ..data.files import read_json, require
from ..language_model import opt_mini
from ..loop import progress
from ..loop.budget import Budget
from ..loop.checkpoint import Checkpoint
from ..loop.progress import Progress
from ..loop.schedule import Schedule
from ..recommender import systems
from ..settings import Preset, Stage1Training
from ..text import sbert
from .examples import Examples, load_positions
from .joint_space import Stage1, losses, quality

LOG_STEPS = 50


def fit_to_frozen_texts(
    model: Stage1, embedding: torch.Tensor, texts: torch.Tensor, examples: Examples, size: Stage1Training, without: tuple[str, ...] = ()
) -> None:
    """Fits the four linear layers to given text embeddings, so that fine-tuning starts from gradients that mean something."""
    optimizer = torch.optim.Adam(model.parameters(), lr=size.warmup_learning_rate)
    schedule, budget = Schedule(optimizer), Budget(size.warmup_steps)
    for step in tqdm(range(size.warmup_steps), desc="Stage 1 with SBERT frozen"):
        schedule.set(budget.share(step), step)
        chosen = examples.draw(size.warmup_batch)
        positive, negative = examples.targets[chosen], examples.negative(chosen)
        rows = torch.from_numpy(np.concatenate([positive, negative])).long()
        loss, _ = losses(
            model, examples.positions.x[chosen], embedding[rows[: len(chosen)]], embedding[rows[len(chosen) :]], texts[rows], size.alpha, size.beta, without
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def fine_tune(
    model: Stage1,
    text_model: SentenceTransformer,
    texts: list[str],
    embedding: torch.Tensor,
    examples: Examples,
    size: Stage1Training,
    path: Path,
    minutes: float | None,
    device: str,
) -> dict:
    """Stage 1 itself, SBERT included, in place; goes on from the checkpoint at `path` if there is one. -> steps done, last losses, and a log of them"""
    groups = [{"params": list(model.parameters()), "lr": size.learning_rate}, {"params": list(text_model.parameters()), "lr": size.sbert_learning_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=1e-4)
    schedule, checkpoint = Schedule(optimizer, warmup_steps=50), Checkpoint(path, minutes=size.checkpoint_minutes, device=device)
    parts = {"model": model, "sbert": text_model, "optimizer": optimizer}
    state = checkpoint.load(**parts) or {"step": 0, "seconds": 0.0, "log": []}
    step, measured, budget = state["step"], Progress("Stage 1", tqdm.write, state["log"]), Budget(size.steps, minutes, state["seconds"])
    if step:
        examples.rng = np.random.default_rng(step)
    last: dict[str, float] = {}
    text_model.train()
    bar = tqdm(desc="Stage 1", initial=step, total=size.steps)
    while not budget.over(step):
        schedule.set(budget.share(step), step)
        chosen = examples.draw(size.batch)
        positive, negative = examples.targets[chosen], examples.negative(chosen)
        with opt_mini.autocast(device):
            embedded = sbert.embed(text_model, [texts[i] for i in [*positive, *negative]], device)
        items = [embedding[torch.from_numpy(rows).long()].to(device) for rows in (positive, negative)]
        loss, found = losses(model, examples.positions.x[chosen].to(device), items[0], items[1], embedded.float(), size.alpha, size.beta)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for group in optimizer.param_groups for p in group["params"]], 5.0)
        optimizer.step()
        step += 1
        bar.update()
        measured.add(found)
        if step % LOG_STEPS == 0:
            last = measured.means()
            measured.enter({"step": step, "minutes": round(budget.minutes, 2), **last})
        if checkpoint.due():
            checkpoint.save({"step": step, "seconds": budget.seconds, "log": measured.entries}, **parts)
    bar.close()
    return {"step": step, "losses": measured.means() or last, "log": measured.entries}


def run(work: Path, preset: Preset, *, seed: int, minutes: float | None = None, device: str = "cpu") -> dict:
    """Writes sbert/, sbert-embeddings.npy, stage1.safetensors and stage1.json."""
    size, budget = preset.stage1, Budget(1, minutes)
    torch.manual_seed(seed)
    texts = read_json(work / "texts.json", "catalogue")
    embedding = systems.item_embeddings(require(work / "sasrec.safetensors", "sasrec"))
    warm = len(embedding)
    examples, users = Examples(load_positions(work), warm, seed), torch.from_numpy(np.load(work / "user-representations.npz")["validation"])
    candidates = np.load(work / "candidates.npz")["validation"]
    text_model = (sbert.miniature(texts, work / "sbert-base") if preset.name == "fixture" else sbert.load(size.sbert)).to(device)
    model = Stage1(embedding.shape[1], sbert.WIDTH, size.joint)
    path, frozen = work / "stage1.pt", None  # quality before fine-tuning
    if not path.exists():
        base = torch.from_numpy(sbert.embed_all(text_model, texts[:warm], device, opt_mini.autocast))
        model.start(embedding, base)
        fit_to_frozen_texts(model, embedding, base, examples, size)
        frozen = quality(model, embedding, base, users, candidates)
        tqdm.write("Stage 1, SBERT frozen " + json.dumps({k: round(v, 4) for k, v in frozen.items()}))
    model.to(device)
    left = None if budget.left is None else max(0.1, budget.left)
    trained = fine_tune(model, text_model, texts, embedding, examples, size, path, left, device)
    model.cpu()
    embeddings = sbert.embed_all(text_model, texts, device, opt_mini.autocast)
    model.match_spread(embedding, torch.from_numpy(embeddings[:warm]))
    found = quality(model, embedding, torch.from_numpy(embeddings[:warm]), users, candidates)
    result = {**trained, "minutes": budget.minutes, **found, "frozen SBERT": frozen}
    save(work, model, text_model, embeddings, result)
    path.unlink(missing_ok=True)
    return result


def save(work: Path, model: Stage1, text_model: SentenceTransformer, embeddings: np.ndarray, result: dict) -> None:
    """Each file appears whole."""
    sbert.save(text_model, work / "sbert")
    np.save(work / "part-sbert-embeddings.npy", embeddings)
    save_file({name: tensor.detach().contiguous() for name, tensor in model.state_dict().items()}, str(work / "part-stage1.safetensors"))
    progress.write(work / "part-stage1.json", result)
    for name in ("sbert-embeddings.npy", "stage1.safetensors", "stage1.json"):
        (work / f"part-{name}").replace(work / name)
