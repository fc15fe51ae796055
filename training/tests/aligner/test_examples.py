"""Negatives may be known from training alone: whoever leaves out a user's validation and test items tells what they are."""

import numpy as np
import pytest
import torch

from training.aligner.examples import Examples, load_positions
from training.data.interactions import training_items
from training.tests.small_world import write_earlier_steps


@pytest.fixture
def examples(tmp_path):
    return Examples(load_positions(write_earlier_steps(tmp_path)), 50, 0)


def of_user(examples, user):
    return np.flatnonzero(examples.positions.user == user)


def test_training_knows_all_but_the_last_two_items():
    known = training_items([np.array([4, 0, 2, 1, 3])], 6)
    assert np.flatnonzero(known[0]).tolist() == [0, 2, 4]


def test_negatives_are_different_and_unknown_to_training(examples):
    negatives = examples.negatives(3, 19)
    assert len(set(negatives)) == 19 and not set(negatives) & set(examples.positions.sequences[3][:-2].tolist())


@pytest.mark.parametrize("way", ["one for each position", "several for a user", "shared by a batch"])
def test_held_out_items_are_negatives_like_any_other(examples, way):
    """Of Stage 1, of the likelihood, and of the contrastive warm-up."""
    user = 3
    held_out, training = set(examples.positions.sequences[user][-2:].tolist()), set(examples.positions.sequences[user][:-2].tolist())
    if way == "one for each position":
        drawn = set(examples.negative(np.repeat(of_user(examples, user)[:1], 2000)).tolist())
    elif way == "several for a user":
        drawn = {row for _ in range(100) for row in examples.negatives(user, 19)}
    else:
        drawn = set(np.flatnonzero(~examples.known_among(of_user(examples, user)[:1], np.arange(50))[0]).tolist())
    assert held_out <= drawn and not training & drawn


def test_a_history_is_what_stands_before_its_target(examples):
    for example in range(len(examples.targets)):
        history = examples.positions.history(example)
        sequence = examples.positions.sequences[examples.positions.user[example]]
        assert sequence[len(history)] == examples.targets[example] and len(history) < len(sequence) - 2


def test_the_end_of_a_history_is_drawn_more_often(tmp_path):
    positions = load_positions(write_earlier_steps(tmp_path))
    left = np.array([len(positions.sequences[user]) - 3 for user in positions.user]) - positions.position
    alike, late = (left[Examples(positions, 50, 0, number).draw(4000)].mean() for number in (0, 2))
    assert abs(alike - left.mean()) < 0.2 and late < 0.8 * alike


def test_a_position_sums_a_table_over_its_own_history(tmp_path):
    positions = load_positions(write_earlier_steps(tmp_path))
    table = torch.rand(50, 3, generator=torch.Generator().manual_seed(0))
    summed = positions.summed(table)
    for example in (0, 7, len(summed) - 1):
        own = table[torch.from_numpy(positions.history(example)).long()].sum(0)
        assert torch.allclose(summed[example], own / own.norm(), atol=1e-5)
