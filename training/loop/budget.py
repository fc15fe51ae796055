"""How far a training loop has got: by its steps or by its time, whichever is farther."""

from __future__ import annotations

import time


class Budget:
    """steps: of the whole loop. minutes: that it may take, None for as long as it needs. elapsed: seconds that earlier, interrupted runs of it have taken."""

    def __init__(self, steps: float, minutes: float | None = None, elapsed: float = 0.0):
        self.steps, self.limit = steps, minutes
        self.begun = time.monotonic() - elapsed

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    @property
    def minutes(self) -> float:
        return self.seconds / 60

    @property
    def left(self) -> float | None:
        """Minutes until the limit, never below zero; None without one."""
        return None if self.limit is None else max(0.0, self.limit - self.minutes)

    def share(self, step: float) -> float:
        """Of the loop that is done before a step, 0 to 1 and more; at 1 it is over. A loop without steps is over at once."""
        by_steps = step / self.steps if self.steps else 1.0
        return by_steps if self.limit is None else max(by_steps, self.minutes / self.limit if self.limit else 1.0)

    def over(self, step: float) -> bool:
        return self.share(step) >= 1
