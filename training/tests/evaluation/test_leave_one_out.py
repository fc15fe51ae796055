import json

import numpy as np
import pytest

from training.aligner import stage2
from training.evaluation import leave_one_out
from training.language_model import opt_mini, pretrain
from training.tests.small_world import small_preset, write_data, write_earlier_steps


def test_from_data_to_metrics_in_miniature(tmp_path):
    """Pre-training, Stage 2 and the evaluation of all systems on random files: everything runs, resumes and is written."""
    data, work = write_data(tmp_path / "data"), write_earlier_steps(tmp_path / "work")
    preset = small_preset(steps=6)
    first = pretrain.run(work, data, preset, seed=3, log=lambda line: None)
    assert first["steps"] == 6 and opt_mini.load(work / "opt").config.bos_token_id == 2
    result = stage2.run(work, preset, seed=3, log=lambda line: None)
    assert result["best"]["hit1"] >= 0 and (work / "stage2.safetensors").exists()
    metrics = leave_one_out.run(work, preset, seed=3, log=lambda line: None)
    assert set(metrics["systems"]) == set(leave_one_out.SYSTEMS)
    assert json.loads((work / "metrics.json").read_text()) == metrics
    scores = np.load(work / "scores.npz")["a-llmrec"]
    assert np.allclose(np.exp(scores).sum(1), 1, atol=1e-4)
    places = np.load(work / "scores.npz")["a-llmrec-places"]
    assert (np.sort(places, axis=1) == np.arange(1, places.shape[1] + 1)).all()
    assert (places[np.arange(len(scores)), scores.argmax(1)] == 1).all()
    part = leave_one_out.run(work, preset, seed=3, split="validation", systems=("a-llmrec",), limit=5, log=lambda line: None)
    assert part["systems"]["a-llmrec"]["users"] == 5


def test_an_unknown_system_and_a_missing_step_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="--only catalogue"):
        leave_one_out.run(tmp_path, small_preset())
    work = write_earlier_steps(tmp_path)
    with pytest.raises(ValueError, match="no system"):
        leave_one_out.run(work, small_preset(), systems=("gpt",))
