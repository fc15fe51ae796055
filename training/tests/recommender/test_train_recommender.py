import dataclasses

import numpy as np
import torch

from training import presets
from training.recommender import recommender, sasrec, train_recommender
from training.recommender.sasrec import SasRec
from training.recommender.train_recommender import co_occurrence, windows


def test_windows_hold_every_transition_of_a_history():
    history = np.arange(100)
    for seed in range(5):
        pieces = windows([history], 10, np.random.default_rng(seed))
        assert pieces.shape[1] == 11
        found = {(a, b) for piece in pieces for a, b in zip(piece[:-1], piece[1:]) if a > 0}
        assert found == {(i + 1, i + 2) for i in range(99)}


def test_items_that_stand_together_begin_alike():
    """Two worlds, of which every history stays in one; short histories have no pairs far apart."""
    rng = np.random.default_rng(0)
    histories = [15 * (user % 2) + rng.permutation(15)[: 3 + user % 9] for user in range(200)]
    found = co_occurrence(histories, 30, 4)
    assert found.shape == (30, 4) and abs(float(found.std(unbiased=False)) - 0.5) < 1e-4
    alike = torch.nn.functional.normalize(found, dim=1) @ torch.nn.functional.normalize(found, dim=1).T
    assert alike[:15, :15].mean() > 0.5 and alike[15:, 15:].mean() > 0.5 and abs(alike[:15, 15:].mean()) < 0.1


def chain(users=60, films=30):
    """Every user goes up the films one by one from a start of their own."""
    return [(np.arange(12) + start) % films for start in range(users)]


def test_it_learns_what_follows_what_and_goes_on_from_a_checkpoint(tmp_path):
    histories, rng = chain(), np.random.default_rng(0)
    candidates = np.array([[h[-2], *rng.choice(np.setdiff1d(np.arange(30), h), 18, replace=False), (h[-2] + 10) % 30] for h in histories])
    size = dataclasses.replace(presets.find("fixture").sasrec, length=8, epochs=8, batch=16, negatives=20, learning_rate=1e-2, dropout=0.0, validate_epochs=2)
    torch.manual_seed(0)
    first = SasRec(30, 16, 1, 8, 0.0)
    train_recommender.train(first, histories, candidates, dataclasses.replace(size, epochs=4), seed=0, path=tmp_path / "sasrec.pt")
    second = SasRec(30, 16, 1, 8, 0.0)
    log = train_recommender.train(second, histories, candidates, size, seed=0, path=tmp_path / "sasrec.pt")
    assert [entry["epoch"] for entry in log] == [2, 4, 6, 8]
    assert log[-1]["hit1"] > 0.9
    recommender.save(second, tmp_path / "sasrec.safetensors")
    again = sasrec.load(tmp_path / "sasrec.safetensors")
    assert torch.allclose(again.represent(histories), second.represent(histories), atol=1e-6)
