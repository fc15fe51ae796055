"""Another domain than films: titles and sequences alone, on a small made-up data folder."""

import json

import numpy as np
import pytest

from training import presets
from training.data import catalogue, domains
from training.prompts import prompt
from training.tests.small_world import GAMES, write_games


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("games")
    write_games(folder / "data/video-games")
    (folder / "work").mkdir()
    catalogue.run(folder / "work", folder / "data", presets.find("tiny"), seed=0, domain=domains.VIDEO_GAMES)
    return folder / "work"


def read(work, name):
    return json.loads((work / name).read_text(encoding="utf-8"))


def test_warm_games_come_first_and_cold_ones_have_titles_of_their_own(work):
    found = read(work, "catalogue.json")
    assert found["warm"] == GAMES and found["titles"][GAMES:] == ["Rarely Played"]
    assert not any(found["years"]) and not any(found["genres"]) and found["genreNames"] == []
    assert domains.of_catalogue(found) is domains.VIDEO_GAMES and found["ids"][:3] == [0, 1, 2]


def test_sbert_reads_the_title(work):
    assert read(work, "texts.json")[:2] == ["Pokémon Moon.", "Dungeons & Dragons."]


def test_the_prompt_speaks_of_games_and_asks_for_no_genre(work):
    template = prompt.template_of(work)
    text = json.dumps(template)
    assert "played" in text and "next video game" in text and "{" not in "".join(part.get("text", "") for part in template["recommend"])
    assert "genre" not in template and not {"movie", "watched"} & set(text.replace('"', " ").split())


def test_a_users_last_items_are_held_out(work):
    stored, held = np.load(work / "interactions.npz"), np.load(work / "candidates.npz")
    last = stored["items"][stored["offsets"][1:] - 1]
    assert np.array_equal(held["test"][:, 0], last) and held["test"].shape == (80, 20)
