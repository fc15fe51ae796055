"""A-LLMRec on other collaborative filters, in miniature: what stands beside what, and that nothing is made twice."""

import dataclasses
import json

import numpy as np
import pytest

from training.evaluation import run_variants
from training.evaluation.comparisons import backbones, ranks
from training.recommender import systems as filters
from training.settings import RECOMMENDERS, RecommenderTraining
from training.tests.small_world import small_preset


def test_every_backbone_stands_beside_its_own_filter(work, monkeypatch, tmp_path):
    small = RecommenderTraining(hidden=8, length=8, epochs=1, validate_epochs=1, negatives=64)
    monkeypatch.setattr(filters, "RECOMMENDERS", {name: dataclasses.replace(small, hidden=12 if name == "ncf" else 8) for name in RECOMMENDERS})
    preset = small_preset()
    monkeypatch.setattr(run_variants, "WARM_UP", 10)
    np.save(work / "sbert-embeddings.npy", np.random.default_rng(0).normal(size=(140, 12)).astype(np.float16))
    before = {path.name: path.read_bytes() for path in work.iterdir() if path.is_file()}
    run = lambda: backbones.run(work, preset, ["gru4rec", "ncf"], [0, 1], steps=2, test=True, save=tmp_path / "results", log=lambda line: None)
    table = run()[0]
    assert json.loads((tmp_path / "results/backbones.json").read_text()) == table
    assert [row["label"] for row in table["rows"]] == ["GRU4Rec", "A-LLMRec (GRU4Rec)", "NCF", "A-LLMRec (NCF)"]
    alone, together = table["rows"][2:]
    assert together["difference"]["value"] == pytest.approx(together["value"] - alone["value"], abs=2e-4)
    users = ranks.Users(work, "test")
    model, _ = filters.trained(work, "ncf", 0)
    expected = (ranks.rank(users, ranks.scorer(model), 8)["few"] == 1).mean()
    assert alone["seeds"][0] == pytest.approx(expected, abs=1e-4)  # by NCF's own score, which is no inner product
    assert all(before[name] == (work / name).read_bytes() for name in before)
    monkeypatch.setattr(backbones, "prepare", lambda *_: pytest.fail("made again"))
    assert run()[0]["rows"] == table["rows"]


@pytest.mark.parametrize("name", ["gru4rec", "morec"])
def test_a_draw_of_users_has_the_ranks_that_all_have(work, monkeypatch, name):
    small = RecommenderTraining(hidden=8, length=8, epochs=1, validate_epochs=1, negatives=64)
    monkeypatch.setattr(filters, "RECOMMENDERS", {**RECOMMENDERS, "gru4rec": small})
    monkeypatch.setattr(run_variants, "WARM_UP", 10)
    np.save(work / "sbert-embeddings.npy", np.random.default_rng(0).normal(size=(140, 12)).astype(np.float16))

    def ranked(limit):
        backbones.run(work, small_preset(), [name], [0], steps=0, limit=limit, test=True, log=lambda line: None)
        return dict(np.load(work / f"backbones/{name}-0/ranks.npz"))

    whole, drawn = ranked(None), ranked(7)
    for kind in ("alone", "together"):
        assert (drawn[kind] == whole[kind][ranks.Users(work, "test", 7).numbers]).all()
