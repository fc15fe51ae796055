import dataclasses

import numpy as np
import pytest
import torch

from training import presets
from training.recommender.sasrec import SasRec
from training.recommender.user_representations import user_representations


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    return SasRec(30, width=8, blocks=2, length=6, dropout=0.3).eval()


def test_examples_stand_before_their_targets_and_never_at_held_out_ones(model):
    histories = [np.arange(9), np.arange(5, 25)]
    whole = dataclasses.replace(presets.FIXTURE.sasrec, examples_per_user=6, cut_share=0.0)
    found = user_representations(model, histories, whole, seed=0)
    assert (found["position"] >= 3).all() and not found["start"].any()
    assert all(p < len(histories[u]) - 2 for u, p in zip(found["user"], found["position"]))
    assert np.bincount(found["user"]).tolist() == [4, 6]
    expected = model.represent([histories[u][:p] for u, p in zip(found["user"], found["position"])])
    assert np.allclose(found["x"], expected.numpy(), atol=1e-6)
    assert found["test"].shape == found["validation"].shape == (2, 8)


def test_cut_histories_are_those_of_cold_users(model):
    histories = [np.arange(9), np.arange(5, 25)]
    size = dataclasses.replace(presets.FIXTURE.sasrec, examples_per_user=12, cut_share=1.0)
    found = user_representations(model, histories, size, seed=0)
    cut = found["start"] > 0
    assert not cut[: np.argmax(cut)].any() and cut.sum() > 8  # whole ones stay, first
    kept = (found["position"] - found["start"])[cut]
    assert kept.min() >= 3 and kept.max() <= 6
    expected = model.represent([histories[u][a:b] for u, a, b in zip(found["user"], found["start"], found["position"])])
    assert np.allclose(found["x"], expected.numpy(), atol=1e-6)
