"""The systems that read texts, on random files: each trains, ranks every candidate, and is the same when it comes back from its file."""

import dataclasses
import importlib.util
import json

import numpy as np
import pytest
import torch

from training.aligner import stage2
from training.baselines import ctrl, morec, recformer, registry, tallrec
from training.baselines.base_texts import base_texts
from training.baselines.settings import BACKBONES, TEXTUAL, TallRecTraining
from training.data import interactions
from training.evaluation.comparisons import ranks, systems, timing
from training.evaluation.variants import linear_stage1
from training.language_model import opt_folder
from training.recommender import systems as filters
from training.recommender.sasrec import SasRec
from training.tests.small_world import small_preset

needs_peft = pytest.mark.skipif(importlib.util.find_spec("peft") is None, reason="peft is not installed: training/requirements-tallrec.txt")
TINY_LORA = TallRecTraining(rank=2, alpha=4, steps=4, batch=8, warmup_steps=1, validate_steps=2, validate_users=6)


@pytest.mark.parametrize("name", TEXTUAL)
def test_a_system_comes_back_from_its_file_as_it_was(work, name, monkeypatch):
    system = registry.textual()[name]
    model, found = filters.trained(work, name, 0, system=system)
    users = ranks.Users(work, "test")
    scores = ranks.scorer(model)(users.histories)
    assert scores.shape == (24, 130) and np.isfinite(scores).all() and {"hit1", "ndcg10"} <= set(found["validation"])
    monkeypatch.setattr(registry.MODULES[name], "fit", lambda *_, **__: pytest.fail("trained again"))
    again, _ = filters.trained(work, name, 0, system=registry.textual()[name])
    assert np.allclose(ranks.scorer(again)(users.histories), scores, atol=1e-4)
    if name in BACKBONES:
        loaded = filters.load(work / "systems" / f"{name}-0.safetensors")  # by its file alone, as a backbone is
        assert loaded.architecture == name and np.allclose(ranks.scorer(loaded)(users.histories), scores, atol=1e-4)


def test_morecs_items_are_made_of_their_texts_alone(work):
    texts = np.load(work / "sbert-base-embeddings.npy") if (work / "sbert-base-embeddings.npy").exists() else base_texts(work).numpy()
    texts[7] = texts[3]
    np.save(work / "sbert-base-embeddings.npy", texts)
    model, _ = filters.trained(work, "morec", 0, system=registry.textual()["morec"])
    assert torch.allclose(model.items[7], model.items[3], atol=1e-6) and not torch.allclose(model.items[7], model.items[4], atol=1e-2)
    assert isinstance(model, SasRec)  # whatever runs SASRec runs it


def test_a_text_table_begins_near_what_it_is_given():
    torch.manual_seed(0)
    texts, wanted = torch.randn(50, 12), torch.randn(12, 6)
    table = morec.TextTable(texts, 6)
    table.start(texts @ wanted + 3)
    assert torch.allclose(table(torch.zeros(1, 6))[1:], texts @ wanted + 3, atol=0.3)


def test_ctrl_reads_the_latest_texts_and_none_of_the_future(monkeypatch):
    monkeypatch.setattr(ctrl, "READ", 2)
    texts = torch.cat([torch.zeros(1, 3), torch.eye(3)])
    found = ctrl.latest_texts(texts, torch.tensor([[0, 1, 2, 3]]))[0]
    assert torch.allclose(found, torch.tensor([[0, 0, 0], [1, 0, 0], [0.5, 0.5, 0], [0, 0.5, 0.5]]))


def test_recformer_reads_a_history_backwards_and_in_time(work):
    model = recformer.make(work, registry.TEXTUAL["recformer"])
    ids, places = model.batch([[3, 7], [5]])
    text = model.texts
    assert ids[0, : 1 + len(text[7]) + len(text[3])].tolist() == [model.begin, *text[7], *text[3]]
    assert places[0, : 1 + len(text[7]) + len(text[3])].tolist() == [0] * (1 + len(text[7])) + [1] * len(text[3])
    assert torch.allclose(model.eval().embed([[5]]), model.embed([[3, 7], [5]])[1:], atol=1e-5)  # padding changes nothing


def prompts_of(asked, history, candidates):
    start, ends = asked.parts(history, candidates)
    return [[*start, *end] for end in ends]


def test_tallrec_asks_of_each_candidate_by_itself(work):
    asked = tallrec.Asked(work, opt_folder.load_frozen(work).builder)
    alone, beside = prompts_of(asked, [1, 2, 3], [9])[0], prompts_of(asked, [1, 2, 3], [8, 9])[1]
    assert alone == beside and asked.yes != asked.no
    longest = prompts_of(asked, list(range(30)), [40])[0]
    assert longest == prompts_of(asked, list(range(20, 30)), [40])[0]


def test_tallrec_learns_from_training_parts_alone(work):
    histories = interactions.load_sequences(work)
    drawn = tallrec.Choices(histories, 130, 0, each=3).draw(600)
    for history, followed, others in drawn:
        owners = [whole[:-2].tolist() for whole in histories if whole[: len(history)].tolist() == history.tolist()]
        if len(history) > 2:  # enough to tell whose it is
            assert followed == owners[0][len(history) : len(history) + 3] and len(others) == len(followed) > 0
            assert not set(others) & set(owners[0])
    assert len(drawn) == 100 and {len(followed) for _, followed, _ in drawn} == {1, 2, 3}


