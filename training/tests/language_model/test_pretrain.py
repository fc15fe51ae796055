import torch

from training.language_model import opt_mini, pretrain
from training.tests.small_world import small_preset, write_data


def test_a_run_learns_and_resumes(tmp_path):
    data, work = write_data(tmp_path / "data"), tmp_path / "work"
    preset = small_preset(steps=20, log_steps=5, learning_rate=3e-3, checkpoint_minutes=0.0)
    lines = []
    metrics = pretrain.run(work, data, preset, seed=1, log=lines.append)
    assert metrics["steps"] == 20
    assert metrics["history"][-1]["text"] < metrics["history"][0]["text"] - 0.3
    longer = small_preset(steps=25, log_steps=5, checkpoint_minutes=9.0)
    metrics = pretrain.run(work, data, longer, seed=1, log=lines.append)
    assert "pretrain: resumes at step 20" in lines and metrics["history"][-1]["step"] == 25


def test_a_time_limit_ends_the_run(tmp_path):
    data = write_data(tmp_path / "data")
    metrics = pretrain.run(tmp_path / "work", data, small_preset(steps=10**6), minutes=0.02, log=lambda line: None)
    assert 0 < metrics["steps"] < 10**5 and metrics["minutes"] < 0.5


def test_the_same_seed_gives_the_same_weights(tmp_path):
    data = write_data(tmp_path / "data")
    weights = []
    for name in ("a", "b"):
        pretrain.run(tmp_path / name, data, small_preset(steps=2), seed=2, log=lambda line: None)
        weights.append(opt_mini.load(tmp_path / name / "opt").state_dict())
    assert all(torch.allclose(weights[0][key], weights[1][key]) for key in weights[0])


def test_lessons_may_be_drawn_by_other_processes(tmp_path):
    data, work, lines = write_data(tmp_path / "data"), tmp_path / "work", []
    metrics = pretrain.run(work, data, small_preset(steps=6, log_steps=3, checkpoint_minutes=0.0), workers=2, log=lines.append)
    assert metrics["steps"] == 6 and metrics["waited"] <= 1
    metrics = pretrain.run(work, data, small_preset(steps=9, log_steps=3), workers=2, log=lines.append)
    assert "pretrain: resumes at step 6" in lines and metrics["steps"] == 9
