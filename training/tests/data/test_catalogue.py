import json

import numpy as np
import pytest

from training import presets
from training.data import catalogue, domains, toy
from training.data.catalogue import Entry, choose_cold, describe, fill
from training.data.files import open_text, write_text
from training.facts.facts import VOCABULARIES, Facts


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


def test_a_text_says_what_is_known_and_nothing_of_the_rest():
    template, film = domains.text_template(domains.MOVIES), Entry(1, "Booth", 2020, ("Drama",), ("Ann Lee",))
    known = Facts("Booth", countries=("Japan", "France", "Italy", "Spain"), directors=("Bo Ray",), subgenres=("noir", "heist", "spy"))
    assert describe(template, film, known) == "Booth (2020). noir, heist. Drama. From Japan, France, Italy. Directed by Bo Ray. Starring Ann Lee."
    assert describe(template, film, Facts("Booth")) == "Booth (2020). Drama. Starring Ann Lee."
    assert describe(template, Entry(1, "Booth", 0, (), ())) == "Booth."


def test_filling_keeps_full_stops_dots_and_brackets_of_the_values():
    template = "{title} ({year}). {genres}. {description}"
    assert describe(template, Entry(1, "{year} {x}", 2020, (), ())) == "{year} {x} (2020)."
    assert describe(template, Entry(1, "Monsters, Inc.", 0, (), ("Ann Lee Jr.",))) == "Monsters, Inc. Starring Ann Lee Jr."
    assert fill(template, {"title": "Airplane!"}) == "Airplane!"
    assert fill(template, {"title": "Wait..", "year": "1990", "description": "f() . . . Then()"}) == "Wait.. (1990). f() . . . Then()"


def test_facts_have_a_row_for_every_film(work):
    films, facts = read(work, "catalogue.json"), read(work, "facts.json")
    assert all(len(facts[name]) == len(films["ids"]) for name in VOCABULARIES)


def test_mended_facts_move_no_row(tmp_path):
    """A film that hands give a year and another title was chosen as it stood in MovieLens: SASRec counts by rows."""
    data = toy.write(tmp_path / "data")
    catalogue.run(tmp_path, data, presets.find("fixture"), seed=0)
    before = read(tmp_path, "catalogue.json")
    movies = data / "movielens/movies.csv.xz"
    with open_text(movies) as file:
        lines = file.read()
    with write_text(movies) as file:
        file.write(lines.replace("WALL·E (2008)", "WALL·E (2008) (Robot)"))
    catalogue.run(tmp_path, data, presets.find("fixture"), seed=0)
    after = read(tmp_path, "catalogue.json")
    assert (after["ids"], after["warm"], after["popularity"]) == (before["ids"], before["warm"], before["popularity"])


def test_a_cold_film_is_unlike_every_other():
    film = lambda i, title, year=1999, cast=("A",): Entry(i, title, year, ("Drama",), cast)
    warm = [film(1, "Heat")]
    films = [film(1, "Heat"), film(2, "heat"), film(3, "Up"), film(4, "Up"), film(5, "Old", 1950), film(6, "Old Rated", 1950), film(7, "No Year", 0)]
    assert [f.id for f in choose_cold(films, warm, {1, 4, 6, 7})] == [4, 6]


def test_a_temporal_split_knows_no_later_rating(tmp_path):
    data = toy.write(tmp_path / "data")
    everything = catalogue.gather_films(data)[0]
    times = sorted(time for _, _, time in everything)
    middle = times[len(times) // 2]
    kept, warm, cold = catalogue.gather_films(data, middle)
    assert 0 < len(kept) < len(everything) and max(time for _, _, time in kept) < middle
    assert {film for _, film, _ in kept} == {film.id for film in warm} and not {film.id for film in warm} & {film.id for film in cold}
    catalogue.run(tmp_path, data, presets.find("fixture"), seed=0, before=middle)
    assert read(tmp_path, "catalogue.json")["before"] == middle
