"""The learning rate of every training loop: a linear warm-up, a level, and a cosine down to FLOOR."""

from __future__ import annotations

import math

from torch.optim import Optimizer

FLOOR = 0.02  # of the full rate, at the end


def factor(share: float, step: int, warmup_steps: int = 0, decay_from: float = 0.0) -> float:
    """What the full rate is multiplied with. share: of the run, 0 to 1; step: from 0; decay_from: share after which the cosine begins."""
    rising = min(1.0, (step + 1) / warmup_steps) if warmup_steps else 1.0
    if share <= decay_from:
        return rising
    fallen = min(1.0, (share - decay_from) / (1 - decay_from))
    return rising * (FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * fallen)))


class Schedule:
    """Sets the rates of an optimizer's groups; the rates that it was made with are the full ones, also after a checkpoint was loaded into it."""

    def __init__(self, optimizer: Optimizer, *, warmup_steps: int = 0, decay_from: float = 0.0):
        self.optimizer, self.warmup_steps, self.decay_from = optimizer, warmup_steps, decay_from
        self.full = [group["lr"] for group in optimizer.param_groups]

    def set(self, share: float, step: int) -> None:
        by = factor(share, step, self.warmup_steps, self.decay_from)
        for group, rate in zip(self.optimizer.param_groups, self.full):
            group["lr"] = rate * by
