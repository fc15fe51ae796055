import dataclasses

import numpy as np
import pytest
import torch

from training import presets, sasrec
from training.sasrec import SasRec, metrics, pad, windows


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    return SasRec(30, width=8, blocks=2, length=6, dropout=0.3).eval()


def test_padding_and_the_past_beyond_the_length_change_nothing(model):
    full = model.represent([np.arange(20)])
    last = model.represent([np.arange(14, 20)])
    assert torch.allclose(full, last)
    items = torch.from_numpy(np.stack([pad(np.array([3, 4]), 6)]))
    garbage = model(items)
    with torch.no_grad():
        kept = model.item_embedding[0].clone()
        model.item_embedding[0] = 5.0
        changed = model(items)
        model.item_embedding[0] = kept
    assert torch.allclose(garbage[:, -2:], changed[:, -2:], atol=1e-6)


def test_no_position_sees_the_future(model):
    a, b = torch.tensor([[1, 2, 3, 4, 5, 6]]), torch.tensor([[1, 2, 3, 4, 7, 8]])
    assert torch.allclose(model(a)[:, :4], model(b)[:, :4], atol=1e-6)


def test_windows_hold_every_transition_of_a_history():
    history = np.arange(100)
    for seed in range(5):
        pieces = windows([history], 10, np.random.default_rng(seed))
        assert pieces.shape[1] == 11
        found = {(a, b) for piece in pieces for a, b in zip(piece[:-1], piece[1:]) if a > 0}
        assert found == {(i + 1, i + 2) for i in range(99)}


def test_a_tie_counts_against_the_model():
    scores = np.zeros((2, 20))
    scores[1, 0] = 1
    assert metrics(scores) == {"hit1": 0.5, "ndcg10": 0.5}
    third = np.concatenate([[[0.5]], np.array([[1.0, 0.9]]), np.zeros((1, 17))], 1)
    assert metrics(third) == {"hit1": 0.0, "ndcg10": pytest.approx(0.5)}


def chain(users=60, films=30):
    """Every user goes up the films one by one from a start of their own."""
    return [(np.arange(12) + start) % films for start in range(users)]


def test_it_learns_what_follows_what_and_goes_on_from_a_checkpoint(tmp_path):
    histories, rng = chain(), np.random.default_rng(0)
    candidates = np.array([[h[-2], *rng.choice(np.setdiff1d(np.arange(30), h), 18, replace=False), (h[-2] + 10) % 30] for h in histories])
    size = dataclasses.replace(presets.find("fixture").sasrec, length=8, epochs=8, batch=16, negatives=20, learning_rate=1e-2, dropout=0.0, validate_epochs=2)
    torch.manual_seed(0)
    first = SasRec(30, 16, 1, 8, 0.0)
    sasrec.train(first, histories, candidates, dataclasses.replace(size, epochs=4), 0, None, "cpu", tmp_path / "sasrec.pt")
    second = SasRec(30, 16, 1, 8, 0.0)
    log = sasrec.train(second, histories, candidates, size, 0, None, "cpu", tmp_path / "sasrec.pt")
    assert [entry["epoch"] for entry in log] == [2, 4, 6, 8]
    assert log[-1]["hit1"] > 0.9
    sasrec.save(second, tmp_path / "sasrec.safetensors")
    again = sasrec.load(tmp_path / "sasrec.safetensors")
    assert torch.allclose(again.represent(histories), second.represent(histories), atol=1e-6)


def test_examples_stand_before_their_targets_and_never_at_held_out_ones(model):
    histories = [np.arange(9), np.arange(5, 25)]
    whole = dataclasses.replace(presets.FIXTURE.sasrec, examples_per_user=6, cut_share=0.0)
    found = sasrec.examples(model, histories, whole, seed=0)
    assert (found["position"] >= 3).all() and not found["start"].any()
    assert all(p < len(histories[u]) - 2 for u, p in zip(found["user"], found["position"]))
    assert np.bincount(found["user"]).tolist() == [4, 6]
    expected = model.represent([histories[u][:p] for u, p in zip(found["user"], found["position"])])
    assert np.allclose(found["x"], expected.numpy(), atol=1e-6)
    assert found["test"].shape == found["validation"].shape == (2, 8)


def test_cut_histories_are_those_of_cold_users(model):
    histories = [np.arange(9), np.arange(5, 25)]
    size = dataclasses.replace(presets.FIXTURE.sasrec, examples_per_user=12, cut_share=1.0)
    found = sasrec.examples(model, histories, size, seed=0)
    cut = found["start"] > 0
    assert not cut[: np.argmax(cut)].any() and cut.sum() > 8  # whole ones stay, first
    kept = (found["position"] - found["start"])[cut]
    assert kept.min() >= 3 and kept.max() <= 6
    expected = model.represent([histories[u][a:b] for u, a, b in zip(found["user"], found["start"], found["position"])])
    assert np.allclose(found["x"], expected.numpy(), atol=1e-6)
