import numpy as np
import torch

from training.aligner import tastes

FILMS = 60


def facts():
    columns = {kind: [[] for _ in range(FILMS)] for kind in ("franchises", "directors", "countries", "subgenres")}
    for place, row in enumerate((7, 3, 5), 1):
        columns["franchises"][row] = [0, place]
    for row in range(20, 30):
        columns["directors"][row] = [4]
    for row in range(FILMS):
        columns["countries"][row] = [0]
    return columns


def groups():
    return tastes.groups_of(facts(), [[0]] * FILMS, [2001] * 25 + [0] * 35)


def test_groups_share_a_fact_and_a_series_keeps_its_order():
    found = groups()
    assert [group.tolist() for group in found["franchises"]] == [[7, 3, 5]]
    assert [group.tolist() for group in found["directors"]] == [list(range(20, 30))]
    assert not found["countries"], "the whole catalogue is no taste"
    assert not found["decades"], "neither are the years of a third of it"


def test_a_history_is_followed_by_another_of_its_group():
    drawn = tastes.draw(groups(), np.arange(FILMS), 26, lambda histories: torch.tensor([[float(max(history, default=-1))] for history in histories]), 200, 0)
    assert drawn and len(drawn.histories) == len(drawn.targets) == len(drawn.x) == 200
    for number, history in enumerate(drawn.histories):
        assert drawn.targets[number] not in history
        assert drawn.alike(np.array([number]), np.array([drawn.targets[number], *history])).all(), "nothing of the group is a negative"
    series = [(history.tolist(), target) for history, target in zip(drawn.histories, drawn.targets) if target in (3, 5, 7)]
    assert {target for _, target in series} == {3, 5} and all(history[-1] == {3: 7, 5: 3}[target] for history, target in series)
    assert drawn.x.max() < 26, "the recommender reads what it knows"
    watched = drawn.watched(np.array([0, 1]), 4)
    assert watched.shape == (2, 4) and watched[0, -1] == drawn.histories[0][-1]


def test_without_groups_there_are_none():
    empty = {kind: [] for kind in tastes.KINDS}
    assert tastes.draw(empty, np.arange(FILMS), 26, lambda histories: torch.zeros(len(histories), 1), 10, 0) is None
