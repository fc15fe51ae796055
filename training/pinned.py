"""The test users for `npm run evaluate`: python3 -m training.pinned --work training/.work/tiny

Writes into the work folder test.tsv (user<TAB>source ids, oldest first, the last is the target) for --sequences, and pinned-test.json
for --pinned: the candidates in the order of PyTorch's prompts with PyTorch's scores, so that both rank the very same prompts.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from .ranking import candidate_order


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
    given = parser.parse_args()
    (given.work / "test.tsv").write_text(sequences(given.work), encoding="utf-8")
    (given.work / f"pinned-{given.split}.json").write_text(json.dumps(pinned(given.work, given.split)), encoding="utf-8")
