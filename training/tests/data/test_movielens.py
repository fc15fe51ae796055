"""MovieLens and Wikipedia are joined once, for the catalogue and for what the language model reads."""

import json
import lzma

import pytest

from training.data import movielens
from training.data.movielens import load_films, names, split_title, title_key


def test_titles_lose_year_and_inverted_article():
    assert split_title("Matrix, The (1999)") == ("The Matrix", 1999)
    assert split_title("City of Lost Children, The (Cité des enfants perdus, La) (1995)") == ("The City of Lost Children", 1995)
    assert split_title("Babylon 5") == ("Babylon 5", 0)
    assert split_title("(500) Days of Summer (2009)")[1] == 2009


def test_notes_in_a_cast_are_no_names():
    assert names(["voices of", "Martin Short", "(novel)", "André Dussollier", "Tim Curry", "Zoe"]) == ("Martin Short", "André Dussollier", "Tim Curry", "Zoe")
    assert names(None) == ()


def write(folder, films, wikipedia):
    for name in ("movielens", "films"):
        (folder / name).mkdir(parents=True)
    with lzma.open(folder / "movielens/movies.csv.xz", "wt") as file:
        file.write("movieId,title,genres\n" + "".join(f'{number},"{title}",Drama|Sci-Fi\n' for number, title in films))
    with lzma.open(folder / "films/wikipedia-films.jsonl.xz", "wt") as file:
        file.writelines(
            json.dumps({"title": title, "year": year, "cast": cast, "genres": ["Drama"], "extract": f"About {title}."}) + "\n"
            for title, year, cast in wikipedia
        )
    return folder


@pytest.mark.parametrize(
    "ours, theirs", [("Turner & Hooch (1989)", "Turner and Hooch"), ("Lilo and Stitch (2002)", "Lilo & Stitch"), ("Thelma & Louise (1991)", "Thelma & Louise")]
)
def test_and_is_an_ampersand(tmp_path, ours, theirs):
    year = split_title(ours)[1]
    films, others = load_films(write(tmp_path, [(1, ours)], [(theirs, year, ["Ann Lee"])]))
    assert films[0].cast == ("Ann Lee",) and films[0].extract == f"About {theirs}." and others == []
    assert title_key(theirs) == title_key(split_title(ours)[0])


def test_the_nearest_year_is_joined_and_the_rest_stays(tmp_path):
    films, others = load_films(
        write(
            tmp_path,
            [(7, "Heat (1995)"), (8, "Heat")],
            [("Heat", 1986, ["Too Old"]), ("Heat", 1996, ["Off By One"]), ("Heat", 1995, ["Al Pacino", "voices of"])],
        )
    )
    assert films[0].cast == ("Al Pacino",) and films[1].cast == ()
    assert (films[0].id, films[0].listed, films[0].genres) == (7, ("Drama", "Sci-Fi"), ("drama", "science fiction"))
    assert [(film.year, film.genres) for film in others] == [(1986, ("drama",)), (1996, ("drama",))]


def test_a_film_that_stands_there_twice_is_named(tmp_path):
    with pytest.raises(ValueError, match="line 3: the film 1 stands there twice"):
        load_films(write(tmp_path, [(1, "Heat (1995)"), (1, "Up (2009)")], []))


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="--data"):
        movielens.load_ratings(tmp_path / "nowhere", set())
