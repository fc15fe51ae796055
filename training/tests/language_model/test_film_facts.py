import random

from training.data.movielens import Film
from training.language_model import film_facts


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
