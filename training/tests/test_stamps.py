"""A step runs again exactly when something that it depends on changed."""

from types import SimpleNamespace

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


def test_the_weights_that_a_run_goes_on_from_are_restored_once_for_a_bundle(tmp_path, monkeypatch):
    """Restored again, with another number of threads say, they differ in the last bits, and the checkpoint would be passed over."""
    from training import steps
    from training.language_model import pretrain

    class Earlier:
        def __init__(self):
            self.fingerprint, self.restored = {"llm": "a"}, 0

        def language_model(self, folder):
            self.restored += 1
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "model.safetensors").write_bytes(bytes([self.restored]))

    started = []
    monkeypatch.setattr(pretrain, "run", lambda *_, start, **__: started.append((start / "model.safetensors").read_bytes()) or {})
    earlier = Earlier()
    run = SimpleNamespace(earlier=earlier, work=tmp_path, data=tmp_path, preset=None, seed=0, device="cpu", workers=0)
    steps.pretrain(run, None)
    steps.pretrain(run, None)
    earlier.fingerprint = {"llm": "b"}
    steps.pretrain(run, None)
    assert started == [b"\1", b"\1", b"\2"]
