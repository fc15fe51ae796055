"""A second Stage 2 goes on from the aligner that it was given, and from nothing else that lies about."""

import dataclasses

import pytest
import torch
from safetensors.torch import load_file

from training.aligner import stage2
from training.aligner.projections import Aligner
from training.language_model import opt_folder, opt_mini
from training.language_model import tokenizer as bpe
from training.presets import NO_FURTHER_STAGE2
from training.tests.small_world import small_preset, write_earlier_steps


@pytest.fixture
def work(tmp_path):
    """A finished run in miniature, up to Stage 2, whose aligner is the same in every dimension."""
    folder, preset = write_earlier_steps(tmp_path / "work"), small_preset()
    bpe.save(bpe.train([chr(i) * 2 + " and " + chr(i + 1) for i in range(97, 5000)], preset.language_model.vocab), folder / "tokenizer")
    model, basis = opt_mini.create(preset.language_model, 0)
    opt_folder.save(model, basis, folder / "tokenizer", folder / "opt")
    torch.manual_seed(5)
    Aligner(8, 16, preset.language_model.hidden).save(folder / "stage2.safetensors")
    return folder


def quiet(line):
    pass


def test_what_an_interrupted_run_left_does_not_override_the_aligner(work):
    preset = small_preset()
    numbers = dataclasses.replace(preset.stage2, contrastive_steps=0, checkpoint_minutes=0.0)
    taken = load_file(str(work / "stage2.safetensors"))
    stage2.train(work, dataclasses.replace(preset, stage2=numbers), None, "elsewhere", seed=0, minutes=None, device="cpu", log=quiet)
    for name in ("stage2.pt", "stage2-further.pt"):  # of another start, and as far as its last step
        torch.save(
            {"aligner": Aligner(8, 16, 64).state_dict(), "optimizer": {}, "step": 10**6, "seconds": 1.0, "history": [], "best": {"hit1": 1.0, "state": {}}},
            work / name,
        )
    found = stage2.go_on(work, preset, seed=0, log=quiet)
    assert found["steps"] == preset.further_stage2.steps
    trained = load_file(str(work / "stage2-further.safetensors"))
    moved = max((trained[name] - values).abs().max() for name, values in taken.items())
    assert 0 < moved < 0.5  # a fresh one is farther
    assert all(torch.equal(values, taken[name]) for name, values in load_file(str(work / "stage2.safetensors")).items())
    assert stage2.aligner_file(work).name == "stage2-further.safetensors"


def test_an_interrupted_second_stage_2_goes_on(work):
    preset = small_preset()
    preset = dataclasses.replace(preset, stage2=dataclasses.replace(preset.stage2, checkpoint_minutes=0.0))
    lines, stop = [], {"at": "stage2-further validation"}

    def interrupt(line):
        lines.append(line)
        if line.startswith(stop["at"]) and '"step": 4' in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage2.go_on(work, preset, seed=0, log=interrupt)
    assert (work / "stage2-further.pt").exists() and not (work / "stage2-further.safetensors").exists()
    stage2.go_on(work, preset, seed=0, log=lines.append)
    assert "stage2-further: resumes at step 3" in lines and not (work / "stage2-further.pt").exists()


def test_a_new_stage_2_or_none_further_leaves_no_further_one(work):
    preset = small_preset()
    stage2.go_on(work, preset, seed=0, log=quiet)
    assert stage2.go_on(work, dataclasses.replace(preset, further_stage2=NO_FURTHER_STAGE2), seed=0, log=quiet) == {"steps": 0}
    assert stage2.aligner_file(work).name == "stage2.safetensors"
    stage2.go_on(work, preset, seed=0, log=quiet)
    stage2.run(work, preset, seed=0, log=quiet)
    assert stage2.aligner_file(work).name == "stage2.safetensors"
