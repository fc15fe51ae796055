"""The collaborative filters' comparison, on random files: what is ranked among what, and that nothing is trained twice."""

import dataclasses
import json

import numpy as np
import pytest

from training.command_line import PACKAGE
from training.data import interactions, protocol
from training.evaluation.comparisons import ranks as systems
from training.evaluation.comparisons import systems as run_systems
from training.evaluation.comparisons import tables
from training.recommender import sasrec, train_sasrec
from training.recommender import systems as filters
from training.settings import RECOMMENDERS, RecommenderTraining
from training.tests.small_world import small_preset, write_earlier_steps


@pytest.fixture
def work(tmp_path, monkeypatch):
    """With 130 warm items, of which every user has met a few, and a SASRec."""
    work = write_earlier_steps(tmp_path / "work", warm=130)
    small = RecommenderTraining(hidden=8, length=8, epochs=2, validate_epochs=1, negatives=64)
    monkeypatch.setattr(filters, "RECOMMENDERS", dict.fromkeys(RECOMMENDERS, small))
    preset = small_preset()
    train_sasrec.run(work, dataclasses.replace(preset, sasrec=dataclasses.replace(preset.sasrec, epochs=1)), seed=0)
    return work


def test_the_catalogue_is_ranked_without_what_was_met():
    rng = np.random.default_rng(0)
    scores = rng.integers(0, 12, (6, 30)).astype(float)  # with ties, which count against the target
    histories = [rng.permutation(30)[:7] for _ in range(6)]
    targets = np.array([np.setdiff1d(np.arange(30), history)[user] for user, history in enumerate(histories)])
    for user, rank in enumerate(systems.catalogue_ranks(scores, targets, histories)):
        others = np.setdiff1d(np.arange(30), [*histories[user], targets[user]])
        assert rank == 1 + (scores[user, others] >= scores[user, targets[user]]).sum()


def test_candidates_are_those_of_the_run_and_were_never_met(work):
    users = systems.Users(work, "test")
    sequences = interactions.load_sequences(work)
    assert (users.few == np.load(work / "candidates.npz")["test"]).all() and users.many.shape == (len(sequences), 100)
    for sequence, candidates, known in zip(sequences, users.many, users.histories):
        assert candidates[0] == sequence[-1] and len(set(candidates)) == 100
        assert not set(candidates[1:]) & set(sequence.tolist()) and sequence[-1] not in known


def test_a_shuffled_history_keeps_what_is_read(work):
    users = systems.Users(work, "test")
    mixed = users.shuffled(5)
    assert all(sorted(a) == sorted(b[-5:]) for a, b in zip(mixed, users.histories))
    assert any((a != b[-5:]).any() for a, b in zip(mixed, users.histories))


def test_a_system_that_knows_the_target_is_first_everywhere(work):
    users = systems.Users(work, "test")
    target = {tuple(history): row for history, row in zip(users.histories, users.targets)}
    oracle = lambda histories: np.stack([np.arange(users.items) == target.get(tuple(history), 0) for history in histories]).astype(float)
    ranks = systems.rank(users, oracle, 100)
    assert all((ranks[kind] == 1).all() for kind in ("few", "many", "catalogue"))


def test_the_tables_are_written_and_nothing_is_trained_twice(work, tmp_path, monkeypatch):
    quiet = lambda line: None
    assert run_systems.run(work, ["gru4rec", "ncf"], [0, 1], log=quiet) == []
    monkeypatch.setattr(filters, "fit", lambda *_: pytest.fail("trained again"))
    made = run_systems.run(work, ["gru4rec", "ncf"], [0, 1], test=True, save=tmp_path / "results", log=quiet)
    assert [json.loads((tmp_path / "results" / f"{table['table']}.json").read_text()) for table in made] == made
    rows = {(row["group"], row["label"]): row for table in made for row in table["rows"]}
    gru = rows["all users", "GRU4Rec"]
    assert gru["users"] == 24 and gru["value"] == pytest.approx(np.mean(gru["seeds"]), abs=1e-4) and len(gru["seeds"]) == 2
    assert "difference" not in rows["all users", "SASRec"] and "seeds" not in rows["all users", "SASRec"]
    assert rows["all users", "NCF"]["value"] == rows["Hit@1 among 19 others, what is read of the history shuffled", "NCF"]["value"]  # it forgets the order
    whole = [rows[f"HR@{most}, the whole catalogue", "GRU4Rec"]["value"] for most in (1, 5, 10, 20)]
    assert whole == sorted(whole)


