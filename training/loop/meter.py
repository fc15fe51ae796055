"""What a loop's steps measure, kept on the device until it is asked for, and how fast they go: to read a number is to wait for the device."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import Iterator, Mapping

import torch


class Meter:
    def __init__(self, device: str):
        self.device = device
        self._recent: list[torch.Tensor] = []
        self._names: list[str] = []
        self._since, self._waited, self._steps = time.monotonic(), 0.0, 0

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Around what the loop waits for."""
        begun = time.monotonic()
        yield
        self._waited += time.monotonic() - begun

    def add(self, measured: Mapping[str, torch.Tensor]) -> None:
        """One step's numbers, of the same names each time."""
        self._names = list(measured)
        self._recent.append(torch.stack([value.detach().float() for value in measured.values()]))
        self._steps += 1

    def means(self) -> dict[str, float]:
        """Of the steps since the last call."""
        found = dict(zip(self._names, torch.stack(self._recent).mean(0).tolist())) if self._recent else {}
        self._recent = []
        return {name: round(value, 4) for name, value in found.items()}

    def speed(self) -> dict[str, float]:
        """Steps a second since the last call, the share of the time that they waited, and on a GPU the most memory that was ever taken."""
        now = time.monotonic()
        seconds = max(1e-9, now - self._since)
        found = {"steps a second": round(self._steps / seconds, 2), "waited": round(self._waited / seconds, 3)}
        if self.device.startswith("cuda"):
            found["GB"] = round(torch.cuda.max_memory_allocated(self.device) / 1e9, 2)
        self._since, self._waited, self._steps = now, 0.0, 0
        return found
