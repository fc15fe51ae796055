"""Trains, searches and measures the systems of table 1: python3 -m training.evaluation systems"""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np

from ...baselines import registry, tallrec
from ...baselines.base_texts import base_texts
from ...command_line import portable
from ...loop.progress import Say
from ...recommender import systems as filters
from . import ranks
from .jobs import run_all
from .ranks import Ranks, Users
from .tables import EASE, LABELS, POPULAR, RUN, TALLREC, added, dated, noted, say, tables, with_engine, write

NAMES = (*filters.LABELS, *registry.LABELS, TALLREC)


def search(work: Path, name: str, device: str, source: str | None) -> tuple[str, dict]:
    """(name, what its search kept)"""
    trials = tallrec.search(work, device=device) if name == TALLREC else filters.search(work, name, system=registry.known(source)[name], device=device)
    return name, next(trial for trial in trials if trial["kept"])


def train(work: Path, name: str, seed: int, device: str, source: str | None) -> dict:
    """What the training measured, now or earlier."""
    if name == TALLREC:
        return tallrec.trained(work, seed, device=device)[1]
    return filters.trained(work, name, seed, system=registry.known(source)[name], device=device)[1]


def rank(work: Path, name: str, seed: int, device: str, source: str | None, limit: int | None) -> dict[str, np.ndarray]:
    """Of a trained system, the ranks of the test users' targets, by protocol."""
    users = Users(work, "test", limit)
    if name == TALLREC:
        return {"few": ranks.given_ranks(tallrec.scores(work, seed, users.histories, users.few, device=device), users.numbers)}
    model, _ = filters.trained(work, name, seed, system=registry.known(source)[name], device=device)
    return ranks.rank(users, ranks.scorer(model.to(device)), model.length)


def measure(
    work: Path, users: Users, names: Sequence[str], seeds: Sequence[int], device: str, source: str | None, processes: int, log: Say
) -> dict[str, list[Ranks]]:
    """Of the run's SASRec, each system by each of its training seeds (trained where it is not there yet), EASE and popularity."""
    found: dict[str, list[Ranks]] = {RUN: [ranks.rank_run(work, users)]}
    calls = [(work, name, seed, device, source, users.limit) for name in names for seed in seeds]
    for (_, name, *_), own in zip(calls, run_all(rank, calls, processes)):
        found.setdefault(name, []).append(own)
    found[EASE] = [ranks.rank(users, ranks.best_ease(work, log), ranks.WHOLE)]
    found[POPULAR] = [ranks.rank(users, ranks.popularity(users.counts), ranks.WHOLE)]
    return found


def budgets(work: Path, records: Sequence[dict]) -> dict[str, str]:
    """By label, how each system was trained, and what chose its settings."""
    found = {}
    for name in dict.fromkeys(record["system"] for record in records):
        own = [record for record in records if record["system"] == name]
        numbers = ", ".join(f"{key.replace('_', ' ')} {value:g}" for key, value in own[0]["settings"].items() if key in NOTED)
        validated = " ".join(f"{record['validation']['hit1']:.3f}" for record in own)
        found[LABELS[name]] = f"{searched(filters.trials(work, name))}{numbers}, validation {validated}"
    return found


def searched(trials: Sequence[dict]) -> str:
    """Where a search chose the settings: after how many trials, or whose."""
    if not trials:
        return ""
    return f"(settings of the search on {trials[0]['of']}) " if "of" in trials[0] else f"(best of {len(trials)} trials) "


NOTED = ("hidden", "dropout", "epochs", "negatives", "learning_rate", "align_epochs", "temperature", "rank", "steps")


def run(
    work: Path,
    names: Sequence[str],
    seeds: Sequence[int],
    *,
    search_first: bool = False,
    settings_of: Path | None = None,
    limit: int | None = None,
    test: bool = False,
    save: Path | None = None,
    add: bool = False,
    device: str = "cpu",
    source: str | None = None,
    processes: int = 1,
    log: Say = print,
) -> list[dict]:
    """Tries settings first (search_first), or takes what the search in another work folder found best (settings_of), trains what is not there yet and, with
    `test`, measures the test users, of whom `limit` are drawn. add: beside the rows that the tables in `save` have of other systems. source: of SBERT, see
    sbert.load. -> the tables, if any"""
    if settings_of:
        for name in names:
            filters.borrow(work, settings_of, name)
    if {"morec", "ctrl"} & set(names):
        base_texts(work, source, device)  # once, before several processes ask for it
    if search_first:
        for name, kept in run_all(search, [(work, name, device, source) for name in names], processes):
            log(f"search: {LABELS[name]} is best with {kept['changes']}: validation Hit@1 {kept['hit1']:.4f}")
    records = run_all(train, [(work, name, seed, device, source) for name in names for seed in seeds], processes)
    for record in records:
        log(f"systems: {LABELS[record['system']]}, seed {record['seed']}: {record['minutes']:.1f} minutes, validation {record['validation']}")
    if not test:
        return []
    users = Users(work, "test", limit)
    only = "" if list(names) == list(NAMES) else f" --only {' '.join(names)}"
    command = (
        f"python3 -m training.evaluation systems --work {portable(work)}{only} --seeds {' '.join(map(str, seeds))}{f' --users {limit}' if limit else ''} --test"
    )
    trained = {label: [how, command] for label, how in budgets(work, records).items()}
    made = [{**dated(table, command), "trained": trained} for table in tables(measure(work, users, names, seeds, device, source, processes, log), users, 0)]
    say(made, log)
    if save and add:
        made = added(made, save)
    if save:
        made = with_engine(made, save)
    made = [noted(table) for table in made]
    if save:
        write(made, save)
    return made
