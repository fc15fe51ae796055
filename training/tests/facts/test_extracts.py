"""The sentences are made up in the style of an encyclopedia."""

import pytest

from training.facts.countries import countries_of, languages_of
from training.facts.extracts import description, parse, sentences


def said(text, title="Lantern"):
    return parse(text, title)


@pytest.mark.parametrize(
    ("phrase", "countries"),
    [
        ("2003 South Korean neo-noir action thriller film", ("South Korea",)),
        ("1995 British-French romantic comedy film", ("United Kingdom", "France")),
        ("2001 Anglo-Italian war film", ("United Kingdom", "Italy")),
        ("1971 West German drama film", ("Germany",)),
        ("1948 Soviet epic film", ("Soviet Union",)),
        ("1988 Hong Kong action film", ("Hong Kong",)),
        ("2009 New Zealand comedy film", ("New Zealand",)),
        ("1962 American Civil War film", ()),
        ("1999 African-American romance film", ()),
        ("1943 American war film", ("United States",)),
        ("1960 Italian gothic horror film", ("Italy",)),
        ("1940 film of the French Revolution", ()),
        ("2012 German-language film", ()),
        ("1974 Native American western", ()),
        ("2004 drama film", ()),
    ],
)
def test_countries_are_those_of_production(phrase, countries):
    assert countries_of(phrase) == countries


def test_languages_are_those_that_are_stated():
    assert languages_of("2012 German-language film") == ("German",)
    assert languages_of("1975 Indian Hindi-language musical film") == ("Hindi",)
    assert languages_of("1961 Tamil drama film") == ("Tamil",)
    assert languages_of("1995 French film") == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Lantern is a 1941 American film noir directed by Ann Lee.", "1941 American film noir"),
        ("Lantern (also known as The Lamp) was a 1922 silent drama film produced by X.", "1922 silent drama film"),
        ("Lantern is an American made-for-television film that aired in 1981.", "American made-for-television film"),
        ("Lantern is a 1987 American Western.", "1987 American Western"),
        ("Lantern is a 2003 satirical, black comedy film with songs.", "2003 satirical, black comedy film"),
        ("This is a complete list of the shorts of a studio.", ""),
    ],
)
def test_the_description_is_what_stands_before_makers_and_story(text, what):
    assert description(text, "Lantern") == what or (what == "" and "film" not in description(text, "Lantern"))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("2003 South Korean neo-noir action thriller film", {"neo-noir"}),
        ("1947 American film noir", {"noir"}),
        ("1996 American slasher film", {"slasher"}),
        ("2006 American computer-animated buddy comedy film", {"computer-animated", "buddy"}),
        ("1984 American buddy cop action comedy film", {"buddy cop", "action comedy", "buddy"} - {"buddy"}),
        ("1973 Hong Kong martial arts film", {"martial arts"}),
        ("2001 American romantic comedy-drama film", {"romantic comedy", "comedy drama"}),
        ("2010 American biographical sports drama film", {"biopic", "sports"}),
        ("1968 Italian spaghetti Western film", {"spaghetti western"}),
        ("2012 superhero film", {"superhero"}),
        ("1979 American coming-of-age teen film", {"coming-of-age", "teen"}),
        ("1984 mockumentary film", {"mockumentary"}),
        ("1993 stop-motion animated fantasy film", {"stop-motion"}),
        ("1975 Italian giallo film", {"giallo"}),
        ("1978 zombie film", {"zombie"}),
        ("1977 epic space opera film", {"epic", "space opera"}),
        ("2005 heist film", {"heist"}),
        ("1995 American drama film", set()),
        ("2014 American ghostwriter drama film", set()),
    ],
)
def test_subgenres_of_a_first_sentence(phrase, expected):
    assert said(f"Lantern is a {phrase} directed by Ann Lee.").subgenres == expected


@pytest.mark.parametrize(
    ("text", "directors"),
    [
        ("Lantern is a 2001 drama film written and directed by Ann Lee.", ("Ann Lee",)),
        ("Lantern is a 2001 drama film directed, written and produced by Ann Lee Jr. and starring Bo Ray.", ("Ann Lee Jr.",)),
        ("Lantern is a 2001 drama film directed by Bo and Ann Ray.", ("Bo Ray", "Ann Ray")),
        ("Lantern is a 2001 drama film directed by Bo Ray and Ann Lee, and written by Cy Wu.", ("Bo Ray", "Ann Lee")),
        ("Lantern is a 2001 drama film directed by J. J. de la Cruz.", ("J. J. de la Cruz",)),
        ("Lantern is a 2001 film directed by the Coen brothers.", ("Joel Coen", "Ethan Coen")),
        ("Lantern is a 2001 drama film. It was directed by Ann Lee, who also stars.", ("Ann Lee",)),
        ("Lantern is a 2001 film. Directed by Éric Dupont, it stars Bo Ray.", ("Éric Dupont",)),
        ("Lantern is a 2001 film produced by Bo Ray and directed by Ray.", ("Bo Ray",)),
        ("Lantern is a remake of the 1932 film Lamp, directed by Cy Wu.", ()),
        ("Lantern is a 2001 film. The 1932 film of the same name was directed by Cy Wu.", ()),
        ("Lantern is a 2001 film based on a play directed by Cy Wu.", ()),
        ("Lantern is a 2001 film written, directed by, and starring Ann Lee.", ("Ann Lee",)),
        ("Lantern is a 2001 film starring Bo Ray.", ()),
    ],
)
def test_directors_are_those_of_this_film(text, directors):
    assert said(text).directors == directors


def test_kinds():
    assert said("Lantern is a 1999 American documentary film.").kinds == ("documentary",)
    assert said("Lantern is a 1931 American animated short film.").kinds == ("short",)
    assert said("Lantern is a 1986 American made-for-television horror film.").kinds == ("television film",)
    assert said("Lantern is a 2002 direct-to-video film.").kinds == ("direct-to-video",)
    assert said("Lantern is a 2002 documentary-style thriller film.").kinds == ()
    assert said("Lantern is a 2002 serial killer film.").kinds == ()


def test_a_film_about_pornography_is_not_pornographic():
    assert said("Lantern is a 1972 American pornographic film.").adult
    assert not said("Lantern is a 1997 drama film about the pornographic film industry.").adult
    assert not said("Lantern is a 1999 erotic mystery drama film.").adult
    assert not said("Lantern is a 1915 film, the first non-pornographic film with nudity.").adult


def test_a_coproduction_is_of_all_its_countries():
    text = "Lantern is a 2011 drama film. It is a co-production between France, Germany and Poland."
    assert said(text).countries == ("France", "Germany", "Poland")


def test_other_titles():
    assert said("Lantern, also known as The Lamp, is a 2001 film.").others == ("The Lamp",)
    assert said("Lantern (released in Japan as Tōrō) is a 2001 film.").others == ("Tōrō",)


def test_a_full_stop_of_a_name_ends_no_sentence():
    assert len(sentences("It stars Cy Wu Jr. and J. J. Ray of Warner Bros. Pictures. It is long. It ends.")) == 3


def test_nothing_is_made_of_nothing():
    assert not any(said("")) and not any(parse(None, "Lantern"))
    assert said("Lantern may refer to many things.").countries == ()
