import random

import numpy as np

from training import corpus
from training import films as film_facts
from training.films import Film, split_title
from training.tests.small_world import FILMS, small_preset, write_data


def test_titles_lose_year_and_inverted_article():
    assert split_title("Matrix, The (1999)") == ("The Matrix", 1999)
    assert split_title("City of Lost Children, The (Cité des enfants perdus, La) (1995)") == ("The City of Lost Children", 1995)
    assert split_title("Babylon 5") == ("Babylon 5", 0)
    assert split_title("(500) Days of Summer (2009)")[1] == 2009


def test_cleaning_removes_markup_and_what_extraction_left():
    assert corpus.clean('A film.<br /><br />It () was "" good.') == "A film. It was good."


def test_genre_answers_state_the_most_frequent_genres():
    history = [("drama", "crime"), ("drama", "comedy"), ("comedy", "drama"), ("war",)]
    assert corpus.genre_answer(history) == " drama, comedy and crime"
    assert corpus.genre_answer([("western",)]) == " western"


def test_statements_only_say_facts():
    film = Film("Heat", 1995, ("action", "crime"), ("Al Pacino",), "")
    said = {corpus.statement(film, random.Random(seed)) for seed in range(50)}
    assert len(said) > 3 and all('"Heat"' in text for text in said)
    assert 'The genres of "Heat" are action and crime.' in said


def test_a_choice_has_one_right_answer():
    films = [Film(f"Film {i}", 1990 + i, (genre,), (), "") for i, genre in enumerate(["western", "drama", "war", "crime"])]
    for seed in range(20):
        asked = corpus.choice(films, random.Random(seed))
        film = next(film for film in films if film.title == asked.titles[asked.right])
        assert all(f'"{title}"' in asked.question for title in asked.titles)
        assert asked.kind == ("genre" if film.genres[0] in asked.question else "year")
        assert str(asked).endswith(f'Answer: "{film.title}".') and (asked.kind == "genre" or str(film.year) in asked.question)


def test_prepare_makes_a_stream_once(tmp_path):
    data, work = write_data(tmp_path / "data"), tmp_path / "work"
    lines = []
    _, tokens, films = corpus.prepare(work, data, small_preset(), 0, lines.append)
    assert tokens.dtype == np.uint16 and tokens.max() < 512 and (tokens == 2).sum() > 100
    assert len(films) == FILMS and films[0].cast == ("Ann Lee", "Bo Ray")
    stamp = (work / "corpus.npy").stat().st_mtime_ns
    corpus.prepare(work, data, small_preset(), 0, lines.append)
    assert (work / "corpus.npy").stat().st_mtime_ns == stamp


def test_genre_questions_are_coherent_and_from_facts_alone(tmp_path):
    questions = corpus.GenreQuestions(film_facts.load(write_data(tmp_path)), 0)
    for _ in range(20):
        history, answer = questions.draw(10)
        assert 1 <= len(history) <= 10 and answer == corpus.genre_answer([film.genres for film in history])
