"""How hard the prompts of soft-token retrieval are, from the beginning of pre-training to its end."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import Pretraining

TITLE_LENGTHS = ((0.04, 2), (0.10, 4), (0.20, 8))  # (until this share of the run, tokens of a title at most)


@dataclass(frozen=True)
class Difficulty:
    """The curriculum at a share of the run: short titles and few candidates first."""

    title_tokens: int
    candidates: int
    history: int
    extra: int
    concentration: float = 12.0  # kappa

    @staticmethod
    def at(share: float, preset: Pretraining, longest: int) -> Difficulty:
        """share: of the run; longest: tokens of a title in the product's prompt."""
        if not preset.curriculum:  # goes on from a model that has been through it
            share = 1.0
        tokens = next((length for until, length in TITLE_LENGTHS if share < until), longest)
        grown = min(1.0, share / 0.25)
        return Difficulty(
            title_tokens=min(tokens, longest),
            candidates=max(2, round(4 + (preset.candidates - 4) * grown)),
            history=round(2 + (preset.history - 2) * grown),
            extra=preset.extra_queries,
            concentration=preset.first_concentration + (preset.concentration - preset.first_concentration) * min(1.0, share / 0.4),
        )
