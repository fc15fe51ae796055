from training.facts.subgenres import BY_TAG, NAMES, of_tags, settle


def test_tags_count_in_full_only():
    assert of_tags(["Dark comedy", "zombies", "in netflix queue", "superhero ", "too dark comedy"]) == {"black comedy", "zombie", "superhero"}
    assert set(BY_TAG.values()) <= set(NAMES)


def test_noir_is_of_its_years():
    assert settle({"noir"}, year=1947, genres=(), countries=()) == ("noir",)
    assert settle(set(), year=1944, genres=("Film-Noir",), countries=()) == ("noir",)
    assert settle(set(), year=1997, genres=("Film-Noir",), countries=()) == ("neo-noir",)
    assert settle({"noir", "neo-noir"}, year=1955, genres=(), countries=()) == ("neo-noir",)


def test_what_countries_and_genres_imply():
    assert settle(set(), year=1997, genres=("Animation",), countries=("Japan",)) == ("anime",)
    assert settle(set(), year=1966, genres=("Western",), countries=("Italy", "Spain")) == ("spaghetti western",)
    assert settle(set(), year=1966, genres=("Western",), countries=("United States",)) == ()


def test_a_narrow_name_stands_for_the_broad_one():
    assert settle({"buddy", "buddy cop"}, year=1987, genres=(), countries=()) == ("buddy cop",)
