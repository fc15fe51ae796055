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


def compare(vectors: torch.Tensor, basis: torch.Tensor | None) -> torch.Tensor:
    """Unit coordinates in which cosines are taken: in opt-mini's retrieval subspace [k, h], or in the whole space."""
    return F.normalize(vectors if basis is None else vectors @ basis.T, dim=-1)


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
    off = tokens - tokens @ known.basis.T @ known.basis
    return (off - GENRE_LENGTH * shares @ known.directions).square().sum(1).mean()


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
