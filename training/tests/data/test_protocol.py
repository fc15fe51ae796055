import numpy as np
import pytest

from training.data import protocol


def test_candidates_are_the_held_out_film_and_nineteen_that_the_user_never_met():
    histories = [np.arange(u, u + 8) for u in range(12)]
    splits = protocol.draw_candidates(histories, 60, seed=3)
    for split, back in (("validation", -2), ("test", -1)):
        assert splits[split].shape == (12, 20)
        for history, row in zip(histories, splits[split]):
            assert row[0] == history[back] and len(set(row.tolist())) == 20
            assert not set(row[1:].tolist()) & set(history.tolist())
    assert not np.array_equal(splits["validation"][:, 1:], splits["test"][:, 1:])


def test_too_few_films_for_negatives_are_an_error_rather_than_an_endless_loop():
    with pytest.raises(ValueError, match="leaves no 19 negatives"):
        protocol.draw_candidates([np.arange(10)], 25, seed=0)


def test_ranks_count_better_candidates_and_break_ties_by_place():
    scores = np.array([[3.0, 1.0, 2.0], [1.0, 1.0, 2.0], [1.0, 1.0, 0.0]])
    orders = np.array([[0, 1, 2], [0, 1, 2], [1, 0, 2]])
    assert protocol.ranks(scores, orders).tolist() == [1, 2, 2]


def test_summary_of_known_ranks():
    summary = protocol.summarise(np.array([1, 1, 2, 20]), seed=0, resamples=500)
    assert summary["hit1"] == 0.5 and summary["ndcg10"] == pytest.approx((2 + 1 / np.log2(3)) / 4, abs=1e-4)
    assert summary["interval"][0] <= 0.5 <= summary["interval"][1]


def test_a_tie_counts_against_the_model():
    scores = np.zeros((2, 20))
    scores[1, 0] = 1
    assert protocol.hit_and_gain(protocol.strict_ranks(scores)) == {"hit1": 0.5, "ndcg10": 0.5}
    third = np.concatenate([[[0.5]], np.array([[1.0, 0.9]]), np.zeros((1, 17))], 1)
    assert protocol.hit_and_gain(protocol.strict_ranks(third)) == {"hit1": 0.0, "ndcg10": pytest.approx(0.5)}
