"""Many small tensors as two arrays, which cross from one process to another, and to a GPU, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Union

import numpy as np
import torch

Array = Union[np.ndarray, torch.Tensor]  # arrays go through a pipe; tensors would take shared memory, of which there may be little


class Place(NamedTuple):
    """Where a tensor lies in the one that holds all of its kind."""

    kind: str  # 'float', 'bool' or 'int'
    first: int
    shape: tuple[int, ...]


@dataclass
class Packed:
    """whole numbers [n] int32, floats [m] f32, and what they were: tuples of tensors in tuples and lists, with a Place for each tensor."""

    whole: Array
    floats: Array
    form: Any

    def pin_memory(self) -> Packed:
        """DataLoader's name for it."""
        return Packed(torch.as_tensor(self.whole).pin_memory(), torch.as_tensor(self.floats).pin_memory(), self.form)


def pack(lessons: Any) -> Packed:
    """lessons: named tuples, tuples and lists of tensors of whole numbers below 2^31, of truth values, or of floats."""
    found: dict[str, list[torch.Tensor]] = {"whole": [], "floats": []}
    sizes = {"whole": 0, "floats": 0}

    def place(value: Any) -> Any:
        if not isinstance(value, torch.Tensor):
            return over(value, place)
        kind = "float" if value.is_floating_point() else "bool" if value.dtype == torch.bool else "int"
        into = "floats" if kind == "float" else "whole"
        found[into].append(value.reshape(-1).to(torch.float32 if kind == "float" else torch.int32))
        sizes[into] += value.numel()
        return Place(kind, sizes[into] - value.numel(), tuple(value.shape))

    form = place(lessons)
    empty = torch.zeros(0)
    return Packed(torch.cat([empty.int(), *found["whole"]]).numpy(), torch.cat([empty, *found["floats"]]).numpy(), form)


def unpack(packed: Packed, device: str = "cpu") -> Any:
    """What was packed, on a device. Nothing waits for the device."""
    whole = torch.as_tensor(packed.whole).to(device, non_blocking=True).long()
    floats = torch.as_tensor(packed.floats).to(device, non_blocking=True)

    def take(value: Any) -> Any:
        if not isinstance(value, Place):
            return over(value, take)
        size = 1
        for length in value.shape:
            size *= length
        flat = (floats if value.kind == "float" else whole)[value.first : value.first + size].view(value.shape)
        return flat.bool() if value.kind == "bool" else flat

    return take(packed.form)


def over(value: Any, change: Any) -> Any:
    """A tuple, named or not, or a list, of the changed parts."""
    parts = [change(part) for part in value]
    if hasattr(value, "_fields"):
        return type(value)(*parts)
    return parts if isinstance(value, list) else tuple(parts)
