"""Trains, compares and writes down the collaborative filters: python3 -m training.evaluation systems. The tables are as docs/results/*.json and the
manifest hold them (src/bundle/results.ts)."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from ..data import protocol
from ..data.files import replace_text
from ..loop.progress import Say
from ..recommender import systems as filters
from . import systems
from .systems import LABELS, RUN, Ranks, Users

SHARE = 0.35  # of the items are cold, and as many warm (paper, section 5.2.2)
RESAMPLES = 2000
Value = Callable[[np.ndarray], np.ndarray]  # ranks of users -> what is averaged over them


def hits(most: int) -> Value:
    return lambda ranks: (ranks <= most).astype(float)


def gains(ranks: np.ndarray) -> np.ndarray:
    return protocol.hits_and_gains(ranks)[1]


def limits(counts: np.ndarray) -> tuple[int, int]:
    """Training interactions of a cold item at most, and of a warm one at least. counts: of all items."""
    ordered, last = np.sort(counts), len(counts) - 1
    return int(ordered[int(SHARE * last)]), int(ordered[int((1 - SHARE) * last)])


def rows(measured: Mapping[str, list[Ranks]], kind: str, value: Value, group: str, chosen: np.ndarray, seed: int) -> list[dict]:
    """A row for each system, of the users that are chosen (bool [users]). A system of several training seeds: its mean for each user, and each seed's own value."""

    def of(name: str, what: Value) -> np.ndarray:
        return np.stack([what(ranks[kind][chosen]) for ranks in measured[name]])  # [seeds, users]

    found = []
    for name in measured:
        values = of(name, value)
        mean = values.mean(0)
        row: dict[str, Any] = {"label": LABELS[name], "group": group, "users": int(chosen.sum()), "value": round(float(mean.mean()), 4)}
        row["interval"] = protocol.interval_of_mean(mean, seed, RESAMPLES)
        if value is not gains and kind != "catalogue":
            row["ndcg10"] = round(float(of(name, gains).mean()), 4)
        if name != RUN:
            difference = mean - of(RUN, value).mean(0)
            row["difference"] = {"value": round(float(difference.mean()), 4), "interval": protocol.interval_of_mean(difference, seed, RESAMPLES)}
        if len(values) > 1:
            row["seeds"] = [round(float(own), 4) for own in values.mean(1)]
        found.append(row)
    return found


def tables(measured: Mapping[str, list[Ranks]], users: Users, seed: int) -> list[dict]:
    """The paper's protocol, overall and by the target's interactions; and what is beyond it."""
    of_target, everyone = users.counts[users.targets], np.ones(len(users.targets), dtype=bool)
    cold, warm = limits(users.counts)
    paper = [
        *rows(measured, "few", hits(1), "all users", everyone, seed),
        *rows(measured, "few", hits(1), f"warm items: {warm} interactions or more", of_target >= warm, seed),
        *rows(measured, "few", hits(1), f"cold items: {cold} interactions or fewer", of_target <= cold, seed),
    ]
    beyond = [row for most in (1, 5, 10, 20) for row in rows(measured, "catalogue", hits(most), f"HR@{most}, the whole catalogue", everyone, seed)]
    beyond += rows(measured, "catalogue", gains, "NDCG@10, the whole catalogue", everyone, seed)
    beyond += rows(measured, "many", hits(1), f"Hit@1 among {systems.MANY} others", everyone, seed)
    beyond += rows(measured, "shuffled", hits(1), "Hit@1 among 19 others, the history shuffled", everyone, seed)
    return [
        {"table": "systems", "title": "Collaborative filters", "paperTable": "tables 1 and 4", "metric": "Hit@1", "chance": 0.05, "rows": paper},
        {
            "table": "systems-beyond",
            "title": "Collaborative filters, beyond the paper's protocol",
            "metric": "what the group names",
            "rows": beyond,
        },
    ]


def budget_note(names: Sequence[str], records: Sequence[dict]) -> str:
    """How each system was trained, and for how long."""
    parts = []
    for name in names:
        own = [record for record in records if record["system"] == name]
        size, validated = own[0]["settings"], [record["validation"]["hit1"] for record in own]
        parts.append(
            f"{filters.LABELS[name]} d {size['hidden']}, {size['negatives']} negatives, rate {size['learning_rate']:g}, {size['epochs']} epochs, "
            f"validation {' '.join(f'{value:.3f}' for value in validated)}"
        )
    return "; ".join(parts)


def write(made: Sequence[dict], folder: Path) -> None:
    """A JSON file for each table, which scripts/tables puts into docs/RESULTS.md."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in made:
        replace_text(folder / f"{table['table']}.json", json.dumps(table, indent=1) + "\n")


def compare(work: Path, names: Sequence[str], seeds: Sequence[int], command: str, log: Say = print) -> list[dict]:
    """The tables of the test users."""
    users = Users(work, "test")
    measured = systems.measure(work, users, names, seeds, log)
    records = [filters.trained(work, name, seed)[1] for name in names for seed in seeds]
    note = (
        "SASRec is the run's own, as it ships. The others were trained for this table, with its loss: "
        f"{budget_note(names, records)}. EASE, in closed form, and popularity have no training. Intervals are over users, of the mean of a system's training seeds."
    )
    made = [{**table, "seed": 0, "date": f"{datetime.date.today()}", "command": command, "note": note} for table in tables(measured, users, 0)]
    for row in (row for table in made for row in table["rows"]):
        less = f", less SASRec {row['difference']['value']:+.4f} {row['difference']['interval']}" if "difference" in row else ""
        log(f"{row['group']}: {row['label']} {row['value']:.4f} {row['interval']}{less}")
    return made


def run(
    work: Path, names: Sequence[str], seeds: Sequence[int], *, search: bool = False, test: bool = False, save: Path | None = None, log: Say = print
) -> list[dict]:
    """Tries settings (search), or trains what is not there yet and, with `test`, measures the test users. -> the tables, if any"""
    if search:
        for name in names:
            kept = next(trial for trial in filters.search(work, name, log) if trial["kept"])
            log(f"search: {filters.LABELS[name]} is best with {kept['changes']}: validation Hit@1 {kept['hit1']:.4f}")
        return []
    for name in names:
        for seed in seeds:
            found = filters.trained(work, name, seed)[1]
            log(f"systems: {filters.LABELS[name]}, seed {seed}: {found['minutes']:.1f} minutes, validation {found['validation']}")
    if not test:
        return []
    only = "" if list(names) == list(filters.MODELS) else f" --only {' '.join(names)}"
    made = compare(work, names, seeds, f"python3 -m training.evaluation systems --work {work}{only} --seeds {' '.join(map(str, seeds))} --test", log)
    if save:
        write(made, save)
    return made
