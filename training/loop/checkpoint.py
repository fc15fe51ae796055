"""Where an interrupted training loop goes on: its networks, its optimizer and its place, in one file that is never half written."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Mapping

import torch

State = Mapping[str, Any]


class Checkpoint:
    """path: None keeps nothing. minutes: between two saves. start: what the loop began with ("scratch", or the fingerprint of weights
    taken on); a file that another start left is not this loop's, and is passed over."""

    def __init__(self, path: Path | None, *, minutes: float = 0.0, start: str = "scratch", device: str = "cpu"):
        self.path, self.minutes, self.start, self.device = path, minutes, start, device
        self.saved = time.monotonic()

    def load(self, **parts: Any) -> State | None:
        """The rest of what was saved, after each part (a module or an optimizer) has taken its own; None where there is nothing to go on from."""
        if self.path is None or not self.path.exists():
            return None
        state = torch.load(self.path, map_location=self.device)
        if state.get("start", "scratch") != self.start:
            print(f"{self.path.name} is of a run that began with other weights: this one begins anew.", flush=True)
            return None
        for name, part in parts.items():
            part.load_state_dict(state[name])
        return state

    def due(self) -> bool:
        return self.path is not None and time.monotonic() - self.saved >= self.minutes * 60

    def save(self, place: State, **parts: Any) -> None:
        """place: numbers and lists. Parts as in `load`."""
        if self.path is None:
            return
        self.saved = time.monotonic()
        part = self.path.with_suffix(".part")
        torch.save({**place, "start": self.start, **{name: module.state_dict() for name, module in parts.items()}}, part)
        part.replace(self.path)

    def remove(self) -> None:
        if self.path is not None:
            self.path.unlink(missing_ok=True)
