"""Whatever is wrong on the command line is said in a sentence, before anything is done, with an exit status that is not 0; nothing is lost."""

import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest

from training import command_line
from training.__main__ import main, parse
from training.data import toy
from training.evaluation import __main__ as evaluation
from training.tests.small_world import write_games

BUNDLE = Path(__file__).parents[2] / "e2e" / "fixtures" / "bundle"


def refused(arguments, capsys, command=parse):
    """What the command says of them."""
    with pytest.raises(SystemExit) as ended:
        command([str(argument) for argument in arguments])
    said = capsys.readouterr().err + (ended.value.code if isinstance(ended.value.code, str) else "")
    assert ended.value.code != 0 and "Traceback" not in said
    return said


def run(monkeypatch, *arguments):
    def command(given):
        monkeypatch.setattr(sys, "argv", ["training", *given])
        main()

    return command


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--device", "banana"], "is no device: choose cpu or cuda"),
        (["--device", "cpu:x"], "is no device"),
        (["--device", "cuda:99"], "there is no cuda:99 here"),
        (["--time-limit", "-3"], "is no time limit: give minutes above zero"),
        (["--time-limit", "0"], "is no time limit"),
        (["--time-limit", "nan"], "is no time limit"),
        (["--time-limit", "inf"], "is no time limit"),
        (["--time-limit", "soon"], "is no time limit"),
        (["--seed", "-1"], "is no seed"),
        (["--before", "2016-13-01"], "is no day"),
        (["--before", "yesterday"], "is no day"),
        (["--seed", str(2**31)], "is no seed"),
        (["--data", "/nowhere"], "/nowhere is no folder"),
        (["--llm", "/nowhere"], "/nowhere is no folder"),
        (["--start-from", "/nowhere"], "/nowhere is no folder"),
        (["--take", "export"], "invalid choice"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_argument_that_cannot_be_is_named(arguments, sentence, capsys):
    assert sentence in refused(arguments, capsys)


@pytest.mark.parametrize("option", ["--work", "--out"])
def test_a_file_in_the_place_of_a_folder_stays(option, tmp_path, capsys):
    (tmp_path / "notes").write_text("mine")
    assert "notes is a file: name a folder" in refused([option, tmp_path / "notes"], capsys)
    assert "notes is a file: name a folder" in refused([option, tmp_path / "notes" / "below"], capsys)
    assert (tmp_path / "notes").read_text() == "mine"


@pytest.mark.parametrize("files", [["cat.jpg"], ["manifest.json", "cat.jpg"], ["manifest.json"]], ids=" ".join)
def test_a_folder_of_other_files_is_refused_before_training(files, tmp_path, capsys, monkeypatch):
    out, work = tmp_path / "photos", tmp_path / "work"
    out.mkdir()
    for name in files:
        (out / name).write_text('{"name": "a web page"}')
    said = refused(["--preset", "fixture", "--work", work, "--out", out], capsys, run(monkeypatch))
    assert "Choose another folder with --out" in said
    assert sorted(path.name for path in out.iterdir()) == sorted(files) and not work.exists()


def test_a_folder_for_the_reference_numbers_is_refused_before_training(tmp_path, capsys, monkeypatch):
    said = refused(["--preset", "fixture", "--work", tmp_path / "work", "--reference", tmp_path], capsys, run(monkeypatch))
    assert "name a file with --reference" in said and not (tmp_path / "work").exists()


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--take", "sasrec"], "--take needs the bundle"),
        (["--start-from", BUNDLE, "--llm", BUNDLE], "is no Hugging Face checkpoint"),
        (["--start-from", BUNDLE.parent], "is no bundle"),
        (["--dataset", "video-games"], "leave --dataset out"),
        (["--preset", "tiny", "--dataset", "video-games", "--before", "2016-07-01"], "--before needs times"),
    ],
    ids=["take", "llm", "start-from", "dataset", "before"],
)
def test_arguments_that_contradict_each_other_are_named(arguments, sentence, tmp_path, capsys, monkeypatch):
    assert sentence in refused(["--preset", "fixture", "--work", tmp_path / "work", *arguments], capsys, run(monkeypatch))
    assert not (tmp_path / "work").exists()


def rewrite(path, change):
    path.write_bytes(lzma.compress(change(lzma.decompress(path.read_bytes()).decode()).encode()))


