import random
import re

import pytest

from training.facts.facts import Facts
from training.prompts.prompt import PromptBuilder, load_template
from training.words.fact_words import COUNTRY, DECADE, DIRECTOR, GENRE, SERIES, SUBGENRE, Vocabulary, Word, clause, film_of
from training.words.questions import PLAIN_WEIGHT, Question, SentenceQuestions
from training.words.sentences import claims, phrase, reason, taste


def letters(text: str) -> list[int]:
    return [ord(letter) for letter in text]


@pytest.fixture
def vocabulary():
    return Vocabulary.of(load_template())


OLDBOY = Facts("Oldboy", 2003, ("Mystery", "Thriller"), countries=("South Korea",), subgenres=("neo-noir",), directors=("Park Chan-wook",))
CHASER = Facts("The Chaser", 2008, ("Crime", "Thriller"), countries=("South Korea",), directors=("Na Hong-jin",))
ROCKY = Facts("Rocky II", 1979, ("Drama",), countries=("United States",), subgenres=("boxing", "sports"), franchises=(("Rocky", 2),))


def test_a_clause_has_the_words_in_their_order_and_as_many_as_fit(vocabulary):
    words = vocabulary.words(ROCKY)
    assert [word.text for word in words] == ["Rocky series", "boxing", "sports", "American", "1970s", "drama"]
    whole = clause(words, letters, 100, "unknown")
    assert "".join(map(chr, whole.ids)) == "Rocky series, boxing, sports, American, 1970s, drama"
    short = clause(words, letters, 22, "unknown")
    assert [word.name for word in short.words] == ["Rocky", "boxing"]
    assert "".join(map(chr, clause([], letters, 100, "unknown").ids)) == "unknown"


def test_what_the_template_has_no_word_for_is_left_out(vocabulary):
    assert vocabulary.words(Facts("A", countries=("Atlantis",), genres=("IMAX",))) == []


@pytest.mark.parametrize(
    ("name", "one", "many"),
    [
        ("horror", "horror film", "horror films"),
        ("screwball comedy", "screwball comedy", "screwball comedies"),
        ("comedy drama", "comedy drama", "comedy dramas"),
        ("neo-western", "neo-western", "neo-westerns"),
        ("road movie", "road movie", "road movies"),
        ("children's films", "children's film", "children's films"),
        ("neo-noir", "neo-noir film", "neo-noir films"),
    ],
)
def test_films_of_a_genre(name, one, many):
    assert (film_of(name, many=False), film_of(name, many=True)) == (one, many)


def test_noun_phrases():
    assert phrase([Word(COUNTRY, "South Korean"), Word(GENRE, "thriller")], many=True) == "South Korean thrillers"
    assert phrase([Word(DECADE, "1960s"), Word(SUBGENRE, "spy")], many=False) == "spy film of the 1960s"
    assert phrase([Word(DIRECTOR, "Jane Campion")], many=True) == "films by Jane Campion"
    assert phrase([Word(SERIES, "The Matrix")], many=False) == "film of the Matrix series"


def test_the_first_claim_is_the_most_telling_one_and_true_of_several(vocabulary):
    history = [vocabulary.words(film) for film in (OLDBOY, CHASER, ROCKY)]
    found = claims(history)
    assert found[0].words == (Word(COUNTRY, "South Korean"), Word(GENRE, "thriller")) or found[0].words == (
        Word(COUNTRY, "South Korean"),
        Word(DECADE, "2000s"),
    )
    assert found[0].films == {0, 1}
    for claim in found:
        assert all(word in history[film] for film in claim.films for word in claim.words)


def test_nothing_shared_is_said_as_such(vocabulary):
    text = taste(["Oldboy", "Rocky II"], [vocabulary.words(OLDBOY), vocabulary.words(ROCKY)], random.Random(1))
    assert all(word in text for word in ("mysteries", "thrillers", "dramas"))


@pytest.mark.parametrize("seed", range(20))
def test_sentences_name_films_of_the_history_alone(vocabulary, seed):
    films = [OLDBOY, CHASER, ROCKY]
    words = [vocabulary.words(film) for film in films]
    titles = [film.title for film in films]
    assert set(re.findall('"(.*?)"', taste(titles, words, random.Random(seed)))) <= {"Oldboy", "The Chaser"}
    why = reason(titles, words, vocabulary.words(Facts("Mother", 2009, ("Thriller",), countries=("South Korea",))), random.Random(seed))
    assert set(re.findall('"(.*?)"', why)) <= {"Oldboy", "The Chaser"}
    assert "South Korean" in why


def test_a_reason_for_what_is_new(vocabulary):
    text = reason(["Rocky II"], [vocabulary.words(ROCKY)], vocabulary.words(OLDBOY), random.Random(0))
    assert "Park Chan-wook" in text and "Rocky" not in text


def test_the_ids_of_an_answer_are_its_text_and_an_end():
    template = load_template()
    builder = PromptBuilder(letters, bos=2, placeholder=1, template={**template, "maxTitleTokens": 5})
    questions = SentenceQuestions([OLDBOY, CHASER, ROCKY, *(Facts(f"Film {n}", 1990 + n, ("Drama",)) for n in range(9))], builder, 0)
    for _ in range(30):
        question = questions.draw(4)
        prompt, ids, weights = questions.prompt(question)
        assert ids[-1] == 2 and len(weights) == len(ids)
        pieces = f" {question.sentence}".split('"')
        assert "".join(map(chr, ids[:-1])) == '"'.join(piece if at % 2 == 0 else piece[:5] for at, piece in enumerate(pieces))
        assert len(prompt.ids) == len(prompt.blocks) == len(prompt.positions)
        assert (question.kind == "reason") == bool(question.recommended)


def test_an_adult_film_is_in_no_history():
    builder = PromptBuilder(letters, template=load_template())
    questions = SentenceQuestions(
        [OLDBOY, CHASER, ROCKY, Facts("Blue", 1990, ("Drama",), adult=True), *(Facts(f"F{n}", 1990, ("Drama",)) for n in range(5))], builder, 0
    )
    assert "Blue" not in {film.title for film in questions.films}


def test_two_films_in_ten_are_no_taste_for_a_director():
    by = lambda name, n: [Word(DIRECTOR, name), Word(GENRE, "drama" if n % 2 else "comedy")]
    history = [by("Jane Campion" if n < 2 else f"Director {n}", n) for n in range(10)]
    assert all(word.kind == GENRE for claim in claims(history) for word in claim.words)
    assert claims(history[:4])[0].words == (Word(DIRECTOR, "Jane Campion"),)


def test_what_is_claimed_counts_more_than_how_it_is_put(vocabulary):
    builder = PromptBuilder(letters, template=load_template())
    questions = SentenceQuestions([OLDBOY, CHASER, ROCKY, *(Facts(f"Film {n}", 1990 + n, ("Drama",)) for n in range(9))], builder, 0)
    ids, weights = questions.answer(Question("taste", [0, 1], [], 'You like South Korean thrillers such as "Oldboy".'))
    heavy = "".join(chr(token) for token, weight in zip(ids, weights) if weight > PLAIN_WEIGHT)
    assert heavy == " South Korean thrillersO"
