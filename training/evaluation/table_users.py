"""The users of the tables, for `npm run evaluate`.

Written into the work folder: test.tsv (user<TAB>source ids, oldest first, the last is the target) for --sequences, and for --pinned and
--table:

pinned-test.json (pinned-validation.json): the candidates in the order of PyTorch's prompts with PyTorch's scores, so that both rank the very
same prompts. pinned-cold-user.json: the same candidates, of the history the last three films only (paper, section 5.2.3, cold users).
pinned-many.json: the same users with 99 others instead of 19, those of the collaborative filters' tables (comparisons/ranks.py).
pinned-temporal.json, of a run with --before and with a data folder: the users of after that day. pinned-genre.json (pinned-genre-validation.json): histories without their last 10 films, and those. pinned-unseen.json, with a data folder: targets that SASRec never saw.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from ..data import domains, interactions, title_sequences
from ..data.catalogue import FACTS_FILE
from ..data.files import read_json, replace_text, require
from ..data.movielens import load_ratings
from ..data.protocol import HELD_OUT, MANY, NEGATIVES, candidate_order, draw_candidates, most_negatives, sample_users
from ..loop.progress import Say
from ..prompts.prompt import template_of

COLD_USER = 3  # interactions that are known of a cold user
NEXT = 10  # films that the genre question does not see


def pinned_candidates(work: Path, split: str = "test", limit: int | None = None) -> dict:
    """limit: so many users, drawn at random; else all, or those whom leave_one_out.py has asked. Rows are the catalogue's. Scores: probabilities of the language model's systems, x_u . E_i of SASRec, where leave_one_out.py has left them."""
    histories, names = interactions.load_sequences(work), interactions.load_users(work)
    candidates = np.load(require(work / "candidates.npz", "catalogue"))[split]
    path = work / ("scores.npz" if split == "test" else f"scores-{split}.npz")
    scores = dict(np.load(path)) if path.exists() else {}
    measured = {int(user): index for index, user in enumerate(scores.get("users", []))}
    users = []
    for user in sorted(measured) if measured and not limit else sorted(sample_users(len(histories), limit, 0).tolist()):
        order = candidate_order(user, candidates.shape[1])
        entry = {
            "user": int(names[user]),
            "history": histories[user][: -HELD_OUT[split]].tolist(),
            "candidates": candidates[user][order].tolist(),
            "target": int(candidates[user][0]),
        }
        if user in measured:
            index, found = measured[user], {}
            for system in ("a-llmrec", "a-llmrec-sbert", "llm-only", "sasrec"):
                if system in scores:
                    values = scores[system][index][order]
                    found[system] = [round(float(v), 6) for v in (values if system == "sasrec" else np.exp(values))]
            entry["scores"] = found
        users.append(entry)
    return {"split": split, "users": users}


def among_many(work: Path, found: dict, split: str = "test") -> dict | None:
    """The users of `pinned_candidates` with the others that the collaborative filters' targets are ranked among beside the nineteen; None where the
    catalogue is too small."""
    names = {int(name): number for number, name in enumerate(interactions.load_users(work))}
    histories, warm = interactions.load_sequences(work), read_json(work / "catalogue.json", "catalogue")["warm"]
    if most_negatives(histories, warm) < MANY:
        return None
    drawn = draw_candidates(histories, warm, 0, MANY)[split]
    users = []
    for one in found["users"]:
        number = names[one["user"]]
        row = drawn[number][candidate_order(number, drawn.shape[1])]
        users.append({**{key: one[key] for key in ("user", "history", "target")}, "candidates": row.tolist()})
    return {"split": "many", "users": users}


def cold_users(found: dict) -> dict:
    """The test users of `pinned_candidates` with their last three interactions, in the same prompts' order of candidates."""
    return {
        "split": "cold-user",
        "users": [{**{key: user[key] for key in ("user", "candidates", "target")}, "history": user["history"][-COLD_USER:]} for user in found["users"]],
    }


def genre_histories(work: Path, split: str = "test") -> dict:
    """Histories (the target is left out) without their last 10 films, and those; users with fewer than three films before them are left out.

    Validation: of the histories that test reads, so that it looks at none of the 10 films which test counts.
    """
    users = []
    for user, history in zip(interactions.load_users(work).tolist(), interactions.load_sequences(work)):
        known = history[:-1] if split == "test" else history[: -1 - NEXT]
        if len(known) >= NEXT + 3:
            users.append({"user": user, "history": known[:-NEXT].tolist(), "next": known[-NEXT:].tolist()})
    return {"users": users}


