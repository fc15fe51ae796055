"""What Stages 1 and 2 learn from: training positions, with negatives that training does not know the user to have met."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from ..data.files import require
from ..data.interactions import load_sequences, training_items
from .projections import latest


@dataclass
class Positions:
    """Places in the users' sequences before which x_u was taken; the item that stands there is the target."""

    sequences: list[np.ndarray]  # per user: rows, oldest first; last = test, one before = validation
    user: np.ndarray  # [n]
    start: np.ndarray  # [n] index in the sequence from which its history is known: 0, or more of a cut one
    position: np.ndarray  # [n] index of its target in the sequence
    x: torch.Tensor  # [n, d]

    def history(self, example: int) -> np.ndarray:
        """What is known before a position's target."""
        return self.sequences[self.user[example]][self.start[example] : self.position[example]]

    def summed(self, table: torch.Tensor) -> torch.Tensor:
        """The sum of a table's rows over each position's history, of length 1. table [films, k] -> [n, k]"""
        ends = np.cumsum([0, *map(len, self.sequences)])
        rows = table[torch.from_numpy(np.concatenate(self.sequences)).long()].double()
        sums = torch.cat([rows.new_zeros(1, rows.shape[1]), rows.cumsum(0)])
        first = torch.from_numpy(ends[self.user])
        return F.normalize(sums[first + torch.from_numpy(self.position)] - sums[first + torch.from_numpy(self.start)], dim=1).float()


def load_positions(work: Path) -> Positions:
    stored = np.load(require(work / "user-representations.npz", "sasrec"))
    return Positions(load_sequences(work), stored["user"], stored["start"], stored["position"], torch.from_numpy(stored["x"]).float())


class Examples:
    """Draws training positions, and uniform items in the places of what a user did not choose.

    A negative is an item that is not in the training part of the user's history. That it may be the validation or the test item is as
    it must be: leaving these out would teach, item by item, what is to be predicted.
    """

    def __init__(self, positions: Positions, warm: int, seed: int, late: float = 0.0):
        """late: places before the end of a training history over which a position's chance falls by e, down to a twentieth of the last one's: what is to be
        predicted follows the end. 0: all alike."""
        self.positions, self.warm, self.rng = positions, warm, np.random.default_rng(seed)
        self.targets = np.array([positions.sequences[u][p] for u, p in zip(positions.user, positions.position)])
        self.known = training_items(positions.sequences, warm)  # [users, warm]
        ends = np.array([len(positions.sequences[user]) - 3 for user in positions.user])
        chances = 0.05 + np.exp((positions.position - ends) / late) if late else np.ones(len(ends))
        self.chances = np.cumsum(chances / chances.sum())

    def draw(self, size: int) -> np.ndarray:
        """Numbers of positions. [size]"""
        return np.searchsorted(self.chances, self.rng.random(size)).clip(max=len(self.targets) - 1)

    def histories(self, chosen: np.ndarray, count: int) -> np.ndarray:
        """`latest` of what was watched before each chosen position."""
        return latest([self.positions.history(example) for example in chosen], count)

    def negative(self, chosen: np.ndarray) -> np.ndarray:
        """One for each chosen position. [chosen]"""
        users, negative = self.positions.user[chosen], self.rng.integers(0, self.warm, len(chosen))
        while (clash := self.known[users, negative]).any():
            negative[clash] = self.rng.integers(0, self.warm, int(clash.sum()))
        return negative

    def negatives(self, user: int, count: int) -> list[int]:
        """Different ones for one user."""
        found: list[int] = []
        while len(found) < count:
            for row in self.rng.integers(0, self.warm, 2 * count).tolist():
                if not self.known[user, row] and row not in found and len(found) < count:
                    found.append(row)
        return found

    def known_among(self, chosen: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Which of some items, shared by all chosen positions, are no negatives of each. bool [chosen, rows]"""
        return self.known[np.ix_(self.positions.user[chosen], rows)]
