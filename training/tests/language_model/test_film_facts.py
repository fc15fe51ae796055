import random

from training.data.movielens import Film, load_films
from training.language_model import film_facts
from training.tests.small_world import write_data


def test_genre_answers_state_the_most_frequent_genres():
    history = [("drama", "crime"), ("drama", "comedy"), ("comedy", "drama"), ("war",)]
    assert film_facts.genre_answer(history) == " drama, comedy and crime"
    assert film_facts.genre_answer([("western",)]) == " western"


def test_statements_only_say_facts():
    film = Film("Heat", 1995, ("action", "crime"), ("Al Pacino",), "")
    said = {film_facts.statement(film, random.Random(seed)) for seed in range(50)}
    assert len(said) > 3 and all('"Heat"' in text for text in said)
    assert 'The genres of "Heat" are action and crime.' in said


def test_a_choice_has_one_right_answer():
    films = [Film(f"Film {i}", 1990 + i, (genre,), (), "") for i, genre in enumerate(["western", "drama", "war", "crime"])]
    for seed in range(20):
        asked = film_facts.choice(films, random.Random(seed))
        film = next(film for film in films if film.title == asked.titles[asked.right])
        assert all(f'"{title}"' in asked.question for title in asked.titles)
        assert asked.kind == ("genre" if film.genres[0] in asked.question else "year")
        assert str(asked).endswith(f'Answer: "{film.title}".') and (asked.kind == "genre" or str(film.year) in asked.question)


def test_genre_questions_are_coherent_and_from_facts_alone(tmp_path):
    questions = film_facts.GenreQuestions(load_films(write_data(tmp_path))[0], 0)
    for _ in range(20):
        history, answer = questions.draw(10)
        assert 1 <= len(history) <= 10 and answer == film_facts.genre_answer([film.genres for film in history])
