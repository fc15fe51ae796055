"""What a training loop has measured on its way: means of its losses, a line each for people, and a list for the step's JSON file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Mapping

import numpy as np

Say = Callable[[str], Any]


class Progress:
    """name: of the loop, before every line. entries: of the run that is gone on with."""

    def __init__(self, name: str, say: Say = print, entries: list[dict] | None = None):
        self.name, self.say = name, say
        self.entries = entries if entries is not None else []
        self._recent: list[Mapping[str, float]] = []

    def add(self, losses: Mapping[str, float]) -> None:
        """One step's."""
        self._recent.append(losses)

    def means(self) -> dict[str, float]:
        """Of the steps since the last call."""
        found = {name: round(float(np.mean([losses[name] for losses in self._recent])), 4) for name in (self._recent[0] if self._recent else ())}
        self._recent = []
        return found

    def enter(self, entry: Mapping[str, Any]) -> dict:
        """Keeps an entry, floats to four places, and says it."""
        kept = {name: round(value, 4) if isinstance(value, float) else value for name, value in entry.items()}
        self.entries.append(kept)
        self.say(f"{self.name} {json.dumps(kept)}")
        return kept


def write(path: Path, measured: Mapping[str, Any]) -> None:
    """A step's measurements, as a file that the pipeline and people read."""
    path.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
