"""A step runs again exactly when something that it depends on changed."""

from training import checkpoint, runs
from training.__main__ import NAMES, STEPS, Run, parse, perform

PLAN = ["--preset", "fixture", "--device", "cpu"]


def run(tmp_path, *more):
    return Run(parse([*PLAN, "--work", str(tmp_path), *more]))


def test_a_finished_step_is_found_while_its_outputs_exist(tmp_path):
    checkpoint.begin(tmp_path, "sasrec", "k1", [], afresh=False)
    checkpoint.done(tmp_path, "sasrec", "k1", 1.5, {"hit1": 0.5})
    (tmp_path / "out").write_text("x")
    assert checkpoint.finished(tmp_path, "sasrec", "k1", ["out"])["metrics"] == {"hit1": 0.5}
    assert checkpoint.finished(tmp_path, "sasrec", "k2", ["out"]) is None
    (tmp_path / "out").unlink()
    assert checkpoint.finished(tmp_path, "sasrec", "k1", ["out"]) is None


def test_an_interrupted_step_keeps_its_checkpoint_and_a_changed_one_loses_it(tmp_path):
    half = tmp_path / "pretrain.pt"
    checkpoint.begin(tmp_path, "pretrain", "k1", ["pretrain.pt"], afresh=False)
    half.write_text("state")
    checkpoint.begin(tmp_path, "pretrain", "k1", ["pretrain.pt"], afresh=False)
    assert half.exists()
    checkpoint.begin(tmp_path, "pretrain", "k2", ["pretrain.pt"], afresh=False)
    assert not half.exists()


def test_a_seed_changes_every_step_that_draws(tmp_path):
    first, second = run(tmp_path).keys(), run(tmp_path, "--seed", "1").keys()
    assert {name for name in NAMES if first[name] == second[name]} == {"data"}
    assert run(tmp_path).keys() == first


def test_every_need_comes_before_its_step():
    for place, step in enumerate(STEPS):
        assert set(step.needs) <= set(NAMES[:place])


def test_a_second_run_skips_what_is_done(tmp_path, capsys):
    for expected in ("catalogue: 0.", "catalogue: done in an earlier run"):
        perform(run(tmp_path), ["data", "catalogue"], [], None)
        assert expected in capsys.readouterr().out
    assert (tmp_path / "candidates.npz").exists()


def test_runs_are_logged_as_a_table(tmp_path):
    steps = [
        {"step": "sasrec", "minutes": 1.26, "metrics": {"hit1": 0.60123, "log": [1, 2], "best": {"epoch": 7}}, "earlier": False},
        {"step": "pretrain", "minutes": None, "metrics": {"steps": 10}, "earlier": True},
        {"step": "evaluate", "minutes": 2.0, "metrics": {"seed": 0, "systems": {"sasrec": {"users": 9, "hit1": 0.5, "ndcg10": 0.75, "interval": [0.4, 0.6]}}}, "earlier": False},
    ]
    for title in ("one", "two"):
        runs.append(tmp_path / "RUNS.md", title, command="python3 -m training", data="abc", device="cpu", steps=steps)
    text = (tmp_path / "RUNS.md").read_text()
    assert text.startswith("# Training runs") and text.count("\n## ") == 2
    assert "| sasrec | 1.3 | hit1 0.6012, best epoch 7 |" in text and "| *pretrain* |  | steps 10 |" in text
    assert "| evaluate | 2.0 | seed 0 |" in text and "| sasrec | 9 | 0.5000 | 0.4000 to 0.6000 | 0.7500 |" in text
