import json

import numpy as np
import pytest

from training.evaluation import calibration


def confident(factor: float, users: int = 4000) -> np.ndarray:
    """Log-probabilities that say what is so (the target is drawn from them), then made `factor` times as sure; the target in column 0."""
    rng = np.random.default_rng(0)
    honest = calibration.softened(rng.normal(0, 1.5, (users, 20)), 1)
    target = (np.exp(honest).cumsum(1) > rng.random((users, 1))).argmax(1)
    rows = np.arange(users)
    honest[rows, target], honest[:, 0] = honest[:, 0].copy(), honest[rows, target].copy()
    return calibration.softened(honest, 1 / factor)


@pytest.mark.parametrize("factor", [0.5, 1.0, 3.0])
def test_finds_the_temperature_that_undoes_overconfidence(factor):
    scores = confident(factor)
    temperature = calibration.best_temperature(scores)
    assert temperature == pytest.approx(factor, rel=0.1)  # sampling noise of 4,000 targets
    nearby = [calibration.negative_log_likelihood(scores, temperature * by) for by in (0.9, 1.1)]
    assert calibration.negative_log_likelihood(scores, temperature) < min(nearby)


def test_keeps_the_order_and_sums_to_one():
    scores = confident(3.0, users=50)
    soft = calibration.softened(scores, 2.7)
    assert np.array_equal(np.argsort(scores, 1), np.argsort(soft, 1))
    assert np.allclose(np.exp(soft).sum(1), 1)


def test_the_error_falls_and_the_diagram_counts_every_user():
    scores = confident(3.0)
    before, _ = calibration.reliability(scores, 1)
    after, diagram = calibration.reliability(scores, calibration.best_temperature(scores))
    assert before > 0.15 and after < 0.03
    assert sum(entry["users"] for entry in diagram) == len(scores)


def test_the_error_of_a_known_case():
    scores = np.log(np.array([[0.8, 0.2], [0.2, 0.8]]))  # right once of twice at 0.8
    error, diagram = calibration.reliability(scores, 1)
    assert error == pytest.approx(0.3)
    assert diagram == [{"users": 2, "confidence": 0.8, "accuracy": 0.5}]


def test_writes_what_the_manifest_says(tmp_path):
    assert calibration.of_manifest(tmp_path) == {}
    np.savez(tmp_path / "scores-validation.npz", **{"a-llmrec": confident(2.0, users=300)})
    found = calibration.run(tmp_path)
    assert json.loads((tmp_path / "calibration.json").read_text()) == found
    assert calibration.of_manifest(tmp_path)["calibration"] == {"temperature": found["temperature"], "split": "validation", "users": 300, "ece": found["ece"]}


def test_missing_and_unusable_scores_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="scores-validation"):
        calibration.run(tmp_path)
    np.savez(tmp_path / "scores-validation.npz", sasrec=np.zeros((3, 20)))
    with pytest.raises(ValueError, match="a-llmrec"):
        calibration.run(tmp_path)
    np.savez(tmp_path / "scores-validation.npz", **{"a-llmrec": np.full((3, 20), -np.inf)})
    with pytest.raises(ValueError, match="finite"):
        calibration.run(tmp_path)
