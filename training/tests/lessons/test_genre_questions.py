import random

import torch

from training.data.movielens import GENRES, load_films
from training.lessons.genre_questions import COMMON, GenreQuestions, genre_answer
from training.tests.small_world import write_data


def test_genre_answers_state_the_most_frequent_genres():
    history = [("drama", "crime"), ("drama", "comedy"), ("comedy", "drama"), ("war",)]
    assert genre_answer(history) == " drama, comedy and crime"
    assert genre_answer([("western",)]) == " western"


def test_the_answer_does_not_hang_on_an_order_of_films():
    history = [("war", "crime"), ("western",), ("drama", "musical"), ("drama",)]
    orders = [random.Random(seed).sample(history, len(history)) for seed in range(10)]
    assert {genre_answer(order) for order in orders} == {" drama, crime and musical"}
    assert sorted(COMMON) == sorted(GENRES)


def test_questions_show_the_last_films_of_what_was_watched(tmp_path):
    questions = GenreQuestions(load_films(write_data(tmp_path))[0], 0)
    drawn = [questions.draw(4) for _ in range(200)]
    assert {len(question.history) for question in drawn} == {1, 2, 3, 4}
    assert all(torch.isclose(question.taste.norm(), torch.tensor(1.0)) for question in drawn)
    single = [question for question in drawn if len(question.history) == 1]
    assert all(question.answer == genre_answer([question.history[0].genres]) for question in single)
    more = [question for question in drawn if question.answer != genre_answer([film.genres for film in question.history])]
    assert 0 < len(more) < 120  # what the prompt does not show decides
