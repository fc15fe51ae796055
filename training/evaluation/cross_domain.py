"""Trained on films, evaluated on another domain, text encoder alone (paper, table 7).

The films' SBERT and f_T read the target's titles, the films' F_I makes soft tokens of them, and the films' language model ranks the
test users' candidates in the target's words. Nothing of the target is trained. Writes cross-domain.json into the target's folder.

Deviation: the films' SASRec knows no item of the target, so that there is no x_u. The user's soft token is the direction of the mean of
the history's item tokens, in the subspace that the language model compares, as long as F_U's tokens. The paper does not say what it took.
Reference lines: SASRec and popularity of the target, trained on the target; SBERT: cosine of a title to the history's mean, no aligner.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path
from typing import Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from ..aligner.inputs import Inputs, load_inputs
from ..aligner.joint_space import encode
from ..aligner.projections import Aligner
from ..aligner.stage2 import aligner_file
from ..command_line import portable
from ..data import domains, protocol
from ..data.files import read_json, replace_arrays, replace_text, require
from ..language_model import opt_mini
from ..language_model.opt_folder import load_basis, load_frozen
from ..loop import progress
from ..loop.progress import Say
from ..prompts.catalogue_prompts import CataloguePrompts
from ..prompts.prompt import template_of
from ..recommender.sasrec import candidate_scores
from ..settings import Evaluation
from ..text import sbert
from .leave_one_out import language_model_lists, recommender_scores

SYSTEMS = ("a-llmrec-sbert", "llm-only", "sbert", "sasrec", "popularity")
LABELS = {
    "a-llmrec-sbert": "A-LLMRec (SBERT)",
    "llm-only": "LLM-Only",
    "sbert": "SBERT alone, the cosine",
    "sasrec": "SASRec, trained on the target",
    "popularity": "Most popular there",
}
ALONE = "sbert"  # what differences are taken from
THEN = "; then "
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
    texts = read_json(target / "texts.json", "catalogue")
    model = sbert.load(str(require(source / "sbert", "stage1"))).to(device)
    return torch.from_numpy(sbert.embed_all(model, texts, device, opt_mini.autocast))


def joint_text(source: Path, embeddings: torch.Tensor) -> torch.Tensor:
    """q_i by the source's f_T. [items, 384] -> [items, d']"""
    return encode(load_file(str(require(source / "stage1.safetensors", "stage1"))), "text_encoder", embeddings)


def mean_of_history(vectors: torch.Tensor, histories: Sequence[np.ndarray]) -> torch.Tensor:
    """Unit mean of the last items' vectors. [items, n] -> [histories, n]"""
    return F.normalize(torch.stack([vectors[torch.from_numpy(history[-READ:]).long()].mean(0) for history in histories]), dim=-1)


@torch.no_grad()
def user_tokens(aligner: Aligner, items: torch.Tensor, histories: Sequence[np.ndarray], basis: torch.Tensor | None) -> torch.Tensor:
    """What stands for F_U(x_u). items: soft tokens [items, h]; basis: orthonormal [k, h] or None. -> [histories, h]"""
    compared = F.normalize(items if basis is None else items @ basis.T, dim=-1)
    means = mean_of_history(compared, histories)
    return (means if basis is None else means @ basis) * aligner.user_projection.scale


def table_rows(arrays: Mapping[str, np.ndarray], group: str, seed: int) -> list[dict]:
    """As docs/results has them (src/bundle/results.ts): every system's Hit@1 and NDCG@10, less the cosine's on the same users."""
    resamples = Evaluation().bootstrap
    ranks = {system: protocol.stored_ranks(arrays, system) for system in SYSTEMS if system in arrays}
    made = []
    for system, own in ranks.items():
        found = protocol.summarise(own, seed, resamples)
        row = {
            "label": LABELS[system],
            "group": group,
            "users": found["users"],
            "value": found["hit1"],
            "interval": found["interval"],
            "ndcg10": found["ndcg10"],
        }
        if ALONE in ranks and system != ALONE:
            row["difference"] = protocol.paired_difference(own, ranks[ALONE], seed, resamples)
        made.append(row)
    return made


