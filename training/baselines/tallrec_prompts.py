"""What TALLRec reads: a history's titles, and behind them what is asked of each candidate."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, Sequence

from ..data import domains
from ..data.files import read_json
from ..prompts import blocks
from ..prompts.catalogue_prompts import CataloguePrompts


class Asking(NamedTuple):
    """Of one history: what its prompts begin with, and the rest of each."""

    start: list[int]
    ends: list[list[int]]

    @property
    def tokens(self) -> int:
        return len(self.start) + sum(map(len, self.ends))

    def blocks(self) -> tuple[list[int], list[int]]:
        """Of each token: which of the ends it is of, from 1 (CONSTANT: the start), and where in its prompt it stands."""
        block, position = [blocks.CONSTANT] * len(self.start), list(range(len(self.start)))
        for number, end in enumerate(self.ends, 1):
            block += [number] * len(end)
            position += range(len(self.start), len(self.start) + len(end))
        return block, position


class Asked:
    """The prompts: titles' ids are kept, each is tokenised once."""

    def __init__(self, work: Path, builder: Any):
        catalogue = read_json(work / "catalogue.json", "catalogue")
        words = domains.of_catalogue(catalogue).words
        self.prompts = CataloguePrompts(builder, catalogue["titles"], catalogue["years"])
        self.begin = [builder.bos, *builder.piece(f"This user has {words['consumed']}")]
        self.before = builder.piece(f" in the previous. Will this user {words['consume']}")
        self.quote, self.unquote, self.comma = (builder.piece(text) for text in (' "', '"', ","))
        yes, no = builder.piece(" yes"), builder.piece(" no")
        alike = next(i for i, (one, other) in enumerate(zip(yes, no)) if one != other)
        self.after = [*builder.piece(" next? Answer:"), *yes[:alike]]
        self.yes, self.no = yes[alike], no[alike]

    def quoted(self, rows: Sequence[int]) -> list[list[int]]:
        return [[*self.quote, *title, *self.unquote] for title in self.prompts.titles(rows)]

    def parts(self, history: Sequence[int], candidates: Sequence[int]) -> Asking:
        """Of the history the last items, as many as A-LLMRec's prompt has."""
        known = list(history[-self.prompts.history_length :])
        titles = self.quoted([*known, *candidates])
        start = list(self.begin)
        for place, title in enumerate(titles[: len(known)]):
            start += [*(self.comma if place else ()), *title]
        return Asking([*start, *self.before], [[*title, *self.after] for title in titles[len(known) :]])
