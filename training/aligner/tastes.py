"""Histories that facts make: films that share a series, a director, a country, a sub-genre, or genre and decade, and one more of them as the target.

Interactions alone teach the projections what a crowd watches together, and little of films that few have rated. These examples (a deviation from the
paper) teach beside them what a film lover would expect; no user's interaction is in them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as F

from ..data.catalogue import FACTS_FILE
from ..data.files import read_json
from .inputs import JOINT_FILE
from .projections import latest

KINDS = {"franchises": 0.25, "directors": 0.25, "countries": 0.25, "subgenres": 0.15, "decades": 0.1}  # share of the histories
LEAST = {"franchises": 3, "directors": 4, "countries": 4, "subgenres": 4, "decades": 20}  # films that a group has at least
WIDESPREAD = 0.25  # share of the catalogue from which on a group is no taste (films of the United States)
LONGEST = 6  # films of a history
Represent = Callable[[Sequence[np.ndarray]], torch.Tensor]  # histories of rows that the recommender knows -> x_u [histories, d]


@dataclass
class Tastes:
    """n histories and what would follow each."""

    x: torch.Tensor  # [n, d] user representations; rows that the recommender does not know are left out of what it reads
    histories: list[np.ndarray]  # rows, the latest last
    targets: np.ndarray  # [n] rows
    groups: np.ndarray  # [n] which group each is of
    members: np.ndarray  # [groups, films] bool

    def watched(self, chosen: np.ndarray, count: int) -> np.ndarray:
        """`latest` of the chosen histories."""
        return latest([self.histories[number] for number in chosen], count)

    def summed(self, table: torch.Tensor) -> torch.Tensor:
        """As Positions'. table [films, k] -> [n, k]"""
        return F.normalize(torch.stack([table[torch.from_numpy(history).long()].sum(0) for history in self.histories]), dim=1)

    def alike(self, chosen: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Which films are no negatives of each chosen history, as they are of its group. bool [chosen, rows]"""
        return self.members[np.ix_(self.groups[chosen], rows)]


def groups_of(facts: Mapping[str, Any], genres: Sequence[Sequence[int]], years: Sequence[int]) -> dict[str, list[np.ndarray]]:
    """Kind -> groups of rows that share a fact; of a series in its order. facts: columns of facts.json; genres, years: of the catalogue."""
    films = len(years)
    found: dict[str, dict[Any, list[tuple[int, int]]]] = {kind: defaultdict(list) for kind in KINDS}
    for row in range(films):
        if series := facts["franchises"][row]:
            found["franchises"][series[0]].append((series[1], row))
        for kind in ("directors", "countries", "subgenres"):
            for name in facts[kind][row]:
                found[kind][name].append((0, row))
        for genre in genres[row] if years[row] else ():
            found["decades"][genre, years[row] // 10].append((0, row))
    return {
        kind: [np.array([row for _, row in sorted(group)]) for group in groups.values() if LEAST[kind] <= len(group) < max(WIDESPREAD * films, LEAST[kind] + 1)]
        for kind, groups in found.items()
    }


def one(kind: str, group: np.ndarray, popularity: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """(history, target) of a group. A series is watched in its order; of others better known films are the likelier, most of all in the history."""
    if kind == "franchises":
        at = int(rng.integers(1, len(group)))
        return group[max(0, at - int(rng.integers(1, LONGEST + 1))) : at], int(group[at])
    count = min(len(group) - 1, int(rng.integers(2, LONGEST + 1)))
    known = (popularity[group] + 5) ** 0.5
    history = rng.choice(group, count, replace=False, p=known / known.sum())
    rest = np.setdiff1d(group, history)
    known = (popularity[rest] + 3) ** 0.25
    return history, int(rng.choice(rest, p=known / known.sum()))


def draw(groups: Mapping[str, Sequence[np.ndarray]], popularity: np.ndarray, warm: int, represent: Represent, count: int, seed: int) -> Tastes | None:
    """So many of them; None where no group is large enough. popularity: [films]; warm: rows that the recommender knows."""
    rng = np.random.default_rng(seed)
    kinds = [kind for kind in KINDS if len(groups[kind])]
    if not kinds:
        return None
    shares = np.array([KINDS[kind] for kind in kinds])
    sizes = {kind: np.array([len(group) ** 0.5 for group in groups[kind]]) for kind in kinds}
    first = dict(zip(kinds, np.cumsum([0, *(len(groups[kind]) for kind in kinds)])))
    histories, targets, numbers = [], [], []
    for choice in rng.choice(len(kinds), count, p=shares / shares.sum()):
        kind = kinds[choice]
        number = int(rng.choice(len(groups[kind]), p=sizes[kind] / sizes[kind].sum()))
        history, target = one(kind, groups[kind][number], popularity, rng)
        histories.append(history)
        targets.append(target)
        numbers.append(first[kind] + number)
    members = np.zeros((sum(len(groups[kind]) for kind in kinds), len(popularity)), dtype=bool)
    for row, group in enumerate(group for kind in kinds for group in groups[kind]):
        members[row, group] = True
    return Tastes(represent([history[history < warm] for history in histories]), histories, np.array(targets), np.array(numbers), members)


def load(work: Path, represent: Represent, count: int, seed: int) -> Tastes | None:
    """Of a work folder; None where it has no facts, as of games, or where texts are unknown."""
    if not count or not (work / FACTS_FILE).exists() or (work / JOINT_FILE).exists():
        return None
    catalogue = read_json(work / "catalogue.json", "catalogue")
    groups = groups_of(read_json(work / FACTS_FILE, "catalogue"), catalogue["genres"], catalogue["years"])
    return draw(groups, np.asarray(catalogue["popularity"], dtype=np.float64), catalogue["warm"], represent, count, seed)
