"""Where opt-mini's soft tokens live: the dimensions that retrieval compares, and the directions along which films carry their genres."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from transformers import OPTForCausalLM

from ..data.movielens import GENRES
from ..language_model import opt_mini
from ..language_model.opt_folder import load_basis
from ..lessons.genre_questions import genre_shares
from ..prompts.prompt import PromptBuilder
from .inputs import Inputs
from .projections import Projection


def compare(vectors: torch.Tensor, basis: torch.Tensor | None) -> torch.Tensor:
    """Unit coordinates in which cosines are taken: in opt-mini's retrieval subspace [k, h], or in the whole space."""
    return F.normalize(vectors if basis is None else vectors @ basis.T, dim=-1)


def beside(vectors: torch.Tensor, basis: torch.Tensor) -> torch.Tensor:
    """What vectors [.., h] have outside the span of an orthonormal basis [k, h]. -> [.., h]"""
    return vectors - vectors @ basis.T @ basis


class Subspace(NamedTuple):
    """What is known of opt-mini's soft tokens; another language model has none of it."""

    basis: torch.Tensor  # [k, h] orthonormal: retrieval compares these coordinates
    directions: torch.Tensor  # [genres, h] unit, off the basis: along these a film may carry its genres
    films: torch.Tensor  # [films, genres] each film's share of the directions, of length 1 a film (facts)
    whole: torch.Tensor  # [k + genres, h] orthonormal, spans both

    def of_users(self, carry: bool) -> torch.Tensor:
        """Where user tokens lie: beside the basis what they carry only disturbs the read-out, unless it is genres, which pre-training has them carry."""
        return self.whole if carry else self.basis


GENRE_LENGTH = 0.6  # of an item token, beside 0.8 for retrieval


def strays(tokens: torch.Tensor, shares: torch.Tensor, known: Subspace) -> torch.Tensor:
    """How far soft tokens [n, h] are from carrying their shares [n, genres] along the genres' directions, and nothing else beside the basis. -> []"""
    return (beside(tokens, known.basis) - GENRE_LENGTH * shares @ known.directions).square().sum(1).mean()


# Of what a user's token says beside the basis when genres are asked for; the rest is F_U's. Of 0.3 to 1, chosen on earlier parts of histories.
WHOLE_HISTORY_SHARE = 0.75


def of_whole_history(user: torch.Tensor, items: torch.Tensor, basis: torch.Tensor, share: float) -> torch.Tensor:
    """The user's soft token for a question about all that was watched, of which the prompt shows the last films: beside the basis, where soft tokens
    carry genres, it turns towards the mean of the whole history's. user [h]; items [n, h] of the history; basis [k, h]; share: of the history. -> [h]"""
    own, watched = beside(user, basis), beside(items, basis).sum(0)
    turned = (1 - share) * F.normalize(own, dim=0) + share * F.normalize(watched, dim=0)
    return user - own + own.norm() * F.normalize(turned, dim=0)


COLD_WEIGHT = 0.3  # of a film without interactions in `carry_genres`; there are more of them than of others
RIDGE = 1.0


@torch.no_grad()
def carry_genres(projection: Projection, joint: torch.Tensor, warm: int, known: Subspace) -> None:
    """Lets item tokens carry their films' genres (facts): what the last layer of F_I puts beside the basis becomes that of a ridge regression in which
    every genre weighs alike, whether seventy films have it or three thousand. The coordinates that retrieval compares keep their directions, and the
    part beside them its mean length. joint: joint embeddings [films, d'], of which the first `warm` have interactions."""
    *before, last = projection
    hidden = joint
    for layer in before:
        hidden = layer(hidden)
    inputs = F.pad(hidden, (0, 1), value=1.0)
    carried = (known.films > 0).float()
    with_genres = carried.sum(1) > 0
    if not with_genres.any():
        return
    frequency = carried[with_genres].mean(0).clamp(min=1e-6)
    weight = (carried / frequency).sum(1) / carried.sum(1).clamp(min=1)
    weight = weight / weight[with_genres].mean()
    weight[warm:] *= COLD_WEIGHT
    weighed = (inputs * weight[:, None]).T
    shares = torch.linalg.solve(weighed @ inputs + RIDGE * torch.eye(inputs.shape[1], device=inputs.device), weighed @ known.films)  # [hidden + 1, genres]
    length = beside(last(hidden[:warm]), known.basis).norm(dim=1).mean()
    genres = shares @ known.directions  # [hidden + 1, h]
    genres *= length / (inputs[:warm] @ genres).norm(dim=1).mean().clamp(min=1e-6)
    last.weight.copy_((last.weight.T - beside(last.weight.T, known.basis) + genres[:-1]).T)
    last.bias.copy_(last.bias - beside(last.bias, known.basis) + genres[-1])


def subspace(model: OPTForCausalLM, builder: PromptBuilder, inputs: Inputs, folder: Path) -> Subspace | None:
    """folder: of the language model. None where it is no opt-mini."""
    basis = load_basis(folder)
    if basis is None:
        return None
    if not any(inputs.genres[: inputs.warm]):  # nothing is known of a domain's genres: then items stay where users do
        return Subspace(basis, basis[:0], basis.new_zeros(len(inputs.genres), 0), basis)
    films = genre_shares(inputs.genres, GENRES)
    directions = opt_mini.genre_directions(model, builder.piece, GENRES, basis)
    return Subspace(basis, directions, films, torch.linalg.qr(torch.cat([basis, directions]).T)[0].T)