FAULTS = {
    "not xz": ("movielens/ratings.csv.xz", lambda path: path.write_text("uid,movieId\n"), "is no xz file"),
    "cut xz": ("movielens/ratings.csv.xz", lambda path: path.write_bytes(path.read_bytes()[:-200]), "was cut"),
    "damaged xz": ("films/wikipedia-films.jsonl.xz", lambda path: path.write_bytes(path.read_bytes()[:200] + b"\0" * 40 + path.read_bytes()[240:]), "damaged"),
    "not UTF-8": (
        "movielens/movies.csv.xz",
        lambda path: path.write_bytes(lzma.compress("movieId,title,genres\n1,Amélie (2001),Drama\n".encode("latin-1"))),
        "is not UTF-8",
    ),
    "a film twice": ("movielens/movies.csv.xz", lambda path: rewrite(path, lambda text: text + "1,Again (2000),Drama\n"), "the film 1 stands there twice"),
    "a film's id beyond 2^31": ("movielens/movies.csv.xz", lambda path: rewrite(path, lambda text: text + f"{2**31},Far (2000),Drama\n"), "is larger than"),
    "a user's id beyond 2^31": ("movielens/ratings.csv.xz", lambda path: rewrite(path, lambda text: text + f"{2**40},1,4.0,1000,toy\n"), "is larger than"),
    "an id that is no number": ("movielens/ratings.csv.xz", lambda path: rewrite(path, lambda text: text + "-1,1,4.0,1000,toy\n"), '"-1" is no id'),
    "a time that is none": ("movielens/ratings.csv.xz", lambda path: rewrite(path, lambda text: text + "1,1,4.0,today,toy\n"), '"today" is no time'),
    "a time that is no number": ("movielens/ratings.csv.xz", lambda path: rewrite(path, lambda text: text + "1,1,4.0,nan,toy\n"), '"nan" is no time'),
    "a short row": ("movielens/ratings.csv.xz", lambda path: rewrite(path, lambda text: text + "1,1\n"), "not as many columns"),
    "another heading": ("movielens/ratings.csv.xz", lambda path: rewrite(path, lambda text: text.replace("uid", "userId", 1)), "has no column uid"),
    "no film": ("films/wikipedia-films.jsonl.xz", lambda path: rewrite(path, lambda text: text + "[]\n"), "no film with title and year"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_films_that_are_not_as_they_should_be_are_named(fault, tmp_path, capsys, monkeypatch):
    name, damage, sentence = FAULTS[fault]
    damage(toy.write(tmp_path / "data") / name)
    said = refused(["--preset", "fixture", "--data", tmp_path / "data", "--work", tmp_path / "work", "--only", "catalogue"], capsys, run(monkeypatch))
    assert sentence in said and name in said


GAMES = {
    "an item twice": ("items.tsv.xz", "0\tAgain\n", "the item 0 stands there twice"),
    "a user twice": ("sequences.tsv.xz", "0\t1 2 3\n", "the user 0 stands there twice"),
    "an item beyond 2^31": ("items.tsv.xz", f"{2**31}\tFar\n", "is larger than"),
    "a user beyond 2^31": ("sequences.tsv.xz", f"{2**31}\t1 2 3\n", "is larger than"),
}


@pytest.mark.parametrize("fault", GAMES)
def test_games_that_are_not_as_they_should_be_are_named(fault, tmp_path, capsys, monkeypatch):
    name, line, sentence = GAMES[fault]
    folder = write_games(tmp_path / "data/video-games")
    (tmp_path / "opt").mkdir()
    for part in ("config.json", "tokenizer.json"):
        (tmp_path / "opt" / part).write_text("{}")
    rewrite(folder / name, lambda text: text + line)
    shared = ["--dataset", "video-games", "--llm", tmp_path / "opt", "--data", tmp_path / "data", "--work", tmp_path / "work", "--only", "catalogue"]
    assert sentence in refused(shared, capsys, run(monkeypatch))


@pytest.mark.parametrize("command", [["users"], ["rank"], ["variants"], ["questions", "--data", "."]], ids=lambda command: command[0])
def test_the_evaluation_needs_a_work_folder(command, tmp_path, capsys):
    assert "is no work folder of a run" in refused([*command, "--work", tmp_path / "nowhere"], capsys, evaluation.parse)
    assert "--work" in refused(command, capsys, evaluation.parse)
    (tmp_path / "file").write_text("")
    assert "is no work folder of a run" in refused([*command, "--work", tmp_path / "file"], capsys, evaluation.parse)


def test_a_work_folder_without_the_step_that_is_needed_is_named(tmp_path, capsys):
    (tmp_path / "catalogue.json").write_text('{"domain": "movies", "genreNames": []}')

    def command(arguments):
        with command_line.explained():
            evaluation.perform(evaluation.parse(arguments))

    for arguments in (["users"], ["rank"], ["variants"]):
        assert "run the step that makes it first (--only" in refused([*arguments, "--work", tmp_path], capsys, command)


def test_help_comes_without_waiting_for_pytorch():
    """The command line must not import what takes many seconds."""
    code = (
        "import sys; from training.__main__ import parse; from training.pipeline import perform; print('torch' in sys.modules, 'transformers' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True
    )
    assert found.stdout.split() == ["False", "False"], found.stderr
