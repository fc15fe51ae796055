"""The systems that read texts and rank the whole catalogue, as recommender/systems.py has the collaborative filters."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Mapping

from ..recommender import systems
from ..recommender.recommender import Recommender
from ..recommender.systems import DROPOUTS, RATES, System
from . import ctrl, morec, recformer
from .settings import TEXTUAL

GRID: Mapping[str, tuple[tuple[dict[str, Any], ...], ...]] = {
    "morec": (RATES, DROPOUTS, ({"hidden": 100},)),
    "ctrl": (RATES, ({"align_epochs": 1}, {"align_epochs": 16}), DROPOUTS),
    "recformer": (({"learning_rate": 5e-5}, {"learning_rate": 1e-4}, {"learning_rate": 2e-4}), ({"temperature": 0.1}, {"temperature": 0.03})),
}
MODULES: Mapping[str, Any] = {"morec": morec, "ctrl": ctrl, "recformer": recformer}
LABELS = {name: module.LABEL for name, module in MODULES.items()}


def textual(source: str | None = None) -> dict[str, System]:
    """By name. source: of SBERT, see sbert.load"""

    makes: Mapping[str, Callable[..., Recommender]] = {
        **{name: systems.maker(name) for name in systems.READ_TEXTS},
        "recformer": partial(recformer.make, source=source),
    }
    return {name: System(LABELS[name], TEXTUAL[name], GRID[name], partial(module.fit, source=source), makes[name]) for name, module in MODULES.items()}


def known(source: str | None = None) -> dict[str, System]:
    """All systems that rank the whole catalogue, by name. source: of SBERT, see sbert.load"""
    return {**systems.filters(), **textual(source)}