def test_a_system_is_added_to_the_tables_of_an_earlier_run(work, tmp_path):
    run = lambda names, **more: run_systems.run(work, names, [0], test=True, save=tmp_path, log=lambda line: None, **more)
    first = run(["ncf"])
    both = run(["gru4rec"], add=True)
    for alone, joined in zip(first, both):
        assert [row for row in joined["rows"] if row["label"] != "GRU4Rec"] == alone["rows"]
    assert [row["label"] for row in both[0]["rows"]][:5] == ["SASRec", "GRU4Rec", "NCF", "EASE", "Most popular"]
    assert "--only ncf " in both[0]["command"] and "--only gru4rec " in both[0]["command"]
    assert run(["gru4rec"])[0]["rows"] != both[0]["rows"]
    other = json.loads((tmp_path / "systems.json").read_text())
    other["rows"][0]["value"] += 0.01
    (tmp_path / "systems.json").write_text(json.dumps(other))
    with pytest.raises(ValueError, match="of another run"):
        run(["gru4rec"], add=True)


def test_drawn_users_are_ranked_as_they_are_among_all(work):
    everyone, some = systems.Users(work, "test"), systems.Users(work, "test", 7)
    assert len(some.numbers) == 7 and some.numbers.tolist() == sorted(set(some.numbers.tolist())) and (some.counts == everyone.counts).all()
    whole, drawn = (systems.rank_run(work, users) for users in (everyone, some))
    assert all((drawn[kind] == whole[kind][some.numbers]).all() for kind in ("few", "many", "catalogue"))


def engine_row(label, value, users=24, group=None):
    return {"label": label, "users": users, "value": value, "interval": [0, 1], "paper": 0.5, **({"group": group} if group else {})}


def test_the_engines_rows_stand_beside_the_others_where_sasrec_is_the_same(work, tmp_path):
    run = lambda: run_systems.run(work, ["ncf"], [0], test=True, save=tmp_path, log=lambda line: None)
    alone = {row["group"]: row["value"] for row in run()[0]["rows"] if row["label"] == "SASRec"}
    warm = next(group for group in alone if group.startswith("warm"))
    overall = [engine_row("A-LLMRec", 0.9), engine_row("SASRec", alone["all users"] + 4e-5), engine_row("LLM-Only", 0.1), engine_row("Most popular", 0.2)]
    other = [engine_row("A-LLMRec", 0.8, 3, warm), engine_row("SASRec", 0.987, 3, warm)]  # of other users
    for table, rows in (("overall", overall), ("cold-warm", other)):
        (tmp_path / f"{table}.json").write_text(json.dumps({"rows": rows, "command": f"npm run evaluate -- --table {table}"}))
    for _ in range(2):  # again over what was written
        made = run()[0]
        labels = [row["label"] for row in made["rows"] if row["group"] == "all users"]
        assert labels == ["A-LLMRec", "SASRec", "NCF", "EASE", "Most popular", "LLM-Only"]
        assert "A-LLMRec" not in [row["label"] for row in made["rows"] if row["group"] == warm]
        assert made["rows"][0] == {key: value for key, value in engine_row("A-LLMRec", 0.9, group="all users").items() if key != "paper"}
        assert "--table overall" in made["note"] and "--table cold-warm" not in made["note"]


def test_settings_of_another_domains_search_are_taken(work, tmp_path):
    other = write_earlier_steps(tmp_path / "other", warm=130)
    with pytest.raises(ValueError, match="no finished search for ncf"):
        run_systems.run(work, ["ncf"], [0], settings_of=other, log=lambda line: None)
    filters.keep_trials(other, "ncf", [{"changes": {"dropout": 0.4}, "hit1": 0.5, "kept": True}, {"changes": {}, "hit1": 0.4, "kept": False}])
    made = run_systems.run(work, ["ncf"], [0], settings_of=other, test=True, log=lambda line: None)
    assert json.loads((work / "systems/ncf-0.json").read_text())["settings"]["dropout"] == 0.4
    assert "NCF: (settings of the search on movies)" in made[0]["note"]


