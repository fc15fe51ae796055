import json

import numpy as np
import pytest

from training import presets
from training.data import catalogue, toy
from training.data.catalogue import Entry, choose_cold, describe


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("catalogue")
    catalogue.run(folder, toy.write(folder / "data"), presets.find("fixture"), seed=0)
    return folder


def read(work, name):
    return json.loads((work / name).read_text(encoding="utf-8"))


def test_warm_rows_come_first_and_cold_ones_have_no_interactions(work):
    films = read(work, "catalogue.json")
    warm = films["warm"]
    assert warm == toy.FILMS and len(films["ids"]) == toy.FILMS + toy.COLD
    assert all(len(films[name]) == len(films["ids"]) for name in ("titles", "years", "genres", "popularity"))
    assert np.load(work / "interactions.npz")["items"].max() == warm - 1
    assert not any(films["popularity"][warm:]) and all(films["popularity"][:warm])


def test_titles_are_as_people_write_them(work):
    titles = read(work, "catalogue.json")["titles"]
    assert titles[:4] == ["The Matrix", "Amelie", "WALL·E", "Léon: The Professional"]


def test_texts_are_facts_only(work):
    texts = read(work, "texts.json")
    assert texts[0] == "The Matrix (1999). Action, Sci-Fi, Thriller. Starring Keanu Reeves, Laurence Fishburne, Carrie-Anne Moss."
    assert texts[2] == "WALL·E (2008). Adventure, Sci-Fi."


def test_a_film_of_which_little_is_known_leaves_no_stray_punctuation():
    template = "{title} ({year}). {genres}. {description}"
    assert describe(template, Entry(1, "Booth", 0, (), ())) == "Booth."
    assert describe(template, Entry(1, "{year} {x}", 2020, (), ())) == "{year} {x} (2020)."


def test_a_cold_film_is_unlike_every_other():
    film = lambda i, title, year=1999, cast=("A",): Entry(i, title, year, ("Drama",), cast)
    warm = [film(1, "Heat")]
    films = [film(1, "Heat"), film(2, "heat"), film(3, "Up"), film(4, "Up"), film(5, "Old", 1950), film(6, "Old Rated", 1950), film(7, "No Year", 0)]
    assert [f.id for f in choose_cold(films, warm, {1, 4, 6, 7})] == [4, 6]
