"""Draws lessons in processes of their own: a GPU reads faster than one process draws."""

from __future__ import annotations

import multiprocessing
from typing import Generator, Iterator

from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from .lessons import Lesson, Lessons
from .packing import Packed, pack, unpack

AHEAD = 4  # steps that a process draws before they are asked for


class Share:
    """How far the run has got, as all processes see it. Those that draw ahead see it a little late."""

    def __init__(self, share: float = 0.0):
        self._value = multiprocessing.get_context(start_method()).Value("d", share)

    def set(self, share: float) -> None:
        self._value.value = share

    def get(self) -> float:
        return float(self._value.value)


def start_method() -> str | None:
    """Forked processes share what was read before they began."""
    return "fork" if "fork" in multiprocessing.get_all_start_methods() else None


class Drawn(IterableDataset):
    def __init__(self, lessons: Lessons, share: Share):
        self.lessons, self.share = lessons, share

    def __iter__(self) -> Iterator[Packed]:
        worker = get_worker_info()
        self.lessons.begin(worker.id + 1 if worker else 0)
        while True:
            yield pack(self.lessons.draw(self.share.get()))


def stream(lessons: Lessons, share: Share, workers: int = 0, device: str = "cpu") -> Generator[Lesson, None, None]:
    """Lessons without end, on the device. workers: processes that draw them; 0: this one does, when it is asked."""
    pin = device.startswith("cuda")
    if workers == 0:
        for packed in Drawn(lessons, share):
            yield unpack(packed.pin_memory() if pin else packed, device)
    loader = DataLoader(
        Drawn(lessons, share),
        batch_size=None,
        num_workers=workers,
        prefetch_factor=AHEAD,
        pin_memory=pin,
        multiprocessing_context=start_method(),
    )
    for packed in loader:
        yield unpack(packed, device)