def unseen_targets(work: Path, data: Path, seed: int = 0) -> dict:
    """A user's last film that SASRec does not know, after the warm films before it, among 19 rated ones of its kind that the user never met;
    adult films are never drawn."""
    catalogue = read_json(work / "catalogue.json", "catalogue")
    ids, warm = catalogue["ids"], catalogue["warm"]
    row_of = {film: row for row, film in enumerate(ids)}
    domain = domains.of_catalogue(catalogue)
    if domain.facts:
        ratings = load_ratings(data, set(ids))
    else:
        sampled = set(interactions.load_users(work).tolist())
        ratings = [rating for rating in title_sequences.load_interactions(data / domain.name, set(ids), None, seed) if rating[0] in sampled]
    adult = set(read_json(work / FACTS_FILE, "catalogue")["adult"]) if (work / FACTS_FILE).exists() else set()
    pool = sorted({row_of[film] for _, film, _ in ratings if row_of[film] >= warm} - adult)
    of_user: dict[int, list[tuple[float, int]]] = {}
    for user, film, time in ratings:
        of_user.setdefault(user, []).append((time, row_of[film]))
    rng, users = np.random.default_rng(seed), []
    for user in sorted(of_user):
        rows = [row for _, row in sorted(of_user[user])]
        last = next((i for i in range(len(rows) - 1, -1, -1) if rows[i] >= warm), None)
        if not last:
            continue
        history = [row for row in rows[:last] if row < warm]
        met = set(rows)
        unmet = [row for row in pool if row not in met]
        if len(history) < COLD_USER or len(unmet) < NEGATIVES:
            continue
        candidates = [rows[last], *rng.choice(unmet, NEGATIVES, replace=False).tolist()]
        users.append({"user": user, "history": history, "candidates": rng.permutation(candidates).tolist(), "target": rows[last]})
    return {"split": "unseen", "users": users}


def temporal_users(work: Path, data: Path, seed: int = 0) -> dict:
    """Users who rated on or after the day at which a temporal split ends training (`--before`): the last warm film of each is the target, all
    warm films before it are the history, of whatever day, and 19 warm films that the user never met are the others. Users with fewer than
    three films before the target are left out. So no model knows an interaction that came after any target's training, as leave-one-out lets it
    (Ji et al., "A Critical Study on Data Leakage in Recommender System Offline Evaluation", TOIS 2023; arXiv 2507.16289 has this choice of targets)."""
    catalogue = read_json(work / "catalogue.json", "catalogue")
    row_of = {film: row for row, film in enumerate(catalogue["ids"])}
    of_user: dict[int, list[tuple[float, int]]] = {}
    for user, film, time in load_ratings(data, set(row_of)):
        of_user.setdefault(user, []).append((time, row_of[film]))
    rng, users = np.random.default_rng(seed), []
    for user in sorted(of_user):
        timed = sorted(of_user[user])
        known = [(time, row) for time, row in timed if row < catalogue["warm"]]
        if len(known) <= COLD_USER or known[-1][0] < catalogue["before"]:
            continue
        rows = [row for _, row in known]
        unmet = np.setdiff1d(np.arange(catalogue["warm"]), rows)
        candidates = [rows[-1], *rng.choice(unmet, NEGATIVES, replace=False).tolist()]
        users.append({"user": user, "history": rows[:-1], "candidates": rng.permutation(candidates).tolist(), "target": rows[-1]})
    return {"split": "temporal", "users": users}


def sequences(work: Path) -> str:
    ids = read_json(work / "catalogue.json", "catalogue")["ids"]
    users = zip(interactions.load_users(work), interactions.load_sequences(work))
    return "".join(f"{user}\t{' '.join(str(ids[row]) for row in rows)}\n" for user, rows in users)


def write(work: Path, split: str = "test", data: Path | None = None, limit: int | None = None, log: Say = print) -> None:
    """All of them, into the work folder. Raises FileNotFoundError that names the step whose file is missing."""

    def keep(name: str, found: dict) -> None:
        replace_text(work / name, json.dumps(found))
        log(f"{work / name}: {len(found['users'])} users")

    users = pinned_candidates(work, split, limit)
    genre = "genre" in template_of(work)
    temporal = temporal_users(work, data) if data and "before" in read_json(work / "catalogue.json", "catalogue") else None
    unseen = unseen_targets(work, data) if data and split == "test" else None  # reads the data folder: what is wrong there is said before anything is written
    replace_text(work / "test.tsv", sequences(work))
    keep(f"pinned-{split}.json", users)
    if genre:
        keep("pinned-genre.json" if split == "test" else "pinned-genre-validation.json", genre_histories(work, split))
    if split == "test":
        keep("pinned-cold-user.json", cold_users(users))
        if many := among_many(work, users):
            keep("pinned-many.json", many)
        if unseen:
            keep("pinned-unseen.json", unseen)
    if temporal:
        keep("pinned-temporal.json", temporal)
