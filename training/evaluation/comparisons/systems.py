"""Trains, compares and writes down the systems of table 1: python3 -m training.evaluation systems. The tables are as docs/results/*.json and the
manifest hold them (src/bundle/results.ts)."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from ...baselines import registry, tallrec
from ...baselines.base_texts import base_texts
from ...data import protocol
from ...data.files import replace_text
from ...loop.progress import Say
from ...recommender import systems as filters
from ...recommender.systems import System
from . import ranks
from .jobs import run_all
from .ranks import Ranks, Users

RUN, EASE, POPULAR, TALLREC = "run", "ease", "popularity", "tallrec"  # the run's own SASRec, which every difference is taken from
LABELS = {
    RUN: "SASRec",
    **filters.LABELS,
    "sasrec": "SASRec, trained as the following",
    **registry.LABELS,
    TALLREC: tallrec.LABEL,
    EASE: "EASE",
    POPULAR: "Most popular",
    "a-llmrec": "A-LLMRec",
    "a-llmrec-sbert": "A-LLMRec (SBERT)",
    "mlp-llm": "MLP-LLM",
    "llm-only": "LLM-Only",
}
NAMES = (*filters.LABELS, *registry.LABELS, TALLREC)
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
        *rows(measured, "few", hits(1), "all users", everyone, seed),
        *rows(measured, "few", hits(1), f"warm items: {warm} interactions or more", of_target >= warm, seed),
        *rows(measured, "few", hits(1), f"cold items: {cold} interactions or fewer", of_target <= cold, seed),
    ]
    beyond = [row for most in (1, 5, 10, 20) for row in rows(measured, "catalogue", hits(most), f"HR@{most}, the whole catalogue", everyone, seed)]
    beyond += rows(measured, "catalogue", gains, "NDCG@10, the whole catalogue", everyone, seed)
    beyond += rows(measured, "many", hits(1), f"Hit@1 among {ranks.MANY} others", everyone, seed)
    beyond += rows(measured, "shuffled", hits(1), "Hit@1 among 19 others, what is read of the history shuffled", everyone, seed)
    return [
        {"table": "systems", "title": "Other systems", "paperTable": "tables 1 and 4", "metric": "Hit@1", "chance": 0.05, "rows": paper},
        {
            "table": "systems-beyond",
            "title": "Other systems, beyond the paper's protocol",
            "metric": "what the group names",
            "rows": beyond,
        },
    ]


def known(source: str | None) -> dict[str, System]:
    """The systems that rank the whole catalogue. source: of SBERT, see sbert.load"""
    return {**filters.filters(), **registry.textual(source)}


def search(work: Path, name: str, device: str, source: str | None) -> tuple[str, dict]:
    """(name, what its search kept)"""
    trials = tallrec.search(work, device=device) if name == TALLREC else filters.search(work, name, system=known(source)[name], device=device)
    return name, next(trial for trial in trials if trial["kept"])


def train(work: Path, name: str, seed: int, device: str, source: str | None) -> dict:
    """What the training measured, now or earlier."""
    if name == TALLREC:
        return tallrec.trained(work, seed, device=device)[1]
    return filters.trained(work, name, seed, system=known(source)[name], device=device)[1]


def rank(work: Path, name: str, seed: int, device: str, source: str | None) -> dict[str, np.ndarray]:
    """Of a trained system, the ranks of the test users' targets, by protocol."""
    users = Users(work, "test")
    if name == TALLREC:
        return {"few": ranks.given_ranks(tallrec.scores(work, seed, "test", device=device))}
    model, _ = filters.trained(work, name, seed, system=known(source)[name], device=device)
    return ranks.rank(users, ranks.scorer(model.to(device)), model.length)


def measure(
    work: Path, users: Users, names: Sequence[str], seeds: Sequence[int], device: str, source: str | None, processes: int, log: Say
) -> dict[str, list[Ranks]]:
    """Of the run's SASRec, each system by each of its training seeds (trained where it is not there yet), EASE, popularity, and what the evaluation of
    the language model's systems has left in the work folder."""
    found: dict[str, list[Ranks]] = {RUN: [ranks.rank_run(work, users)]}
    calls = [(work, name, seed, device, source) for name in names for seed in seeds]
    for (_, name, *_), own in zip(calls, run_all(rank, calls, processes)):
        found.setdefault(name, []).append(own)
    found[EASE] = [ranks.rank(users, ranks.best_ease(work, log), ranks.WHOLE)]
    found[POPULAR] = [ranks.rank(users, ranks.popularity(users.counts), ranks.WHOLE)]
    for name, own in ranks.of_language_model(work, len(users.targets)).items():
        found[name] = [{"few": own}]
    return found


