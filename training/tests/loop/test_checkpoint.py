"""A loop goes on from what the same loop left, and from nothing else."""

import pytest
import torch

from training.loop.checkpoint import Checkpoint


def test_a_module_and_its_place_come_back(tmp_path):
    first, second = torch.nn.Linear(2, 3), torch.nn.Linear(2, 3)
    Checkpoint(tmp_path / "a.pt").save({"step": 4, "best": None}, model=first)
    state = Checkpoint(tmp_path / "a.pt").load(model=second)
    assert state["step"] == 4 and torch.equal(first.weight, second.weight)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pt"]


@pytest.mark.parametrize("there, mine", [("scratch", "abc"), ("abc", "scratch"), ("abc", "def")])
def test_what_another_start_left_is_passed_over(tmp_path, there, mine):
    model = torch.nn.Linear(2, 3)
    before = model.weight.clone()
    Checkpoint(tmp_path / "a.pt", start=there).save({"step": 4}, model=torch.nn.Linear(2, 3))
    assert Checkpoint(tmp_path / "a.pt", start=mine).load(model=model) is None and torch.equal(model.weight, before)


def test_it_is_due_after_its_minutes_and_never_without_a_place(tmp_path):
    assert Checkpoint(tmp_path / "a.pt", minutes=0).due() and not Checkpoint(tmp_path / "a.pt", minutes=1).due() and not Checkpoint(None).due()
    Checkpoint(None).save({"step": 1})
    assert Checkpoint(None).load() is None
