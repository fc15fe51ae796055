"""Stage 2's contrastive warm-up: F_U and F_I are brought together by cosine before the language model is asked.

It costs seconds, since the language model takes no part, and leaves the projections where opt-mini's pre-training looks.
"""

from __future__ import annotations

import copy
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from . import opt_mini
from .aligner import Aligner, Inputs, latest, spread
from .films import GENRES
from .prompt import PromptBuilder


def compare(vectors: torch.Tensor, basis: torch.Tensor | None) -> torch.Tensor:
    """Unit coordinates in which cosines are taken: in opt-mini's retrieval subspace [k, h], or in the whole space."""
    return F.normalize(vectors if basis is None else vectors @ basis.T, dim=-1)


class Examples:
    """Draws training positions with uniform items that the user never met."""

    def __init__(self, inputs: Inputs, seed: int):
        self.inputs, self.rng = inputs, np.random.default_rng(seed)
        self.met = np.zeros((len(inputs.sequences), inputs.warm), dtype=bool)
        for user, rows in enumerate(inputs.sequences):
            self.met[user, rows] = True
        self.popularity = torch.log1p(torch.from_numpy(inputs.popularity[: inputs.warm])).float()
        self.targets = np.array([inputs.sequences[u][p] for u, p in zip(inputs.train_user, inputs.train_position)])

    def histories(self, chosen: np.ndarray, count: int) -> np.ndarray:
        """`latest` of what was watched before each chosen position."""
        return latest([self.inputs.train_history(example) for example in chosen], count)

    def draw(self, size: int) -> np.ndarray:
        return self.rng.integers(0, len(self.targets), size)

    def unmet(self, user: int, count: int) -> list[int]:
        found: list[int] = []
        while len(found) < count:
            for row in self.rng.integers(0, self.inputs.warm, 2 * count).tolist():
                if not self.met[user, row] and row not in found and len(found) < count:
                    found.append(row)
        return found


class Subspace(NamedTuple):
    """What is known of opt-mini's soft tokens; another language model has none of it."""

    basis: torch.Tensor  # [k, h] orthonormal: retrieval compares these coordinates
    directions: torch.Tensor  # [genres, h] unit, off the basis: along these a film may carry its genres
    films: torch.Tensor  # [warm, genres] each film's share of the directions, of length 1 a film (facts)
    whole: torch.Tensor  # [k + genres, h] orthonormal, spans both


GENRE_LENGTH = 0.6  # of an item token, beside 0.8 for retrieval


def subspace(model, builder: PromptBuilder, inputs: Inputs, path: Path, device: str) -> Subspace | None:
    if not path.exists():
        return None
    basis = load_file(str(path))["basis"].to(device)
    if not any(inputs.genres[: inputs.warm]):  # nothing is known of a domain's genres: then items stay where users do
        return Subspace(basis, basis[:0], basis.new_zeros(inputs.warm, 0), basis)
    films = opt_mini.genre_shares(inputs.genres[: inputs.warm], GENRES).to(device)
    directions = opt_mini.genre_directions(model, builder.piece, GENRES, basis)
    return Subspace(basis, directions, films, torch.linalg.qr(torch.cat([basis, directions]).T)[0].T)


def either(joint: torch.Tensor, text: torch.Tensor, share: float, rng: np.random.Generator) -> torch.Tensor:
    """The table of joint embeddings [films, d'] that a batch reads; with the probability `share` that of q_i: a batch of some e_i and
    some q_i trains F_I worse for both."""
    return text if share and rng.random() < share else joint


def contrastive(aligner: Aligner, inputs: Inputs, examples: Examples, preset, known: Subspace | None, read: int, device: str, log) -> float:
    """The warm-up: cross-entropy of kappa cos over the target and shared uniform items; the best state on validation is kept, and its Hit@1 returned.

    read: films of a history that are in the prompt. With a known subspace the outputs stay in it, and item tokens learn their films' genres along its directions.
    """
    optimizer = torch.optim.AdamW(aligner.parameters(), lr=preset.contrastive_rate, weight_decay=1e-3)
    prior = preset.logit_adjustment * examples.popularity.to(device)
    joint, text = inputs.joint("a-llmrec").to(device), inputs.joint("a-llmrec-sbert").to(device)
    # Joint embeddings are far from 0 and close together: their projection learns several times faster from standardised ones.
    mean, deviation = spread(joint[: inputs.warm])
    joint, text = ((table - mean) / deviation for table in (joint, text))
    aligner.item_projection.unfold(mean, deviation)
    trained = np.unique(inputs.train_user).astype(np.int64)  # with few training users, nobody else chooses
    candidates = torch.from_numpy(inputs.candidates["validation"][trained]).long().to(device)
    histories = latest([inputs.history(user, "validation") for user in trained], read)
    basis = known.basis if known else None
    best, kept = -1.0, copy.deepcopy(aligner.state_dict())
    for step in range(preset.contrastive_steps):
        aligner.drop(preset.contrastive_dropout, preset.user_dropout)
        for group in optimizer.param_groups:
            group["lr"] = preset.contrastive_rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / preset.contrastive_steps)))
        chosen = examples.draw(preset.contrastive_batch)
        targets, negatives = examples.targets[chosen], examples.rng.integers(0, inputs.warm, preset.contrastive_negatives)
        watched = examples.histories(chosen, read)
        rows, where = np.unique(np.concatenate([targets, negatives, watched[watched >= 0]]), return_inverse=True)
        wanted, unwanted, watched[watched >= 0] = np.split(where, np.cumsum([len(targets), len(negatives)]))
        rows = torch.from_numpy(rows).to(device)
        items = aligner.item_projection(either(joint, text, preset.text_share, examples.rng)[rows])
        users = compare(aligner.user_tokens(inputs.train_x[chosen].to(device), items, watched), basis)
        places = compare(items, basis)
        met = torch.from_numpy(examples.met[inputs.train_user[chosen]][:, negatives]).to(device)
        scores = torch.cat([(users * places[wanted]).sum(1, keepdim=True), (users @ places[unwanted].T).masked_fill(met, -10)], dim=1)
        priors = torch.cat([prior[targets][:, None], prior[negatives].expand(len(chosen), -1)], dim=1)
        loss = F.cross_entropy(preset.concentration * scores + priors, torch.zeros(len(chosen), dtype=torch.long, device=device))
        total = loss
        if known:
            shares = known.films[rows]
            off = items - items @ basis.T @ basis
            total = total + preset.genre_pull * (off - GENRE_LENGTH * shares @ known.directions).square().sum(1).mean()
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        if known:
            aligner.confine(basis, known.whole)
        if (step + 1) % max(1, preset.contrastive_steps // 10) == 0:
            aligner.drop(0.0, 0.0)
            with torch.no_grad():
                items = aligner.item_projection(joint)
                tokens = compare(aligner.user_tokens(inputs.users["validation"][trained].to(device), items, histories), basis)
                hit = ((compare(items, basis)[candidates] @ tokens[:, :, None])[:, :, 0].argmax(1) == 0).float().mean().item()
            log(f"stage2 warm-up step {step + 1} loss {loss.item():.3f} beside it {(total - loss).item():.3f} validation Hit@1 of the cosine {hit:.4f}")
            if hit > best:
                best, kept = hit, copy.deepcopy(aligner.state_dict())
    aligner.drop(0.0, 0.0)
    aligner.load_state_dict(kept)
    aligner.item_projection.fold(mean, deviation)
    return best
