"""Trained on films, evaluated on another domain, text encoder alone (paper, table 7):
python3 -m training.cross_domain --source training/.work/movies --target training/.work/video-games

The films' SBERT and f_T read the target's titles, the films' F_I makes soft tokens of them, and the films' language model ranks the
test users' candidates in the target's words. Nothing of the target is trained. Writes cross-domain.json into the target's folder.

Deviation: the films' SASRec knows no item of the target, so that there is no x_u. The user's soft token is the direction of the mean of
the history's item tokens, in the subspace that the language model compares, as long as F_U's tokens. The paper does not say what it took.
Reference lines: SASRec and popularity of the target, trained on the target; SBERT: cosine of a title to the history's mean, no aligner.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from . import opt_mini, presets, sbert
from . import tokenizer as bpe
from .aligner import Aligner, Inputs, load_inputs, read
from .data import replace_arrays
from .evaluate import language_model_scores, ranks, recommender_scores, summarise
from .pretrain import BASIS_FILE
from .prompt import PromptBuilder, template_of
from .prompter import Prompter
from .ranking import candidate_order

SYSTEMS = ("a-llmrec-sbert", "llm-only", "sbert", "sasrec", "popularity")
READ = 50  # last items of a history that the user's token is the mean of, as many as SASRec reads


class Transferred(nn.Module):
    """The source's F_I; in the place of x_u stand finished user tokens."""

    def __init__(self, aligner: Aligner):
        super().__init__()
        self.item_projection = aligner.item_projection

    def user_tokens(self, tokens: torch.Tensor, items: torch.Tensor, histories: np.ndarray) -> torch.Tensor:
        return tokens


@torch.no_grad()
def text_embeddings(source: Path, target: Path, device: str) -> torch.Tensor:
    """The source's SBERT on the target's texts. [items, 384]"""
    texts = json.loads(read(target / "texts.json", "catalogue").read_text(encoding="utf-8"))
    model = sbert.load(str(read(source / "sbert", "stage1"))).to(device)
    return torch.from_numpy(sbert.embed_all(model, texts, device, opt_mini.autocast))


def joint_text(source: Path, embeddings: torch.Tensor) -> torch.Tensor:
    """q_i by the source's f_T. [items, 384] -> [items, d']"""
    stage1 = load_file(str(read(source / "stage1.safetensors", "stage1")))
    return torch.sigmoid(F.linear(embeddings, stage1["text_encoder.weight"].float(), stage1["text_encoder.bias"].float()))


def mean_of_history(vectors: torch.Tensor, histories: Sequence[np.ndarray]) -> torch.Tensor:
    """Unit mean of the last items' vectors. [items, n] -> [histories, n]"""
    return F.normalize(torch.stack([vectors[torch.from_numpy(history[-READ:]).long()].mean(0) for history in histories]), dim=-1)


@torch.no_grad()
def user_tokens(aligner: Aligner, items: torch.Tensor, histories: Sequence[np.ndarray], basis: torch.Tensor | None) -> torch.Tensor:
    """What stands for F_U(x_u). items: soft tokens [items, h]; basis: orthonormal [k, h] or None. -> [histories, h]"""
    compared = F.normalize(items if basis is None else items @ basis.T, dim=-1)
    means = mean_of_history(compared, histories)
    return (means if basis is None else means @ basis) * aligner.user_projection.scale


def run(source: Path, target: Path, *, split: str = "test", limit: int | None = None, seed: int = 0, batch: int = 8, device: str = "cpu", exact: bool = True, systems: Sequence[str] = SYSTEMS, log=print) -> dict:
    """Returns and writes the metrics of the target's users; limit: that many, drawn at random."""
    if unknown := set(systems) - set(SYSTEMS):
        raise ValueError(f"There is no system {sorted(unknown)}: choose from {', '.join(SYSTEMS)}.")
    opt_mini.keep_big_blocks()
    inputs: Inputs = load_inputs(target)
    users = np.random.default_rng(seed).permutation(len(inputs.sequences))[:limit] if limit else np.arange(len(inputs.sequences))
    orders = np.stack([candidate_order(user, inputs.candidates[split].shape[1]) for user in users])
    histories = [inputs.history(user, split) for user in range(len(inputs.sequences))]
    embeddings = text_embeddings(source, target, device)
    aligner = Aligner.load(read(source / "stage2.safetensors", "stage2")).eval()
    basis = load_file(str(source / "opt" / BASIS_FILE))["basis"].float() if (source / "opt" / BASIS_FILE).exists() else None
    q = joint_text(source, embeddings)
    with torch.no_grad():
        tokens = user_tokens(aligner, aligner.item_projection(q), histories, basis)
    transferred = dataclasses.replace(inputs, joint_text=q, users={**inputs.users, split: tokens})

    model = opt_mini.load(read(source / "opt", "pretrain")).to(device).eval().requires_grad_(False)
    builder = PromptBuilder(bpe.encoder(bpe.load(source / "opt")), bos=model.config.bos_token_id, placeholder=model.config.pad_token_id, template=template_of(target))
    prompter, shell = Prompter(builder, transferred), Transferred(aligner).to(device)
    result: dict = {"table": "cross-domain", "source": source.name, "target": target.name, "split": split, "seed": seed, "candidates": int(orders.shape[1]), "systems": {}}
    arrays = {"users": users, "orders": orders}
    for system in systems:
        if system == "sbert":
            means = mean_of_history(embeddings, histories)
            scores = (embeddings[torch.from_numpy(inputs.candidates[split][users]).long()] @ means[users][:, :, None])[:, :, 0].numpy()
        elif system in ("sasrec", "popularity"):
            scores = recommender_scores(inputs, users, split, system)
        else:
            scores = language_model_scores(model, shell, transferred, prompter, users, split, system, orders, batch=batch, device=device, exact=exact, log=log)
        arrays[system] = scores
        result["systems"][system] = summarise(ranks(scores, orders), seed, presets.Evaluation().bootstrap)
        log(f"cross-domain {split} {system}: {result['systems'][system]}")
        suffix = "" if split == "test" else f"-{split}"
        (target / f"cross-domain{suffix}.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        replace_arrays(target / f"scores-cross-domain{suffix}.npz", **arrays)
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python3 -m training.cross_domain", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--source", type=Path, required=True, help="work folder of the films' run, with stage2")
    parser.add_argument("--target", type=Path, required=True, help="work folder of the other domain, with stage1")
    parser.add_argument("--split", choices=("validation", "test"), default="test")
    parser.add_argument("--users", type=int, help="so many users, drawn at random; default: all")
    parser.add_argument("--fast", action="store_true", help="bf16 instead of f32")
    parser.add_argument("--device", default="cpu")
    given = parser.parse_args()
    run(given.source, given.target, split=given.split, limit=given.users, device=given.device, exact=not given.fast)