def budget_note(records: Sequence[dict]) -> str:
    """How each system was trained, and how often it validated."""
    parts = []
    for name in dict.fromkeys(record["system"] for record in records):
        own = [record for record in records if record["system"] == name]
        numbers = ", ".join(f"{key.replace('_', ' ')} {value:g}" for key, value in own[0]["settings"].items() if key in NOTED)
        validated = " ".join(f"{record['validation']['hit1']:.3f}" for record in own)
        parts.append(f"{LABELS[name].split(',')[0]} {numbers}, validation {validated}")
    return "; ".join(parts)


NOTED = ("hidden", "dropout", "epochs", "negatives", "learning_rate", "align_epochs", "temperature", "rank", "steps")


def write(made: Sequence[dict], folder: Path) -> None:
    """A JSON file for each table, which scripts/tables puts into docs/RESULTS.md."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in made:
        replace_text(folder / f"{table['table']}.json", json.dumps(table, indent=1) + "\n")


def _baseline(rows: Sequence[dict]) -> dict[str, tuple[int, float]]:
    """Of each group, users and value of the run's own SASRec."""
    return {row["group"]: (row["users"], row["value"]) for row in rows if row["label"] == LABELS[RUN]}


def added(made: Sequence[dict], folder: Path) -> list[dict]:
    """The tables with the rows, beside their own, that the folder's have of other systems.
    Raises ValueError where the run's own SASRec, which every difference is taken from, has other numbers there: then they are of another run."""
    order, joined = list(LABELS.values()), []
    for table in made:
        path = folder / f"{table['table']}.json"
        if not path.exists():
            joined.append(table)
            continue
        earlier = json.loads(path.read_text(encoding="utf-8"))
        if _baseline(earlier["rows"]) != _baseline(table["rows"]):
            raise ValueError(f"{path} is of another run, or of other users: its {LABELS[RUN]} has other numbers. Save without --add, or into another folder.")
        mine = {row["label"] for row in table["rows"]}
        rows = [*table["rows"], *(row for row in earlier["rows"] if row["label"] not in mine)]
        groups = list(dict.fromkeys(row["group"] for row in rows))
        rows.sort(key=lambda row: (groups.index(row["group"]), order.index(row["label"])))
        joined.append(
            {**table, "rows": rows, "command": f"{earlier['command']}; then {table['command']}", "note": f"{earlier['note']} Added later: {table['note']}"}
        )
    return joined


def dated(table: dict, command: str, note: str) -> dict:
    return {**table, "seed": 0, "date": f"{datetime.date.today()}", "command": command, "note": note}


def say(made: Sequence[dict], log: Say) -> None:
    for row in (row for table in made for row in table["rows"]):
        less = f", less the baseline {row['difference']['value']:+.4f} {row['difference']['interval']}" if "difference" in row else ""
        log(f"{row['group']}: {row['label']} {row['value']:.4f} {row['interval']}{less}")


def run(
    work: Path,
    names: Sequence[str],
    seeds: Sequence[int],
    *,
    search_first: bool = False,
    test: bool = False,
    save: Path | None = None,
    add: bool = False,
    device: str = "cpu",
    source: str | None = None,
    processes: int = 1,
    log: Say = print,
) -> list[dict]:
    """Tries settings first (search_first), trains what is not there yet and, with `test`, measures the test users. add: beside the rows that the tables in
    `save` have of other systems. source: of SBERT, see sbert.load. -> the tables, if any"""
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
    users = Users(work, "test")
    only = "" if list(names) == list(NAMES) else f" --only {' '.join(names)}"
    command = f"python3 -m training.evaluation systems --work {work}{only} --seeds {' '.join(map(str, seeds))} --test"
    note = (
        f"SASRec is the run's own, as it ships. Trained for this table: {budget_note(records)}. EASE, in closed form, and popularity have no training. "
        "Intervals are over users, of the mean of a system's training seeds."
    )
    made = [dated(table, command, note) for table in tables(measure(work, users, names, seeds, device, source, processes, log), users, 0)]
    say(made, log)
    if save and add:
        made = added(made, save)
    if save:
        write(made, save)
    return made