def test_candidates_side_by_side_are_asked_of_as_each_by_itself(work):
    model, builder = opt_folder.load_frozen(work)
    asked, histories = tallrec.Asked(work, builder), interactions.load_sequences(work)
    candidates = np.load(work / "candidates.npz")["test"]
    once, alone = (tallrec.candidate_scores(model, asked, histories, candidates, "cpu", once=once) for once in (True, False))
    assert np.allclose(once, alone, atol=1e-4) and once.std() > 1e-3
    prompt = torch.tensor([prompts_of(asked, histories[3].tolist(), candidates[3].tolist())[7]])
    logits = model(input_ids=prompt).logits[0, -1]
    assert once[3, 7] == pytest.approx(float(logits[asked.yes] - logits[asked.no]), abs=1e-4)


@pytest.mark.skipif(importlib.util.find_spec("peft") is not None, reason="peft is installed")
def test_without_peft_tallrec_says_what_to_install(work):
    with pytest.raises(ValueError, match=r"requirements-tallrec\.txt"):
        tallrec.search(work, log=lambda line: None)


@needs_peft
def test_tallrec_comes_back_from_its_folder(work, monkeypatch):
    quiet = lambda line: None
    monkeypatch.setattr(tallrec, "settings", lambda work: TINY_LORA)
    tallrec.trained(work, 0, log=quiet)
    users = ranks.Users(work, "test")
    first = tallrec.scores(work, 0, users.histories, users.few)
    monkeypatch.setattr(tallrec, "fit", lambda *_: pytest.fail("trained again"))
    assert np.allclose(tallrec.scores(work, 0, users.histories, users.few), first, atol=1e-5) and first.shape == (24, 20)


@needs_peft
def test_an_interrupted_training_of_tallrec_goes_on_as_if_it_had_not_been(work, monkeypatch, tmp_path):
    monkeypatch.setattr(tallrec, "CHECKPOINT_MINUTES", 0.0)
    size = dataclasses.replace(TINY_LORA, steps=4, validate_steps=2, dropout=0.1)
    fit = lambda path: tallrec.fit(work, size, 0, log=lambda line: None, checkpoint_path=path)
    whole, whole_log = fit(None)
    draw, drawn = tallrec.Choices.draw, []

    def interrupted(self, count):
        drawn.append(count)
        if len(drawn) == 4:
            raise KeyboardInterrupt
        return draw(self, count)

    with monkeypatch.context() as patched:
        patched.setattr(tallrec.Choices, "draw", interrupted)
        with pytest.raises(KeyboardInterrupt):
            fit(tmp_path / "tallrec.pt")
    resumed, log = fit(tmp_path / "tallrec.pt")
    for name, value in whole.state_dict().items():
        assert torch.equal(resumed.state_dict()[name], value), name
    assert [{**entry, "minutes": 0} for entry in log] == [{**entry, "minutes": 0} for entry in whole_log]


@needs_peft
def test_tallrecs_search_keeps_the_best(work, monkeypatch):
    monkeypatch.setattr(tallrec, "TallRecTraining", lambda: TINY_LORA)
    monkeypatch.setattr(tallrec, "SEARCH_STEPS", 2)
    monkeypatch.setattr(tallrec, "GRID", (({"learning_rate": 1e-3}, {"learning_rate": 1e-2}), ({"rank": 4},)))
    trials = tallrec.search(work, log=lambda line: None)
    kept = [trial for trial in trials if trial["kept"]]
    assert len(trials) == 3 and len(kept) == 1 and kept[0]["hit1"] == max(trial["hit1"] for trial in trials)
    assert tallrec.settings(work) == dataclasses.replace(TINY_LORA, **kept[0]["changes"])
    monkeypatch.setattr(tallrec, "fit", lambda *_: pytest.fail("tried again"))
    assert tallrec.search(work, log=lambda line: None) == trials


@needs_peft
def test_times_are_measured_of_all_three(work, monkeypatch):
    monkeypatch.setattr(tallrec, "settings", lambda work: TINY_LORA)
    preset = small_preset()
    np.save(work / "sbert-embeddings.npy", np.random.default_rng(0).normal(size=(140, 12)).astype(np.float32))
    linear_stage1(work, preset, torch.from_numpy(np.load(work / "sbert-embeddings.npy")))
    stage2.run(work, preset, log=lambda line: None)
    found = timing.run(work, preset, limit=5, batch=2, log=lambda line: None)
    assert json.loads((work / "timing.json").read_text()) == found
    assert list(found["systems"]) == ["TALLRec", "TALLRec, a history read once", "A-LLMRec", "A-LLMRec_all"] and found["users"] == 5
    assert all(system["inference milliseconds per user"] > 0 for system in found["systems"].values())
    assert found["systems"]["A-LLMRec_all"]["training minutes"] is not None and found["systems"]["A-LLMRec"]["training minutes"] is None  # was not trained
    few = timing.run(work, preset, limit=2, batch=2, tallrec_steps=1, log=lambda line: None)
    assert few["systems"]["TALLRec"]["training minutes"] >= 0 and few["TALLRec's training"].startswith("1 steps were timed")


@needs_peft
def test_all_stand_in_one_table(work, monkeypatch, tmp_path):
    monkeypatch.setattr(tallrec, "settings", lambda work: TINY_LORA)
    made = systems.run(work, ["morec", "tallrec"], [0, 1], test=True, save=tmp_path / "results", log=lambda line: None)
    labels = {table["table"]: {row["label"] for row in table["rows"]} for table in made}
    assert {"MoRec", "TALLRec", "SASRec"} <= labels["systems"]
    assert "TALLRec" not in labels["systems-beyond"]  # it is asked of twenty candidates, not of the catalogue
