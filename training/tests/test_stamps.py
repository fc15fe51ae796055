"""A step runs again exactly when something that it depends on changed."""

from training import stamps


def test_a_finished_step_is_found_while_its_outputs_exist(tmp_path):
    stamps.begin(tmp_path, "sasrec", "k1", [], afresh=False)
    stamps.done(tmp_path, "sasrec", "k1", 1.5, {"hit1": 0.5})
    (tmp_path / "out").write_text("x")
    assert stamps.finished(tmp_path, "sasrec", "k1", ["out"])["metrics"] == {"hit1": 0.5}
    assert stamps.finished(tmp_path, "sasrec", "k2", ["out"]) is None
    (tmp_path / "out").unlink()
    assert stamps.finished(tmp_path, "sasrec", "k1", ["out"]) is None


def test_an_interrupted_step_keeps_its_checkpoint_and_a_changed_one_loses_it(tmp_path):
    half = tmp_path / "pretrain.pt"
    stamps.begin(tmp_path, "pretrain", "k1", ["pretrain.pt"], afresh=False)
    half.write_text("state")
    stamps.begin(tmp_path, "pretrain", "k1", ["pretrain.pt"], afresh=False)
    assert half.exists()
    stamps.begin(tmp_path, "pretrain", "k2", ["pretrain.pt"], afresh=False)
    assert not half.exists()
