import pytest

from training.facts.franchises import franchises
from training.facts.series_claims import Film, numbered, statements


def film(title, year, text="", others=()):
    return Film(title, others, year, f"{title} is a {year} film. {text}" if text else "")


def of(*films):
    return dict(zip([f"{each.title} {each.year}" for each in films], franchises(films), strict=True))


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Lantern II", ("Lantern", 2)),
        ("Lantern 3: The Dark", ("Lantern", 3)),
        ("Lantern: Part Two", ("Lantern", 2)),
        ("Lantern - Chapter 4", ("Lantern", 4)),
        ("Lantern, Part IV", ("Lantern", 4)),
        ("Lantern V", ("Lantern", 5)),
        ("Lantern", None),
        ("Apollo 13", ("Apollo", 13)),
        ("Lantern 2049", None),
        ("Chapter Two", None),
        ("Room Two", None),
        ("District 99", None),
    ],
)
def test_numbers_in_titles(title, found):
    assert numbered(title) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is the third installment in the Lantern film series.", ("Lantern", 3)),
        ("It is the sequel to Lantern (2001) and the second film in the Lantern franchise.", ("Lantern", 2)),
        ("The film is the fifth and final instalment of the Lantern series.", ("Lantern", 5)),
        ('It is the second sequel in the "Lantern" series.', ("Lantern", 3)),
        ("It is the first animated film in the Lantern film series.", ("Lantern", 0)),
        ("This was the 13th of 25 films, the fourth entry in the Lantern franchise.", ("Lantern", 4)),
        ("It was followed by Dusk, the second film in the Lantern series.", None),
        ("It is the second film to be shown in the series.", None),
        ("It is based on the third book in the Lantern series.", None),
        ("It stars Ann Lee, known from the first film in the Lamp series.", None),
    ],
)
def test_statements_of_a_place_in_a_series(text, found):
    assert statements(film("Dusk", 2005, text)) == ([found] if found else [])


def test_a_numbered_series_begins_with_the_last_film_of_its_name():
    series = of(film("Lantern", 1951), film("Lantern", 1978), film("Lantern II", 1981), film("Lantern III", 1984))
    assert series == {"Lantern 1951": (), "Lantern 1978": (("Lantern", 1),), "Lantern II 1981": (("Lantern", 2),), "Lantern III 1984": (("Lantern", 3),)}


def test_a_number_without_the_one_before_makes_no_series():
    assert not any(of(film("Apollo", 1990), film("Apollo 13", 1995)).values())
    assert not any(of(film("Super", 2010), film("Super 8", 2011)).values())
    assert not any(of(film("Lantern 2", 1990), film("Lantern", 1995)).values())


def test_the_sequel_to_a_film_follows_it():
    series = of(film("Lantern", 2001), film("Dusk", 2004, "It is a sequel to the 2001 film Lantern and stars Ann Lee."))
    assert series == {"Lantern 2001": (("Lantern", 1),), "Dusk 2004": (("Lantern", 2),)}


def test_a_prequel_has_no_number_and_a_remake_no_series():
    series = of(
        film("Lantern", 2001),
        film("Dawn", 2004, "It is a prequel to Lantern (2001)."),
        film("Lantern", 2020, "It is a remake of the 2001 film of the same name."),
    )
    assert series == {"Lantern 2001": (("Lantern", 1),), "Dawn 2004": (("Lantern", 0),), "Lantern 2020": ()}


def test_the_sequel_to_a_television_series_has_no_film_before_it():
    assert not any(of(film("Luther", 2003), film("Dusk", 2023, "It is a continuation of the television series Luther.")).values())


def test_the_film_that_named_a_series_is_its_first():
    series = of(
        film("Lantern", 1999),
        film("Dusk", 2001, "It is the second film in the Lantern film series."),
        film("Dawn", 2003, "It is the third film in the Lantern film series."),
    )
    assert series["Lantern 1999"] == (("Lantern", 1),)


def test_a_film_alone_has_no_franchise():
    assert not any(of(film("Dusk", 2001, "It is the second film in the Lantern film series.")).values())


def test_a_film_may_be_in_two_its_own_series_first():
    series = of(
        film("Dusk", 2010),
        film("Dusk 2", 2012, "It is the fourth film in the Lantern Universe franchise."),
        film("Noon", 2011, "It is the third film in the Lantern Universe franchise."),
    )
    assert series["Dusk 2 2012"] == (("Dusk", 2), ("Lantern Universe", 4))


def test_what_is_written_by_hand_has_its_places_in_the_order_of_the_story():
    series = of(
        film("Rocky", 1976), film("Rocky II", 1979), film("Creed", 2015, "It is the first film in the Creed series and the seventh film in the Rocky film series."),
        film("Star Wars: Episode IV - A New Hope", 1977), film("Star Wars: Episode V - The Empire Strikes Back", 1980),
    )  # fmt: skip
    assert series["Rocky II 1979"] == (("Rocky", 2),) and ("Rocky", 7) in series["Creed 2015"]
    assert series["Star Wars: Episode V - The Empire Strikes Back 1980"][0] == ("Star Wars", 2)


def test_no_two_films_share_a_place():
    series = of(film("Lantern", 2001), film("Lantern 2", 2003), film("Dusk", 2004, "It is the sequel to Lantern (2001)."))
    places = [entry for listed in series.values() for entry in listed if entry[1]]
    assert len(places) == len(set(places))
