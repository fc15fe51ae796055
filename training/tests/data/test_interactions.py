import numpy as np
import pytest

from training.data import interactions


def rating(user, film, time):
    return (user, film, float(time))


def test_the_core_drops_films_that_lose_their_users():
    ratings = [rating(u, f, f) for u in range(5) for f in range(5)]
    ratings += [rating(9, f, f) for f in range(3)]  # a user with four ratings in all
    ratings += [rating(u, 7, 1) for u in (0, 1, 2, 3, 9)]  # a film that has five only with that user
    kept = interactions.core(ratings)
    assert {u for u, _, _ in kept} == set(range(5)) and {f for _, f, _ in kept} == set(range(5))


def test_an_empty_core_is_an_error():
    with pytest.raises(ValueError, match="too small for a 5-core"):
        interactions.core([rating(1, 1, 1)])


def test_sequences_are_oldest_first_and_ties_are_seeded():
    ratings = [rating(3, 30, 2), rating(3, 10, 1), *(rating(4, f, 5) for f in range(40, 60))]
    rows = {film: film for _, film, _ in ratings}
    users, histories = interactions.sequences(ratings, rows, seed=0)
    assert users.tolist() == [3, 4] and histories[0].tolist() == [10, 30]
    again = interactions.sequences(ratings, rows, seed=0)[1][1]
    other = interactions.sequences(ratings, rows, seed=1)[1][1]
    assert histories[1].tolist() == again.tolist() != other.tolist()
    assert sorted(other.tolist()) == list(range(40, 60))


def test_popularity_counts_no_held_out_interaction():
    assert interactions.training_popularity([np.array([0, 1, 2, 3]), np.array([1, 1, 3, 2])], 5).tolist() == [1, 3, 0, 0, 0]
