"""What runs, what is skipped, and what is taken from an earlier bundle."""

import dataclasses
import json
from pathlib import Path

import pytest

from training import presets, stamps
from training.__main__ import parse
from training.command_line import PACKAGE, portable
from training.pipeline import adopt, choose, complete, keys, minutes_for, perform
from training.run import Run
from training.settings import Preset
from training.steps import NAMES, STEPS, TAKEABLE
from training.steps import data as find_data
from training.tests.small_world import write_games

PLAN = ["--preset", "fixture", "--device", "cpu"]
BUNDLE = Path(__file__).parents[2] / "e2e" / "fixtures" / "bundle"


def run(tmp_path, *more):
    return Run(parse([*PLAN, "--work", str(tmp_path), *more]))


def test_a_seed_changes_every_step_that_draws(tmp_path):
    first, second = keys(run(tmp_path)), keys(run(tmp_path, "--seed", "1"))
    assert {name for name in NAMES if first[name] == second[name]} == {"data"}
    assert keys(run(tmp_path)) == first


def test_a_number_of_the_preset_changes_its_step_and_those_after_it(tmp_path):
    one, other = run(tmp_path), run(tmp_path)
    other.preset = dataclasses.replace(other.preset, further_stage2=presets.NO_FURTHER_STAGE2)
    changed = {name for name in NAMES if keys(one)[name] != keys(other)[name]}
    assert changed == {"stage2-further", "calibrate", "evaluate", "export", "reference"}


def test_a_template_or_a_table_of_facts_changes_the_catalogue_and_what_reads_it(tmp_path, monkeypatch):
    before = keys(run(tmp_path))
    monkeypatch.setattr("training.data.domains.text_template", lambda domain: "{title}")
    assert {name for name, key in keys(run(tmp_path)).items() if key != before[name]} == set(NAMES) - {"data", "tokenizer", "pretrain"}
    monkeypatch.undo()
    monkeypatch.setattr("training.stamps.data_fingerprint", lambda data, names: "another")
    assert keys(run(tmp_path))["catalogue"] != before["catalogue"]


def test_a_time_limit_is_shared_by_the_steps_that_train():
    """What is taken from a bundle takes no minutes from the others."""
    steps = {step.name: step for step in STEPS}
    ahead = [steps["stage1"], steps["stage2"], steps["stage2-further"]]
    assert minutes_for(steps["stage1"], ahead, 46) == 18 and minutes_for(steps["stage2-further"], ahead[2:], 5) == 5
    assert minutes_for(steps["stage1"], ahead, None) is None and minutes_for(steps["export"], [], 5) is None
    assert minutes_for(steps["stage2"], ahead[1:], 0) == 0.5


def test_every_need_comes_before_its_step():
    for place, step in enumerate(STEPS):
        assert set(step.needs) <= set(NAMES[:place])


def test_every_part_of_a_preset_shapes_a_step_or_is_known_not_to():
    shaped = {name for step in STEPS for name in step.settings} | {"sequences"}
    assert shaped == {field.name for field in dataclasses.fields(Preset)} - {"name"}


def test_a_second_run_skips_what_is_done(tmp_path, capsys):
    for expected in ("catalogue: 0.", "catalogue: done in an earlier run"):
        perform(run(tmp_path), ["data", "catalogue"])
        assert expected in capsys.readouterr().out
    assert (tmp_path / "candidates.npz").exists()


