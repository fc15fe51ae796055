import pytest

from training.facts.film_titles import article_in_front, key, loose_keys, split


@pytest.mark.parametrize(
    ("raw", "title", "year", "others"),
    [
        ("Birdman: Or (The Unexpected Virtue of Ignorance) (2014)", "Birdman: Or (The Unexpected Virtue of Ignorance)", 2014, ()),
        ("(500) Days of Summer (2009)", "(500) Days of Summer", 2009, ()),
        (
            "Evangelion: 1.0 You Are (Not) Alone (Evangerion shin gekijôban: Jo) (2007)",
            "Evangelion: 1.0 You Are (Not) Alone",
            2007,
            ("Evangerion shin gekijôban: Jo",),
        ),
        ("Human Centipede II (Full Sequence), The (2011)", "The Human Centipede II (Full Sequence)", 2011, ()),
        ("Golem, The (Golem, wie er in die Welt kam, Der) (1920)", "The Golem", 1920, ("Der Golem, wie er in die Welt kam",)),
        ("Babies (Bébé(s)) (2010)", "Babies", 2010, ("Bébé(s)",)),
        ("Bicycle Thieves (a.k.a. The Bicycle Thief) (Ladri di biciclette) (1948)", "Bicycle Thieves", 1948, ("The Bicycle Thief", "Ladri di biciclette")),
        (
            "Birds of Prey (And the Fantabulous Emancipation of One Harley Quinn) (2020)",
            "Birds of Prey (And the Fantabulous Emancipation of One Harley Quinn)",
            2020,
            (),
        ),
        ("Avventura, L' (Adventure, The) (1960)", "L'Avventura", 1960, ("The Adventure",)),
        ("Atlas Shrugged (Part 2) (2012)", "Atlas Shrugged (Part 2)", 2012, ()),
        ("Benji (2012) ", "Benji", 2012, ()),
        ("Roots (1977-1978)", "Roots", 1977, ()),
        ("1990: The Bronx Warriors (1990: I guerrieri del Bronx) (1982)", "1990: The Bronx Warriors", 1982, ("1990: I guerrieri del Bronx",)),
        ("Moonlight", "Moonlight", 0, ()),
        ("Игра на выбывание", "Игра на выбывание", 0, ()),
    ],
)
def test_a_bracket_at_the_end_is_another_title_unless_the_title_goes_on_in_it(raw, title, year, others):
    assert split(raw) == (title, year, others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Matrix, The", "the matrix"),
        ("Lock, Stock & Two Smoking Barrels", "Lock, Stock and Two Smoking Barrels"),
        ("Romeo + Juliet", "Romeo and Juliet"),
        ("Amélie", "Amelie"),
        ("Rocky II", "Rocky 2"),
        ("Hangover Part II, The", "The Hangover 2"),
        ("Kill Bill: Vol. 1", "Kill Bill: Volume 1"),
        ("John Wick: Chapter Two", "John Wick: Chapter 2"),
        ("8½", "8 1/2"),
        ("Alien³", "Alien 3"),
        ("Ford v. Ferrari", "Ford vs. Ferrari"),
        ("Bladerunner", "Blade Runner"),
        ("Fighting with My Family’s Dog", "Fighting With My Familys Dog"),
        ("Łódź", "Lodz"),
    ],
)
def test_one_title_in_its_ways_to_be_written(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Rocky II", "Rocky III"), ("Malcolm X", "Malcolm 10"), ("I, Robot", "1 Robot"), ("Alien", "Aliens"), ("The The", "")]
)
def test_other_titles_stay_apart(one, other):
    assert key(one) != key(other)


def test_articles_of_many_languages_go_in_front():
    assert [article_in_front(title) for title in ("Boot, Das", "Chien andalou, Un", "Sjunde inseglet, Det", "Good, the Bad and the Ugly, The", "Crouching, Hidden")] == [
        "Das Boot", "Un Chien andalou", "Det Sjunde inseglet", "The Good, the Bad and the Ugly", "Crouching, Hidden",
    ]  # fmt: skip


def test_what_some_sources_leave_out_of_a_title():
    assert key("Interview with the Vampire") in loose_keys("Interview with the Vampire: The Vampire Chronicles")
    assert key("Madea Goes to Jail") in loose_keys("Tyler Perry's Madea Goes to Jail")
    assert key("Avengers: Infinity War") in loose_keys("Avengers: Infinity War - Part I")
    assert loose_keys("Heat") == set()