def keep(folder: Path, rows: list[dict], command: str, seed: int) -> None:
    """Puts the rows into folder/cross-domain.json, in the place of those of the same pair of domains."""
    path, group = folder / "cross-domain.json", rows[0]["group"]
    earlier = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"rows": [], "command": ""}
    others = [row for row in earlier["rows"] if row["group"] != group]
    commands = [one for one in earlier["command"].split(THEN) if others and one != command]
    table = {
        "table": "cross-domain",
        "title": "Trained on one domain, evaluated on another",
        "paperTable": "table 7",
        "metric": "Hit@1",
        "chance": 1 / 20,
        "baseline": "SBERT alone",
        "rows": [*others, *rows],
        "seed": seed,
        "date": f"{datetime.date.today()}",
        "command": THEN.join([*commands, command]),
        "note": "Nothing of the target is trained, but for SASRec and popularity. The first domain's SBERT reads the second's titles; the cosine is of a "
        "candidate's title with the mean of the history's.",
    }
    folder.mkdir(parents=True, exist_ok=True)
    replace_text(path, json.dumps(table, indent=1) + "\n")


def run(
    source: Path,
    target: Path,
    *,
    split: str = "test",
    limit: int | None = None,
    seed: int = 0,
    batch: int = 8,
    device: str = "cpu",
    exact: bool = True,
    systems: Sequence[str] = SYSTEMS,
    save: Path | None = None,
    log: Say = print,
) -> dict:
    """Returns and writes the metrics of the target's users; limit: that many, drawn at random. save: a folder of tables that gets them too."""
    if unknown := set(systems) - set(SYSTEMS):
        raise ValueError(f"There is no system {sorted(unknown)}: choose from {', '.join(SYSTEMS)}.")
    inputs: Inputs = load_inputs(target)
    users = protocol.sample_users(len(inputs.sequences), limit, seed)
    orders = np.stack([protocol.candidate_order(user, inputs.candidates[split].shape[1]) for user in users])
    histories = inputs.histories(split)
    aligner = Aligner.load(aligner_file(source)).eval()
    embeddings = text_embeddings(source, target, device)
    basis, q = load_basis(source / "opt"), joint_text(source, embeddings)
    with torch.no_grad():
        tokens = user_tokens(aligner, aligner.item_projection(q), histories, basis)
    transferred = dataclasses.replace(inputs, joint_text=q, users={**inputs.users, split: tokens})

    model, builder = load_frozen(source, device, template_of(target))
    prompts, shell = CataloguePrompts(builder, inputs.titles, inputs.years), Transferred(aligner).to(device)
    result: dict = {
        "table": "cross-domain",
        "source": source.name,
        "target": target.name,
        "split": split,
        "seed": seed,
        "candidates": int(orders.shape[1]),
        "systems": {},
    }
    arrays = {"users": users, "orders": orders}
    for system in systems:
        if system == "sbert":
            scores = candidate_scores(mean_of_history(embeddings, histories)[users], embeddings, inputs.candidates[split][users])
        elif system in ("sasrec", "popularity"):
            scores = recommender_scores(inputs, users, split, system)
        else:
            scores, places = language_model_lists(
                model, shell, transferred, prompts, users, split, system, orders, batch=batch, device=device, exact=exact, log=log
            )
            arrays[f"{system}-places"] = places
        arrays[system] = scores
        result["systems"][system] = protocol.summarise(protocol.stored_ranks(arrays, system), seed, Evaluation().bootstrap)
        log(f"cross-domain {split} {system}: {result['systems'][system]}")
        suffix = "" if split == "test" else f"-{split}"
        progress.write(target / f"cross-domain{suffix}.json", result)
        replace_arrays(target / f"scores-cross-domain{suffix}.npz", **arrays)
    if save and split == "test":
        first, second = domains.of_work(source), domains.of_work(target)
        drawn = f" --users {limit}" if limit else ""
        command = f"python3 -m training.evaluation cross-domain --source {portable(source)} --target {portable(target)}{drawn} --seed {seed}"
        keep(save, table_rows(arrays, f"{first.words['items']} to {second.words['items']}", seed), command, seed)
    return result
