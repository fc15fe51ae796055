"""Prompts of catalogue rows: the same for Stage 2, the validation and the evaluation."""

from __future__ import annotations

from typing import Sequence

import torch

from .aligner import Inputs
from .prompt import Prompt, PromptBuilder, disambiguate


class Prompter:
    """Catalogue rows -> the product's prompt. Titles' ids are kept, each is tokenised once."""

    def __init__(self, builder: PromptBuilder, inputs: Inputs):
        self.builder, self.inputs = builder, inputs
        self._ids: dict[str, list[int]] = {}

    @property
    def read(self) -> int:
        """Films of a history that are in the prompt, at most."""
        return self.builder.template["maxHistory"]

    def titles(self, rows: Sequence[int]) -> list[list[int]]:
        found = disambiguate([self.inputs.titles[r] for r in rows], [self.inputs.years[r] for r in rows])
        for title in found:
            if title not in self._ids:
                self._ids[title] = self.builder.title(title)
        return [self._ids[title] for title in found]

    def recommend(self, history: Sequence[int], candidates: Sequence[int], *, soft: bool = True) -> tuple[Prompt, list[list[int]], list[int]]:
        """The prompt, the candidates' answers, and the rows of the history that are in it."""
        used = list(history[-self.read :])
        titles = self.titles([*used, *candidates])
        listed = titles[len(used) :]
        return self.builder.build("recommend", titles[: len(used)], listed, soft=soft), [self.builder.answer(t) for t in listed], used


def soft_tokens(prompt: Prompt, user: torch.Tensor, items: torch.Tensor, history: Sequence[int], candidates: Sequence[int]) -> torch.Tensor:
    """[slots, h] from the user's token [h] and a table of item tokens [films, h]."""
    pick = {"history": history, "candidate": candidates}
    if not prompt.slots:
        return items[:0]
    return torch.stack([user if slot.kind == "user" else items[pick[slot.kind][slot.index]] for slot in prompt.slots])
