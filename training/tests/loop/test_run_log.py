from training.loop import run_log


def test_runs_are_logged_as_a_table(tmp_path):
    steps = [
        {"step": "sasrec", "minutes": 1.26, "metrics": {"hit1": 0.60123, "log": [1, 2], "best": {"epoch": 7}}, "earlier": False, "other": False},
        {"step": "pretrain", "minutes": None, "metrics": {"steps": 10}, "earlier": True, "other": True},
        {
            "step": "evaluate",
            "minutes": 2.0,
            "metrics": {"seed": 0, "systems": {"sasrec": {"users": 9, "hit1": 0.5, "ndcg10": 0.75, "interval": [0.4, 0.6]}}},
            "earlier": False,
            "other": False,
        },
    ]
    for title in ("one", "two"):
        run_log.append(tmp_path / "RUNS.md", title, command="python3 -m training", data="abc", device="cpu", steps=steps)
    text = (tmp_path / "RUNS.md").read_text()
    assert text.startswith("# Training runs") and text.count("\n## ") == 2
    assert "| sasrec | 1.3 | hit1 0.6012, best epoch 7 |" in text and "| *pretrain* |  | steps 10 |" in text
    assert "| evaluate | 2.0 | seed 0 |" in text and "| sasrec | 9 | 0.5000 | 0.4000 to 0.6000 | 0.7500 |" in text
    assert text.count("- not one preset run whole: pretrain came from elsewhere") == 2


def test_a_preset_that_was_run_whole_says_so(tmp_path):
    step = {"step": "sasrec", "minutes": 1.0, "metrics": {}, "earlier": False, "other": False}
    run_log.append(tmp_path / "RUNS.md", "one", command="c", data="abc", device="cpu", steps=[step])
    assert "- every step is of this preset and command" in (tmp_path / "RUNS.md").read_text()