def test_a_shared_language_model_needs_the_games_alone_and_goes_by_its_domain(tmp_path):
    write_games(tmp_path / "data/video-games")
    (tmp_path / "opt").mkdir()
    for name in ("config.json", "tokenizer.json", "soft-token-basis.safetensors"):
        (tmp_path / "opt" / name).write_text("{}")
    arguments = ["--dataset", "video-games", "--data", str(tmp_path / "data"), "--work", str(tmp_path / "work"), "--llm", str(tmp_path / "opt")]
    games = Run(parse(arguments))
    find_data(games, None)
    adopt(games.llm, games.work)
    assert (games.out.name, games.language_model) == ("video-games", "opt-mini")
    assert (games.preset.sasrec.dropout, games.preset.stage2.user_dropout) == (0.5, 0.95)
    assert games.preset.going_on().stage2.steps == 0
    assert (games.work / "opt/soft-token-basis.safetensors").exists()
    with pytest.raises(FileNotFoundError, match="movielens/ratings"):
        find_data(Run(parse(arguments[:-2])), None)


def test_a_language_model_of_an_earlier_bundle_is_trained_on(tmp_path, capsys):
    """And its tokenizer stays: other ids would be other words."""
    work = tmp_path / "work"
    perform(run(work, "--start-from", str(BUNDLE)), ["data", "tokenizer", "pretrain"])
    metrics = stamps.read(work, "pretrain")["metrics"]
    assert metrics["steps"] == presets.FIXTURE.further_pretraining.steps
    shipped = json.loads((BUNDLE / "tokenizer.json").read_text())["model"]["vocab"]
    assert json.loads((work / "opt/tokenizer.json").read_text())["model"]["vocab"] == shipped
    from safetensors.torch import load_file

    before, after = (load_file(str(work / name / "model.safetensors"))["model.decoder.layers.0.fc1.weight"] for name in ("opt-start", "opt"))
    assert 0 < (after - before).abs().max() < 0.1
    assert "Starts from" in capsys.readouterr().out


def test_what_is_taken_from_a_bundle_stands_for_a_whole_run(tmp_path, monkeypatch):
    work = tmp_path / "work"
    made = run(work, "--start-from", str(BUNDLE), "--take", "sasrec", "pretrain")
    monkeypatch.setattr(type(made.earlier), "check_catalogue", lambda self, work: None)  # the fixture's toy data is of another NumPy
    perform(made, ["data", "catalogue", "sasrec", "tokenizer", "pretrain"])
    assert (work / "sasrec.safetensors").read_bytes() == (BUNDLE / "sasrec.safetensors").read_bytes()
    assert (work / "opt/soft-token-basis.safetensors").exists() and not (work / "corpus.npy").exists()
    logged = {entry["step"]: entry for entry in complete(made, [], keys(made))}
    assert logged["sasrec"]["other"] and logged["sasrec"]["metrics"]["taken from"] == "fixture" and not logged["catalogue"]["other"]


def test_a_part_is_not_taken_without_those_that_it_was_trained_on(tmp_path):
    for taken, missing in ((["stage1"], "sasrec"), (["calibrate"], "stage2")):
        with pytest.raises(ValueError, match=f"Add to --take: .*{missing}"):
            choose(run(tmp_path, "--start-from", str(BUNDLE), "--take", *taken), [])
    # A language model that goes on from the same bundle's reads the same soft tokens.
    going_on = [step.name for step in choose(run(tmp_path, "--start-from", str(BUNDLE), "--take", "sasrec", "stage1", "stage2"), [])]
    assert "pretrain" in going_on and "stage2" in going_on
    assert [step.name for step in choose(run(tmp_path, "--start-from", str(BUNDLE), "--take", *TAKEABLE), [])] == [
        n for n in NAMES if n not in ("tokenizer", "stage2-further")
    ]


def test_the_logged_command_has_no_path_of_this_machine():
    assert [portable(argument) for argument in ("--data", "/somewhere/data", "training/.work/x", str(PACKAGE / ".work" / "x"))] == [
        "--data",
        ".../data",
        "training/.work/x",
        "training/.work/x",
    ]


def test_another_draw_of_users_is_another_evaluation(tmp_path):
    before, after = keys(run(tmp_path)), keys(run(tmp_path, "--users", "5"))
    assert {name for name in NAMES if before[name] != after[name]} == {"calibrate", "evaluate", "export", "reference"}
