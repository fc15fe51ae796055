import pytest

from training.facts.film_join import Article, Listed, genres_of, join, missing_years
from training.facts.film_titles import split


def film(number, raw, *genres):
    return Listed(number, split(raw), genres)


def article(title, *years, genres=("Drama",), others=(), foreign=False, documentary=False, size=300):
    return Article(title, years, genres, others, foreign, documentary, size)


@pytest.mark.parametrize(
    ("raw", "title", "years"),
    [
        ("Matrix, The (1999)", "The Matrix", (1999,)),
        ("Lock, Stock & Two Smoking Barrels (1998)", "Lock, Stock and Two Smoking Barrels", (1998,)),
        ("Mission: Impossible II (2000)", "Mission: Impossible 2", (2000,)),
        ("Piranha (Piranha 3D) (2010)", "Piranha 3D", (2010,)),
        ("Interview with the Vampire: The Vampire Chronicles (1994)", "Interview with the Vampire", (1994,)),
        ("Tyler Perry's Madea Goes to Jail (2009)", "Madea Goes to Jail", (2009,)),
        ("Ondine (2009)", "Ondine", (2010,)),
        ("Angel-A (2005)", "Angel-A", (2007, 2005)),
        ("Express, The (2008)", "The Express: The Ernie Davis Story", (2008,)),
    ],
)
def test_a_film_finds_its_article(raw, title, years):
    assert join([film(1, raw, "Drama")], [article(title, *years)]) == {0: 0}


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        (film(1, "Yesterday (2018)", "Drama"), article("Yesterday", 2019, genres=("Comedy", "Romance"))),
        (film(1, "The King (2018)", "Documentary"), article("The King", 2018, genres=("War",))),
        (film(1, "Missing (2022)", "Drama"), article("Missing", 2022, genres=("Documentary",), documentary=True)),
        (film(1, "Brothers (Brødre) (2004)", "Drama"), article("Brothers", 2005)),
        (film(1, "Heat (1995)", "Crime"), article("Heat", 1987)),
        (film(1, "Batman: Year One (2011)", "Animation"), article("Batman: Year Two", 2011)),
        (film(1, "Alien: Isolation (1980)", "Horror"), article("Alien", 1979)),
        (film(1, "Moonlight", "Drama"), article("Moonlight", 2016)),
    ],
)
def test_another_work_of_that_title_is_left_out(listed, written):
    assert join([listed], [written]) == {}


def test_the_exact_year_goes_first_whatever_the_order():
    films = [film(1, "Legend (2014)", "Drama"), film(2, "Legend (2015)", "Crime", "Drama")]
    articles = [article("Legend", 2015, genres=("Crime", "Drama"))]
    assert join(films, articles) == {1: 0} and join(films[::-1], articles) == {0: 0}


def test_of_two_films_that_fit_neither_is_taken_unless_one_is_known():
    films = [film(1, "Noah (2014)", "Drama"), film(2, "Noah (2014)", "Drama")]
    assert join(films, [article("Noah", 2014)]) == {}
    assert join(films, [article("Noah", 2014)], {1: 3, 2: 2}) == {}
    assert join(films, [article("Noah", 2014)], {1: 300, 2: 2}) == {0: 0}


def test_of_two_articles_that_fit_none_is_taken_unless_the_genres_tell():
    articles = [article("Crash", 1996, genres=("Drama",)), article("Crash", 1996, genres=("Comedy",))]
    assert join([film(1, "Crash (1996)", "Drama", "Comedy")], articles) == {}
    assert join([film(1, "Crash (1996)", "Comedy")], articles) == {0: 1}


def test_an_article_is_used_once():
    films = [film(1, "Hulk (2003)", "Action"), film(2, "The Hulk: Beginnings (2003)", "Action")]
    assert join(films, [article("Hulk", 2003, genres=("Action",))]) == {0: 0}


def test_a_missing_year_comes_from_the_only_film_that_is_left():
    films = [film(1, "Moonlight", "Drama"), film(2, "Cosmos", "Drama"), film(3, "Abduction", "Drama")]
    articles = [article("Moonlight", 2016), article("Moonlight", 1982), article("Abduction", 2011), article("Cosmos", 2020)]
    assert missing_years(films, articles, {}, {0: 2017, 1: 2016, 2: 2019}) == {0: 0}


def test_genres_have_movielens_names():
    assert genres_of(["Science Fiction", "Animated", "Slasher", "Family", "Animated"]) == ("Sci-Fi", "Animation", "Children")
