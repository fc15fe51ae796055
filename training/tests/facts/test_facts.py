import csv
import json
import lzma
import re

import pytest

from training.data import toy
from training.facts import facts
from training.facts.facts import Facts
from training.facts.film_sources import load_known
from training.facts.subgenres import NAMES


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write(text)


ARTICLES = [
    {"title": "Lantern", "year": 2001, "cast": ["voices of", "Ann Lee", "Bo Ray"], "genres": ["Noir", "Thriller"], "extract": "Lantern is a 2001 South Korean neo-noir thriller film directed by Cy Wu and starring Ann Lee."},
    {"title": "Lantern", "year": 2002, "cast": ["Ann Lee"], "genres": ["Thriller"], "extract": "Lantern is a 2001 South Korean neo-noir thriller film directed by Cy Wu and starring Ann Lee."},
    {"title": "Lantern II", "year": 2004, "cast": [], "genres": ["Thriller"], "extract": "Lantern II is a 2004 South Korean thriller film. It is the sequel to Lantern (2001)."},
    {"title": "Dusk", "year": 2016, "cast": [], "genres": ["Horror", "Science Fiction"], "extract": "Dusk is a 2016 American horror film directed by Dee Fox."},
    {"title": "Old Gold", "year": 1947, "cast": [], "genres": ["Noir", "Short"], "extract": "Old Gold is a 1947 American film noir."},
]  # fmt: skip


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    put(
        data / "movielens/movies.csv.xz",
        'movieId,title,genres\n900001,Lantern (Deungbul) (2001),Thriller\n900002,"Lantern 2 (2004)",(no genres listed)\n900003,Dusk,(no genres listed)\n900004,"Paper Birds (1997)",Animation\n6,Not Heat at All (1990),Drama\n900005,Newest (2016),Drama\n',
    )
    put(data / "movielens/ratings.csv.xz", "uid,movieId,rating,timestamp,src\n1,900003,4,1480000000,x\n1,900001,4,1480000000,x\n")
    put(data / "movielens/tags.csv.xz", "userId,movieId,tag,timestamp\n1,900004,anime,1\n1,900001,superhero,1\n1,900001,funny,1\n")
    put(data / "movielens/links.csv.xz", "movieId,imdbId,tmdbId\n900001,0112233,44\n900004,0000055,\n")
    put(data / "films/wikipedia-films.jsonl.xz", "".join(json.dumps(article) + "\n" for article in ARTICLES))
    return {f"{film.title} {film.year}": film for film in facts.load(data)}


def test_a_film_has_the_facts_of_all_sources(films):
    assert films["Lantern 2001"] == Facts(
        "Lantern",
        2001,
        ("Thriller",),
        ("Deungbul",),
        ("South Korea",),
        (),
        ("neo-noir",),
        ("Cy Wu",),
        ("Ann Lee", "Bo Ray"),
        (("Lantern", 1),),
        False,
        (),
        900001,
        112233,
        44,
        True,
    )


def test_missing_years_and_genres_are_filled(films):
    assert films["Dusk 2016"].genres == ("Horror", "Sci-Fi") and films["Dusk 2016"].directors == ("Dee Fox",)
    assert films["Lantern 2 2004"].genres == ("Thriller",)


def test_a_film_that_stands_in_two_lists_is_one(films):
    assert [film.id for film in films.values() if film.title == "Lantern"] == [900001]
    assert films["Lantern 2 2004"].franchises == (("Lantern", 2),)


def test_films_that_only_wikipedia_knows_follow(films):
    gold = films["Old Gold 1947"]
    assert (gold.id, gold.genres, gold.subgenres, gold.kinds) == (0, ("Film-Noir",), ("noir",), ("short",))


def test_tags_count_where_the_genre_agrees(films):
    assert films["Paper Birds 1997"].subgenres == ("anime",)
    assert "superhero" not in films["Lantern 2001"].subgenres
    assert (films["Paper Birds 1997"].imdb, films["Paper Birds 1997"].tmdb) == (55, 0)


def test_what_is_written_by_hand_is_of_the_film_with_the_title_too(films):
    assert films["Not Heat at All 1990"].countries == ()


def test_a_folder_without_tags_and_links_has_facts_too(tmp_path):
    loaded = facts.load(toy.write(tmp_path))
    assert loaded[0].title == "The Matrix" and loaded[0].cast[0] == "Keanu Reeves"


def test_columns_hold_rows_of_vocabularies_and_no_sentence(films, tmp_path):
    size = facts.write(tmp_path / "facts.json", list(films.values()), cast=True)
    text = (tmp_path / "facts.json").read_text(encoding="utf-8")
    columns = json.loads(text)
    names = columns["names"]
    row = list(films).index("Lantern 2001")
    assert size == len(text.encode()) and names["subgenres"] == list(NAMES)
    assert [names["directors"][i] for i in columns["directors"][row]] == ["Cy Wu"]
    assert names["franchises"][columns["franchises"][row][0]] == "Lantern" and columns["franchises"][row][1] == 1
    assert columns["others"][str(row)] == ["Deungbul"] and columns["imdb"][str(row)] == 112233 and columns["adult"] == []
    assert all(len(columns[name]) == len(films) for name in facts.VOCABULARIES)
    assert "starring" not in text and "is a 20" not in text


def test_coverage_counts_films_and_ratings(films):
    share, rated = facts.coverage([films["Lantern 2001"], films["Newest 2016"]], {900001: 3, 900005: 1})["directors"]
    assert (share, rated) == (0.5, 0.75)


def test_what_is_written_by_hand_has_known_names_only():
    known = load_known()
    assert len(known) > 1000
    for each in known.values():
        assert set(each.subgenres) <= set(NAMES), each
        assert each.called == each.called.strip() and re.search(r"\w", each.title)
        assert set(each.flags) <= {"adult", "short", "miniseries", "television series", "television special", "stand-up special"}, each


def test_franchises_written_by_hand_name_films_with_years():
    from training.facts.franchises import KNOWN

    for name, listed in csv.reader(KNOWN.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        entries = listed.split("; ")
        assert name and len(entries) >= 2 and all(re.search(r"\(\d{4}\)$", entry) for entry in entries), name
