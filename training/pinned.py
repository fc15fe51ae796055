"""The test users for `npm run evaluate`: python3 -m training.pinned --work training/.work/tiny

Writes into the work folder test.tsv (user<TAB>source ids, oldest first, the last is the target) for --sequences, and for --pinned and
--table:

pinned-test.json (pinned-validation.json): the candidates in the order of PyTorch's prompts with PyTorch's scores, so that both rank the very
same prompts. pinned-cold-user.json: the same candidates, of the history the last three films only (paper, section 5.2.3, cold users).
pinned-genre.json (pinned-genre-validation.json): histories without their last 10 films, and those. pinned-unseen.json, with --data: targets that SASRec never saw.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from . import data as interactions
from . import domains, item_sequences
from .prompt import template_of
from .ranking import candidate_order

COLD_USER = 3  # interactions that are known of a cold user
NEXT = 10  # films that the genre question does not see


def pinned(work: Path, split: str = "test") -> dict:
    """Rows are the catalogue's. Scores: probabilities of the language model's systems, x_u . E_i of SASRec, where evaluate.py has left them."""
    stored = np.load(work / "interactions.npz")
    histories = [stored["items"][a:b] for a, b in zip(stored["offsets"][:-1], stored["offsets"][1:])]
    candidates = np.load(work / "candidates.npz")[split]
    name = work / ("scores.npz" if split == "test" else f"scores-{split}.npz")
    scores = dict(np.load(name)) if name.exists() else {}
    measured = {int(user): index for index, user in enumerate(scores.get("users", []))}
    back = 1 if split == "test" else 2
    users = []
    for user in sorted(measured) if measured else range(len(histories)):
        order = candidate_order(user, candidates.shape[1])
        entry = {
            "user": int(stored["users"][user]),
            "history": histories[user][:-back].tolist(),
            "candidates": candidates[user][order].tolist(),
            "target": int(candidates[user][0]),
        }
        if measured:
            index, found = measured[user], {}
            for system in ("a-llmrec", "a-llmrec-sbert", "llm-only", "sasrec"):
                if system in scores:
                    values = scores[system][index][order]
                    found[system] = [round(float(v), 6) for v in (values if system == "sasrec" else np.exp(values))]
            entry["scores"] = found
        users.append(entry)
    return {"split": split, "users": users}


def cold_users(found: dict) -> dict:
    """The test users of `pinned` with their last three interactions, in the same prompts' order of candidates."""
    return {"split": "cold-user", "users": [{**{key: user[key] for key in ("user", "candidates", "target")}, "history": user["history"][-COLD_USER:]} for user in found["users"]]}


def genre_histories(work: Path, split: str = "test") -> dict:
    """Histories (the target is left out) without their last 10 films, and those; users with fewer than three films before them are left out.

    Validation: of the histories that test reads, so that it looks at none of the 10 films which test counts.
    """
    stored, users = np.load(work / "interactions.npz"), []
    for user, history in zip(stored["users"].tolist(), interactions.load_sequences(work)):
        known = history[:-1] if split == "test" else history[: -1 - NEXT]
        if len(known) >= NEXT + 3:
            users.append({"user": user, "history": known[:-NEXT].tolist(), "next": known[-NEXT:].tolist()})
    return {"users": users}


def unseen_targets(work: Path, data: Path, seed: int = 0) -> dict:
    """A user's last film that SASRec does not know, after the warm films before it, among 19 rated ones of its kind that the user never met."""
    catalogue = json.loads((work / "catalogue.json").read_text(encoding="utf-8"))
    ids, warm = catalogue["ids"], catalogue["warm"]
    row_of = {film: row for row, film in enumerate(ids)}
    domain = domains.of_catalogue(catalogue)
    if domain.facts:
        ratings = interactions.load_ratings(data, set(ids))
    else:
        sampled = set(np.load(work / "interactions.npz")["users"].tolist())
        ratings = [rating for rating in item_sequences.load_interactions(data / domain.name, set(ids), None, seed) if rating[0] in sampled]
    pool = sorted({row_of[film] for _, film, _ in ratings if row_of[film] >= warm})
    of_user: dict[int, list[tuple[float, int]]] = {}
    for user, film, time in ratings:
        of_user.setdefault(user, []).append((time, row_of[film]))
    rng, users = np.random.default_rng(seed), []
    for user in sorted(of_user):
        rows = [row for _, row in sorted(of_user[user])]
        last = next((i for i in range(len(rows) - 1, -1, -1) if rows[i] >= warm), None)
        history = [row for row in rows[:last] if row < warm] if last else []
        met = set(rows)
        unmet = [row for row in pool if row not in met]
        if len(history) < COLD_USER or len(unmet) < 19:
            continue
        candidates = [rows[last], *rng.choice(unmet, 19, replace=False).tolist()]
        users.append({"user": user, "history": history, "candidates": rng.permutation(candidates).tolist(), "target": rows[last]})
    return {"split": "unseen", "users": users}


def sequences(work: Path) -> str:
    stored, ids = np.load(work / "interactions.npz"), json.loads((work / "catalogue.json").read_text(encoding="utf-8"))["ids"]
    lines = []
    for user, start, end in zip(stored["users"], stored["offsets"][:-1], stored["offsets"][1:]):
        lines.append(f"{user}\t{' '.join(str(ids[row]) for row in stored['items'][start:end])}\n")
    return "".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--split", choices=("validation", "test"), default="test")
    parser.add_argument("--data", type=Path, help="the data folder, for pinned-unseen.json")
    given = parser.parse_args()

    def write(name: str, found: dict) -> None:
        (given.work / name).write_text(json.dumps(found), encoding="utf-8")
        print(f"{given.work / name}: {len(found['users'])} users")

    (given.work / "test.tsv").write_text(sequences(given.work), encoding="utf-8")
    users = pinned(given.work, given.split)
    write(f"pinned-{given.split}.json", users)
    if "genre" in template_of(given.work):
        write("pinned-genre.json" if given.split == "test" else "pinned-genre-validation.json", genre_histories(given.work, given.split))
    if given.split == "test":
        write("pinned-cold-user.json", cold_users(users))
        if given.data:
            write("pinned-unseen.json", unseen_targets(given.work, given.data))
