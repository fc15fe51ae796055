import json

import numpy as np
import pytest

from training import evaluate, opt_mini, pretrain, stage2
from training.tests.small_world import small_preset, write_data, write_earlier_steps


def test_ranks_count_better_candidates_and_break_ties_by_place():
    scores = np.array([[3.0, 1.0, 2.0], [1.0, 1.0, 2.0], [1.0, 1.0, 0.0]])
    orders = np.array([[0, 1, 2], [0, 1, 2], [1, 0, 2]])
    assert evaluate.ranks(scores, orders).tolist() == [1, 2, 2]


def test_summary_of_known_ranks():
    summary = evaluate.summarise(np.array([1, 1, 2, 20]), seed=0, resamples=500)
    assert summary["hit1"] == 0.5 and summary["ndcg10"] == pytest.approx((2 + 1 / np.log2(3)) / 4, abs=1e-4)
    assert summary["interval"][0] <= 0.5 <= summary["interval"][1]


def test_from_data_to_metrics_in_miniature(tmp_path):
    """Pre-training, Stage 2 and the evaluation of all systems on random files: everything runs, resumes and is written."""
    data, work = write_data(tmp_path / "data"), write_earlier_steps(tmp_path / "work")
    preset = small_preset(steps=6)
    first = pretrain.run(work, data, preset, seed=3, log=lambda line: None)
    assert first["steps"] == 6 and opt_mini.load(work / "opt").config.bos_token_id == 2
    result = stage2.run(work, data, preset, seed=3, log=lambda line: None)
    assert result["best"]["hit1"] >= 0 and (work / "stage2.safetensors").exists()
    metrics = evaluate.run(work, data, preset, seed=3, log=lambda line: None)
    assert set(metrics["systems"]) == set(evaluate.SYSTEMS)
    assert json.loads((work / "metrics.json").read_text()) == metrics
    scores = np.load(work / "scores.npz")["a-llmrec"]
    assert np.allclose(np.exp(scores).sum(1), 1, atol=1e-4)
    part = evaluate.run(work, data, preset, seed=3, split="validation", systems=("a-llmrec",), limit=5, log=lambda line: None)
    assert part["systems"]["a-llmrec"]["users"] == 5


def test_an_unknown_system_and_a_missing_step_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="--only catalogue"):
        evaluate.run(tmp_path, tmp_path, small_preset())
    work = write_earlier_steps(tmp_path)
    with pytest.raises(ValueError, match="no system"):
        evaluate.run(work, tmp_path, small_preset(), systems=("gpt",))
