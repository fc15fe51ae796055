"""Stage 2's contrastive warm-up: F_U and F_I are brought together by cosine before the language model is asked.

It costs seconds, since the language model takes no part, and leaves the projections where opt-mini's pre-training looks.
"""

from __future__ import annotations

import copy

import numpy as np
import torch
import torch.nn.functional as F

from ..loop.budget import Budget
from ..loop.progress import Progress, Say
from ..loop.schedule import Schedule
from ..settings import Stage2
from .examples import Examples
from .inputs import Inputs
from .projections import Aligner, latest, spread
from .subspace import Subspace, compare, strays
from .tastes import Tastes


def either(joint: torch.Tensor, text: torch.Tensor, share: float, rng: np.random.Generator) -> torch.Tensor:
    """The table of joint embeddings [films, d'] that a batch reads; with the probability `share` that of q_i: a batch of some e_i and
    some q_i trains F_I worse for both."""
    return text if share and rng.random() < share else joint


def told_apart(
    concentration: float, users: torch.Tensor, wanted: torch.Tensor, others: torch.Tensor, left_out: torch.Tensor, priors: torch.Tensor
) -> torch.Tensor:
    """Cross-entropy of kappa cos over each user's wanted item and the others, which all users share. users, wanted [b, k] and others [n, k]: coordinates of
    length 1; left_out [b, n] bool: which of the others are no negatives of a user; priors [b, 1 + n]: added to the logits. -> []"""
    scores = torch.cat([(users * wanted).sum(1, keepdim=True), (users @ others.T).masked_fill(left_out, -10)], dim=1)
    return F.cross_entropy(concentration * scores + priors, torch.zeros(len(users), dtype=torch.long, device=users.device))


def contrastive(
    aligner: Aligner,
    inputs: Inputs,
    examples: Examples,
    preset: Stage2,
    known: Subspace | None,
    history_length: int,
    device: str,
    log: Say,
    tastes: Tastes | None = None,
) -> float:
    """The warm-up: cross-entropy of kappa cos over the target and shared uniform items; the best state on validation is kept, and its Hit@1 returned.

    tastes: histories made of facts, learnt beside the users'. history_length: films of a history that are in the prompt. With a known subspace the
    outputs stay in it, and item tokens learn their films' genres along its directions.
    """
    optimizer = torch.optim.AdamW(aligner.parameters(), lr=preset.contrastive_rate, weight_decay=1e-3)
    schedule, budget, measured = Schedule(optimizer), Budget(preset.contrastive_steps), Progress("stage2 warm-up", log)
    prior = preset.logit_adjustment * inputs.log_popularity.to(device)
    joint, text = inputs.joint_embeddings("a-llmrec").to(device), inputs.joint_embeddings("a-llmrec-sbert").to(device)
    # Joint embeddings are far from 0 and close together: their projection learns several times faster from standardised ones.
    mean, deviation = spread(joint[: inputs.warm])
    joint, text = ((table - mean) / deviation for table in (joint, text))
    aligner.item_projection.unfold(mean, deviation)
    trained = np.unique(inputs.training.user).astype(np.int64)  # with few training users, nobody else chooses
    candidates = torch.from_numpy(inputs.candidates["validation"][trained]).long().to(device)
    histories = latest([inputs.history(user, "validation") for user in trained], history_length)
    basis = known.basis if known else None
    carried = carried_of_facts = None  # what users' tokens carry of genres
    if known and preset.user_genre_pull:
        carried = inputs.training.summed(known.films.cpu())
        carried_of_facts = tastes.summed(known.films.cpu()) if tastes else None
    best, kept = -1.0, copy.deepcopy(aligner.state_dict())
    for step in range(preset.contrastive_steps):
        aligner.drop(preset.contrastive_dropout, preset.user_dropout)
        schedule.set(budget.share(step), step)
        chosen = examples.draw(preset.contrastive_batch)
        targets, negatives = examples.targets[chosen], examples.rng.integers(0, inputs.warm, preset.contrastive_negatives)
        watched = examples.histories(chosen, history_length)
        told = examples.rng.integers(0, len(tastes.targets), preset.taste_batch) if tastes else chosen[:0]
        others = np.concatenate([negatives, examples.rng.integers(0, len(joint), preset.taste_negatives)]) if tastes else negatives
        shown = tastes.watched(told, history_length) if tastes else watched[:0]
        follows = tastes.targets[told] if tastes else targets[:0]
        unique = np.unique(np.concatenate([targets, others, follows, watched[watched >= 0], shown[shown >= 0]]))
        where = np.full(len(joint) + 1, -1)  # row -1, of no film, stays -1
        where[unique] = np.arange(len(unique))
        rows = torch.from_numpy(unique).to(device)
        items = aligner.item_projection(either(joint, text, preset.text_share, examples.rng)[rows])
        places = compare(items, basis)
        tokens = aligner.user_tokens(inputs.training.x[chosen].to(device), items, where[watched])
        users = compare(tokens, basis)
        met = torch.from_numpy(examples.known_among(chosen, negatives)).to(device)
        priors = torch.cat([prior[targets][:, None], prior[negatives].expand(len(chosen), -1)], dim=1)
        loss = told_apart(preset.concentration, users, places[where[targets]], places[where[negatives]], met, priors)
        total = loss
        if tastes:
            of_facts = aligner.user_tokens(tastes.x[told].to(device), items, where[shown])
            users = compare(of_facts, basis)
            met = torch.from_numpy(tastes.alike(told, others)).to(device)
            nothing = torch.zeros(len(told), 1 + len(others), device=device)
            total = total + preset.taste_weight * told_apart(preset.concentration, users, places[where[follows]], places[where[others]], met, nothing)
        if known and carried is not None:
            total = total + preset.user_genre_pull * strays(tokens, carried[chosen].to(device), known)
            if carried_of_facts is not None:
                total = total + preset.user_genre_pull * preset.taste_weight * strays(of_facts, carried_of_facts[told].to(device), known)
        if known:
            total = total + preset.genre_pull * strays(items, known.films[rows], known)
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        if known:
            aligner.confine(known.of_users(preset.user_genre_pull > 0), known.whole)
        if (step + 1) % max(1, preset.contrastive_steps // 10) == 0:
            aligner.drop(0.0, 0.0)
            with torch.no_grad():
                items = aligner.item_projection(joint)
                tokens = compare(aligner.user_tokens(inputs.users["validation"][trained].to(device), items, histories), basis)
                hit = ((compare(items, basis)[candidates] @ tokens[:, :, None])[:, :, 0].argmax(1) == 0).float().mean().item()
            measured.enter({"step": step + 1, "loss": loss.item(), "beside it": (total - loss).item(), "validation Hit@1 of the cosine": hit})
            if hit > best:
                best, kept = hit, copy.deepcopy(aligner.state_dict())
    aligner.drop(0.0, 0.0)
    aligner.load_state_dict(kept)
    aligner.item_projection.fold(mean, deviation)
    return best