def test_popularity_is_ranked_as_in_the_other_tables(work):
    users = systems.Users(work, "test")
    orders = np.stack([protocol.candidate_order(user, 20) for user in range(len(users.targets))])
    expected = protocol.ranks(users.counts[users.few].astype(float), orders)
    assert (systems.rank(users, systems.popularity(users.counts), 50)["few"] == expected).all()


def test_ease_solves_its_own_equation():
    """Least squares of a multi-hot history by the others, ridge, zero diagonal: no other matrix of that kind has a smaller loss."""
    rng = np.random.default_rng(0)
    histories = [rng.permutation(12)[: rng.integers(3, 8)] for _ in range(40)]
    met = systems.multi_hot(histories, 12).toarray()
    between = systems.ease(histories, 12, 5.0)([np.array([item]) for item in range(12)])
    loss = lambda weights: ((met - met @ weights) ** 2).sum() + 5.0 * (weights**2).sum()
    assert np.allclose(np.diag(between), 0)
    for _ in range(20):
        change = 0.02 * rng.normal(size=(12, 12))
        np.fill_diagonal(change, 0)
        assert loss(between) < loss(between + change)


def test_a_search_keeps_the_best_and_is_gone_on_with(work, monkeypatch):
    monkeypatch.setattr(filters, "SEARCH_EPOCHS", 1)
    monkeypatch.setattr(filters, "GRID", {**filters.GRID, "gru4rec": (({"learning_rate": 1e-3}, {"learning_rate": 1e-2}), ({"dropout": 0.5},))})
    trials = filters.search(work, "gru4rec", log=lambda line: None)
    short, whole = trials[:3], trials[3:]
    assert [trial["changes"].get("dropout") for trial in short] == [None, None, 0.5]
    epochs = filters.first_settings(work, filters.filters()["gru4rec"]).epochs
    best = max(short, key=lambda trial: trial["hit1"])["changes"]
    assert [trial["changes"] for trial in whole] == [{"epochs": epochs}, {**best, "epochs": epochs}]  # what it began with has its chance at whole length
    assert [trial for trial in trials if trial["kept"]] == [max(whole, key=lambda trial: trial["hit1"])]
    monkeypatch.setattr(filters, "fit", lambda *_: pytest.fail("tried again"))
    assert filters.search(work, "gru4rec", log=lambda line: None) == trials


def test_the_runs_sasrec_can_begin_as_the_systems_do(work):
    preset, size = small_preset(), dataclasses.asdict(filters.RECOMMENDERS["sasrec"])
    train_sasrec.run(work, dataclasses.replace(preset, sasrec=dataclasses.replace(preset.sasrec, co_occurrence=True, **size)), seed=0)
    assert (sasrec.load(work / "sasrec.safetensors").items == filters.trained(work, "sasrec", 0)[0].items).all()


def test_the_best_training_of_a_search_is_not_made_again(work, monkeypatch):
    monkeypatch.setattr(filters, "SEARCH_EPOCHS", 1)
    monkeypatch.setattr(filters, "GRID", {**filters.GRID, "gru4rec": (({"learning_rate": 1e-3},),)})
    kept = next(trial for trial in filters.search(work, "gru4rec", log=lambda line: None) if trial["kept"])
    monkeypatch.setattr(filters, "fit", lambda *_: pytest.fail("trained again"))
    _, found = filters.trained(work, "gru4rec", 0)
    assert found["settings"]["epochs"] == kept["changes"]["epochs"] and found["validation"]["hit1"] == kept["hit1"]


def test_a_system_is_trained_anew_when_its_settings_change(work, monkeypatch):
    size = filters.RECOMMENDERS["ncf"]
    filters.trained(work, "ncf", 0)
    model, found = filters.trained(work, "ncf", 0, size=dataclasses.replace(size, hidden=12))
    assert model.items.shape == (130, 12) and found["settings"]["hidden"] == 12


@pytest.mark.parametrize("folder", sorted((PACKAGE.parent / "docs").glob("results*")), ids=lambda folder: folder.name)
def test_the_saved_tables_have_the_engines_numbers_of_today(folder):
    for name in ("systems", "systems-beyond"):
        saved = tables.read(folder, name)
        if saved:
            assert tables.with_engine([saved], folder)[0]["rows"] == saved["rows"], f"{name}.json: measure the systems again with --save {folder.name}"
