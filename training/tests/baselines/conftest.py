"""The work folder that tests of systems and backbones share."""

import dataclasses
import json

import pytest

from training.baselines import registry
from training.baselines.settings import TEXTUAL
from training.language_model import opt_folder, opt_mini
from training.language_model import tokenizer as bpe
from training.recommender import train_sasrec
from training.tests.small_world import small_preset, write_earlier_steps
from training.text import sbert

SMALL = {"epochs": 2, "validate_epochs": 1, "negatives": 64}


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A finished run in miniature, with 130 warm items, a SASRec, an opt-mini, and a stand-in for SBERT."""
    work, preset = write_earlier_steps(tmp_path / "work", warm=130), small_preset()
    catalogue = json.loads((work / "catalogue.json").read_text())
    more = 140 - len(catalogue["titles"])
    catalogue["titles"] += [f"Another Film {i}" for i in range(more)]
    catalogue["years"] += [2000] * more
    catalogue["genres"] += [[0]] * more
    catalogue["popularity"] += [1] * more
    (work / "catalogue.json").write_text(json.dumps(catalogue))
    (work / "texts.json").write_text(json.dumps(catalogue["titles"]))
    bpe.save(bpe.train([chr(i) * 2 + " and " + chr(i + 1) for i in range(97, 5000)], preset.language_model.vocab), work / "tokenizer")
    model, basis = opt_mini.create(preset.language_model, 0)
    opt_folder.save(model, basis, work / "tokenizer", work / "opt")
    monkeypatch.setattr(sbert, "load", lambda source=None: sbert.miniature(catalogue["titles"], tmp_path / "sbert-base"))
    small = {name: dataclasses.replace(size, length=8, **SMALL) for name, size in TEXTUAL.items()}
    small["morec"] = dataclasses.replace(small["morec"], hidden=16)
    small["ctrl"] = dataclasses.replace(small["ctrl"], hidden=16, align_epochs=1)
    monkeypatch.setattr(registry, "TEXTUAL", small)
    train_sasrec.run(work, dataclasses.replace(preset, sasrec=dataclasses.replace(preset.sasrec, epochs=1)), seed=0)
    return work
