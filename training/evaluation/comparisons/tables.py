"""What the compared systems measured, as docs/results/*.json and the manifest hold it (src/bundle/results.ts)."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from ...baselines import registry, tallrec
from ...data import protocol
from ...data.files import replace_text
from ...loop.progress import Say
from ...recommender import systems as filters
from .ranks import Ranks, Users

RUN, EASE, POPULAR, TALLREC = "run", "ease", "popularity", "tallrec"  # the run's own SASRec, which every difference is taken from
ENGINE = ("A-LLMRec", "A-LLMRec (SBERT)", "MLP-LLM", "LLM-Only")  # measured by npm run evaluate, on the weights that ship
LABELS = {
    RUN: "SASRec",
    **filters.LABELS,
    "sasrec": "SASRec, retrained",
    **registry.LABELS,
    TALLREC: tallrec.LABEL,
    EASE: "EASE",
    POPULAR: "Most popular",
}
ORDER = (*ENGINE[:-1], *LABELS.values(), ENGINE[-1])
EVERYONE = "all users"
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
    for name in measured if chosen.any() else ():
        if kind not in measured[name][0]:
            continue
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
        *rows(measured, "few", hits(1), EVERYONE, everyone, seed),
        *rows(measured, "few", hits(1), f"warm items: {warm} interactions or more", of_target >= warm, seed),
        *rows(measured, "few", hits(1), f"cold items: {cold} interactions or fewer", of_target <= cold, seed),
    ]
    beyond = [row for most in (1, 5, 10, 20) for row in rows(measured, "catalogue", hits(most), f"HR@{most}, the whole catalogue", everyone, seed)]
    beyond += rows(measured, "catalogue", gains, "NDCG@10, the whole catalogue", everyone, seed)
    beyond += rows(measured, "many", hits(1), f"Hit@1 among {protocol.MANY} others", everyone, seed)
    beyond += rows(measured, "shuffled", hits(1), "Hit@1 among 19 others, what is read of the history shuffled", everyone, seed)
    return [
        {"table": "systems", "title": "Every system", "paperTable": "tables 1 and 4", "metric": "Hit@1", "chance": 0.05, "rows": paper},
        {
            "table": "systems-beyond",
            "title": "Other systems, beyond the paper's protocol",
            "metric": "what the group names",
            "rows": beyond,
        },
    ]


def dated(table: dict, command: str) -> dict:
    return {**table, "seed": 0, "date": f"{datetime.date.today()}", "command": command}


def noted(table: dict) -> dict:
    """With the note and the commands that are due to what it holds: "trained", by a system's label how it was trained and by which command, and "engine"."""
    trained, asked = table["trained"], table.get("engine", {})
    parts = [f"{LABELS[RUN]} is the run's own, as it ships."]
    if trained:
        parts.append(f"Trained for this table: {'; '.join(f'{one}: {how}' for one, (how, _) in trained.items())}.")
    parts.append("EASE, in closed form, and popularity have no training. Intervals are over users, of the mean of a system's training seeds.")
    if asked:
        names = [one for one in ENGINE if one in asked["systems"]]
        parts.append(f"{', '.join(names[:-1])} and {names[-1]} are the engine's numbers, of the shipped weights: {'; '.join(asked['commands'])}.")
    commands = list(dict.fromkeys(command for _, command in trained.values())) or [table["command"]]
    return {**table, "command": "; then ".join(commands), "note": " ".join(parts)}


def say(made: Sequence[dict], log: Say) -> None:
    for row in (row for table in made for row in table["rows"]):
        less = f", less the baseline {row['difference']['value']:+.4f} {row['difference']['interval']}" if "difference" in row else ""
        log(f"{row['group']}: {row['label']} {row['value']:.4f} {row['interval']}{less}")


def write(made: Sequence[dict], folder: Path) -> None:
    """A JSON file for each table, which scripts/tables puts into docs/RESULTS.md."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in made:
        replace_text(folder / f"{table['table']}.json", json.dumps(table, indent=1) + "\n")


def read(folder: Path, table: str) -> dict | None:
    path = folder / f"{table}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _baseline(rows: Sequence[dict]) -> dict[str, tuple[int, float]]:
    """Of each group, users and value of the run's own SASRec."""
    return {row["group"]: (row["users"], round(row["value"], 4)) for row in rows if row["label"] == LABELS[RUN]}


def ordered(rows: Sequence[dict]) -> list[dict]:
    """Group by group, as they first come up, and in each the systems' own order."""
    groups = list(dict.fromkeys(row["group"] for row in rows))
    return sorted(rows, key=lambda row: (groups.index(row["group"]), ORDER.index(row["label"])))


def added(made: Sequence[dict], folder: Path) -> list[dict]:
    """The tables with the rows, beside their own, that the folder's have of other systems.
    Raises ValueError where the run's own SASRec, which every difference is taken from, has other numbers there: then they are of another run."""
    joined = []
    for table in made:
        earlier = read(folder, table["table"])
        if earlier is None:
            joined.append(table)
            continue
        if _baseline(earlier["rows"]) != _baseline(table["rows"]):
            raise ValueError(
                f"{folder / table['table']}.json is of another run, or of other users: its {LABELS[RUN]} has other numbers. Save without --add, or into another folder."
            )
        mine = {row["label"] for row in table["rows"]}
        rows = ordered([*table["rows"], *(row for row in earlier["rows"] if row["label"] not in mine)])
        trained = {**earlier["trained"], **table["trained"]}
        joined.append({**table, "rows": rows, "trained": {one: trained[one] for one in LABELS.values() if one in trained}})
    return joined


OF_ENGINE: Mapping[str, Sequence[tuple[str, str | None]]] = {  # table -> (table of npm run evaluate, its rows' group where they have none)
    "systems": (("overall", EVERYONE), ("cold-warm", None)),
    "systems-beyond": (("many", None),),
}


def with_engine(made: Sequence[dict], folder: Path) -> list[dict]:
    """The tables with the rows of A-LLMRec and LLM-Only that the engine's have, where SASRec has the same number there of as many users."""
    joined = []
    for table in made:
        baseline, rows, commands = _baseline(table["rows"]), list(table["rows"]), []
        for name, group in OF_ENGINE[table["table"]]:
            found = read(folder, name)
            theirs = [{**row, "group": row.get("group", group)} for row in found["rows"]] if found else []
            same = {one for one, value in _baseline(theirs).items() if baseline.get(one) == value}
            taken = [{key: value for key, value in row.items() if key != "paper"} for row in theirs if row["label"] in ENGINE and row["group"] in same]
            rows = [row for row in rows if not any((one["label"], one["group"]) == (row["label"], row["group"]) for one in taken)] + taken
            commands += [found["command"]] if found and taken else []
        names = [name for name in ENGINE if any(row["label"] == name for row in rows)]
        joined.append({**table, "rows": ordered(rows), **({"engine": {"systems": names, "commands": commands}} if commands else {})})
    return joined
