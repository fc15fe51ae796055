"""Prompts of catalogue rows: the same for Stage 2, the validation and the evaluation."""

from __future__ import annotations

from typing import Sequence

import torch

from .prompt import Prompt, PromptBuilder, disambiguate


class CataloguePrompts:
    """Catalogue rows -> the product's prompt. titles, years: of every row. Titles' ids are kept, each is tokenised once."""

    def __init__(self, builder: PromptBuilder, titles: Sequence[str], years: Sequence[int]):
        self.builder, self._titles, self._years = builder, titles, years
        self._ids: dict[str, list[int]] = {}

    @property
    def history_length(self) -> int:
        """Films of a history that are in the prompt, at most."""
        return self.builder.template["maxHistory"]

    def titles(self, rows: Sequence[int]) -> list[list[int]]:
        found = disambiguate([self._titles[r] for r in rows], [self._years[r] for r in rows])
        for title in found:
            if title not in self._ids:
                self._ids[title] = self.builder.title(title)
        return [self._ids[title] for title in found]

    def recommend(self, history: Sequence[int], candidates: Sequence[int], *, soft: bool = True) -> tuple[Prompt, list[list[int]], list[int]]:
        """The prompt, the candidates' answers, and the rows of the history that are in it."""
        used = list(history[-self.history_length :])
        titles = self.titles([*used, *candidates])
        listed = titles[len(used) :]
        return self.builder.build("recommend", titles[: len(used)], listed, soft=soft), [self.builder.answer(t) for t in listed], used


def soft_tokens(prompt: Prompt, user: torch.Tensor, items: torch.Tensor, history: Sequence[int], candidates: Sequence[int]) -> torch.Tensor:
    """[slots, h] from the user's token [h] and a table of item tokens [films, h]."""
    pick = {"history": history, "candidate": candidates}
    if not prompt.slots:
        return items[:0]
    return torch.stack([user if slot.kind == "user" else items[pick[slot.kind][slot.index]] for slot in prompt.slots])
