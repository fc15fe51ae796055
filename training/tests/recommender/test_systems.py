import dataclasses

import numpy as np
import pytest
import torch

from training import presets
from training.recommender import systems
from training.recommender.networks.ensemble import MEMBERS, Ensemble
from training.recommender.recommender import pad, save
from training.recommender.train_recommender import softmax_loss, train
from training.settings import RECOMMENDERS

ITEMS, LENGTH = 30, 8
SMALL = dataclasses.replace(
    presets.FIXTURE.sasrec, hidden=16, blocks=2, length=LENGTH, dropout=0.0, epochs=12, batch=8, negatives=20, learning_rate=1e-2, validate_epochs=4
)
every_system = pytest.mark.parametrize("name", systems.MODELS)


@pytest.fixture
def model(name):
    torch.manual_seed(0)
    return systems.make(name, ITEMS, dataclasses.replace(SMALL, dropout=0.3)).eval()


def test_every_system_has_settings_a_name_and_a_search():
    assert list(systems.MODELS) == list(systems.GRID)
    assert [*systems.MODELS, systems.ENSEMBLE] == list(systems.LABELS) == list(systems.filters()) == list(RECOMMENDERS)


def test_an_ensemble_weighs_its_members_alike_and_comes_back_from_its_file(tmp_path):
    torch.manual_seed(0)
    members = [systems.make(name, ITEMS, dataclasses.replace(SMALL, hidden=width)) for name, width in zip(MEMBERS, (16, 12))]
    with torch.no_grad():
        members[1].item_embedding *= 7.0
    histories = [np.arange(start, start + 6) for start in range(12)]
    model = Ensemble(members).balance(histories).eval()
    users = model.represent(histories)
    assert users.shape == (12, 28) and model.items.shape == (ITEMS, 28)
    parts = [users[:, :16] @ model.items[:, :16].T, users[:, 16:] @ model.items[:, 16:].T]
    for part, member in zip(parts, members):
        alone = member.scores(member.represent(histories), member.items)
        assert torch.equal(part.argsort(1), alone.argsort(1))  # no member's order changes
        assert abs(part.std(1).mean().item() - 1) < 1e-4
    assert torch.allclose(model.scores(users, model.items), parts[0] + parts[1], atol=1e-5)
    save(model, tmp_path / "sasrec.safetensors")
    found = systems.load(tmp_path / "sasrec.safetensors")
    assert isinstance(found, Ensemble) and torch.equal(found.represent(histories), users)


@every_system
def test_padding_and_the_past_beyond_the_length_change_nothing(model):
    assert torch.allclose(model.represent([np.arange(20)]), model.represent([np.arange(12, 20)]), atol=1e-6)
    items = torch.from_numpy(pad(np.array([3, 4]), LENGTH))[None]
    before = model(items)[:, -2:]
    with torch.no_grad():
        for table in (model.item_embedding, getattr(model, "history_embedding", model.item_embedding)):
            table[0] = 5.0
    assert torch.allclose(before, model(items)[:, -2:], atol=1e-6)


@every_system
def test_a_file_says_which_system_it_is_of(model, tmp_path):
    save(model, tmp_path / "sasrec.safetensors")
    found = systems.load(tmp_path / "sasrec.safetensors")
    assert type(found) is type(model) and found.length == model.length
    assert torch.equal(found.represent([np.arange(6)]), model.represent([np.arange(6)]))


@every_system
def test_no_position_sees_the_future(model):
    a, b = torch.arange(1, LENGTH + 1)[None], torch.tensor([[1, 2, 3, 4, 5, 6, 17, 18]])
    assert torch.allclose(model(a)[:, :6], model(b)[:, :6], atol=1e-6)
    assert not torch.allclose(model(a)[:, 6:], model(b)[:, 6:], atol=1e-3)


@every_system
def test_only_ncf_forgets_the_order(model, name):
    there, back = model.represent([np.arange(6)]), model.represent([np.arange(6)[::-1].copy()])
    assert torch.allclose(there, back, atol=1e-6) == (name == "ncf")


@every_system
def test_pairs_have_the_scores_of_the_whole_table(model):
    users, candidates = model.represent([np.arange(4), np.arange(9, 14)]), np.array([[3, 29, 0], [7, 8, 9]])
    with torch.no_grad():
        scores = model.scores(users, model.items).numpy()
    assert scores.shape == (2, ITEMS)
    assert np.allclose(model.candidate_scores(users, candidates), np.take_along_axis(scores, candidates, 1), atol=1e-5)


@pytest.mark.parametrize("name", ["sasrec", "ncf"])
def test_the_loss_is_a_softmax_over_the_target_and_the_negatives(model, name):
    piece = torch.from_numpy(np.stack([pad(np.array([3, 4, 5, 6]), LENGTH + 1)]))
    with torch.no_grad():
        found = softmax_loss(model, piece, ITEMS)  # every item is drawn: the full softmax
        users = model(piece[:, :-1])[0, -3:]
        expected = torch.nn.functional.cross_entropy(model.scores(users, model.items), torch.tensor([4, 5, 6]))
    assert torch.allclose(found, expected, atol=1e-5)


def worlds(users=60):
    """Users go up the items of one of three ranges one by one, and validate by the item after that."""
    histories = [10 * (user % 3) + (np.arange(8) + user) % 10 for user in range(users)]
    rng = np.random.default_rng(0)
    return histories, np.array([[history[-2], *rng.choice(np.setdiff1d(np.arange(ITEMS), history), 9, replace=False)] for history in histories])


@every_system
def test_every_system_learns(name):
    histories, candidates = worlds()
    torch.manual_seed(0)
    model = systems.make(name, ITEMS, SMALL)
    log = train(model, histories, candidates, SMALL, seed=0, name=name)
    assert max(entry["hit1"] for entry in log) > (0.6 if name == "ncf" else 0.9)  # without the order, two of the ten are as likely


@every_system
def test_no_held_out_item_is_known_to_training(name):
    """Other validation and test items, the same weights."""
    histories, candidates = worlds(12)
    others = [np.concatenate([history[:-2], np.setdiff1d(np.arange(ITEMS), history)[:2]]) for history in histories]
    weights = []
    for given in (histories, others):
        torch.manual_seed(0)
        model = systems.make(name, ITEMS, SMALL)
        train(model, given, candidates, dataclasses.replace(SMALL, epochs=2, validate_epochs=1), seed=0, name=name)
        weights.append(model.state_dict())
    assert all(torch.equal(weights[0][part], weights[1][part]) for part in weights[0])


def test_training_ends_early_where_validation_gets_no_better():
    histories, candidates = worlds(12)
    torch.manual_seed(0)
    model = systems.make("gru4rec", ITEMS, SMALL)
    size = dataclasses.replace(SMALL, epochs=40, validate_epochs=1, learning_rate=0.0)
    assert len(train(model, histories, candidates, size, seed=0, patience=3)) == 4
