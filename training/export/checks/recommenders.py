"""Numbers for the app's parity tests of the recommenders: small random networks, their weights, and what PyTorch makes of a few histories.

python3 -m training.export.checks.recommenders src/engine/fixtures/recommenders/parity.json
"""

from __future__ import annotations

import argparse
import base64
import json
import tempfile
from pathlib import Path

import numpy as np
import torch

from ...data.files import replace_text
from ...recommender import systems
from ...recommender.networks.ensemble import MEMBERS, Ensemble
from ...recommender.recommender import save
from ...settings import RecommenderTraining
from ..export import pack_sasrec

ITEMS = 14
SIZE = RecommenderTraining(hidden=8, blocks=2, length=10)
HISTORIES = [[3], [5, 2, 9], list(range(10)), [0, *range(13, 0, -1)]]  # the last is longer than what is read


def numbers(name: str) -> dict:
    """manifest: its part of a bundle's. weights: the file, in base64."""
    torch.manual_seed(0)
    members = [systems.make(member, ITEMS, SIZE) for member in MEMBERS]
    model = (Ensemble(members) if name == systems.ENSEMBLE else systems.make(name, ITEMS, SIZE)).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.5)  # the weights of a new network are too even to tell a mistake
    with tempfile.TemporaryDirectory() as folder:
        save(model, Path(folder) / "weights")
        packed, described = pack_sasrec(Path(folder) / "weights")
    users = model.represent([np.array(history) for history in HISTORIES])
    with torch.no_grad():
        scores = model.scores(users, model.items)
    found = [{"history": history, "representation": x.tolist(), "scores": own.tolist()} for history, x, own in zip(HISTORIES, users, scores)]
    return {"manifest": described, "weights": base64.b64encode(packed).decode(), "users": found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    found = {"command": f"python3 -m training.export.checks.recommenders {out}", "items": ITEMS, "systems": {name: numbers(name) for name in systems.LABELS}}
    replace_text(out, json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
