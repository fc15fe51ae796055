"""Variants change what they say and leave the run's files alone."""

import json

import numpy as np
import torch

from training.aligner import joint_space
from training.aligner.inputs import load_inputs
from training.evaluation import run_variants, variants
from training.presets import FIXTURE
from training.prompts.prompt import PromptBuilder, template_of
from training.tests.small_world import write_earlier_steps


def prepared(tmp_path, name):
    work = write_earlier_steps(tmp_path / "work")
    folder = work / "variants" / name
    folder.mkdir(parents=True)
    for linked in run_variants.LINKED:
        if (work / linked).exists():
            (folder / linked).symlink_to(work / linked)
    variant = next(variant for variant in variants.VARIANTS if variant.name == name)
    before = {path.name: path.read_bytes() for path in work.iterdir() if path.is_file()}
    variant.prepare(work, folder, FIXTURE)
    assert before == {path.name: path.read_bytes() for path in work.iterdir() if path.name in before}
    return work, folder


def test_mlp_llm_projects_sasrecs_embeddings(tmp_path):
    _, folder = prepared(tmp_path, "mlp-llm")
    inputs = load_inputs(folder)
    assert torch.equal(inputs.joint_embeddings("a-llmrec")[: inputs.warm], inputs.item_embedding)


def test_random_joint_embeddings_have_the_joint_width(tmp_path):
    _, folder = prepared(tmp_path, "random-joint")
    assert load_inputs(folder).joint_item.shape == (50, FIXTURE.stage1.joint)


def test_prompts_without_a_kind_of_soft_token(tmp_path):
    for name, kinds in (("without-user", {"history", "candidate"}), ("without-joint", {"user"})):
        _, folder = prepared(tmp_path / name, name)
        builder = PromptBuilder(lambda text: [ord(c) for c in text], template=template_of(folder))
        assert {slot.kind for slot in builder.build("recommend", [[5]], [[6], [7]]).slots} == kinds


def test_last_positions_are_one_a_user_before_validation(tmp_path):
    work, folder = prepared_with_sasrec(tmp_path)
    stored = np.load(folder / "user-representations.npz")
    histories = variants.interactions.load_sequences(work)
    assert all(position == len(histories[user]) - 3 for user, position in zip(stored["user"], stored["position"]))
    assert len(set(stored["user"].tolist())) == len(stored["user"])


def prepared_with_sasrec(tmp_path):
    """small_world's SASRec is an embedding only; this one can read histories."""
    work = write_earlier_steps(tmp_path / "work")
    torch.manual_seed(0)
    variants.recommender.save(variants.sasrec.SasRec(50, 8, 1, 10), work / "sasrec.safetensors")
    folder = work / "variants" / "last-only"
    folder.mkdir(parents=True)
    variants.last_positions(work, folder, FIXTURE)
    return work, folder


def test_an_ablated_loss_is_left_out_of_the_sum(tmp_path):
    model = joint_space.Stage1(4, 6, 8)
    torch.manual_seed(0)
    arguments = (model, torch.randn(3, 4), torch.randn(3, 4), torch.randn(3, 4), torch.randn(6, 6), 0.5, 0.5)
    whole, parts = joint_space.losses(*arguments)
    without, _ = joint_space.losses(*arguments, ("match", "text"))
    assert abs(whole.item() - without.item() - parts["match"] - parts["text"]) < 1e-5


def test_variants_are_compared_on_the_same_users(tmp_path):
    orders = np.tile(np.arange(3), (4, 1))
    hit, miss = [3.0, 2.0, 1.0], [1.0, 2.0, 3.0]
    for name, scores in (
        ("full", {"a-llmrec": [hit, hit, hit, miss]}),
        ("few-shot-128", {"a-llmrec": [hit] * 4, "sasrec": [hit, hit, miss, miss]}),
        ("mlp-llm", {"a-llmrec": [hit, miss, miss, miss]}),
    ):
        folder = tmp_path / "variants" / name
        folder.mkdir(parents=True)
        np.savez(folder / "scores.npz", orders=orders, **{system: np.array(rows) for system, rows in scores.items()})
        (folder / "variant.json").write_text(json.dumps({"test": {system: {} for system in scores}}))
    run_variants.compare(tmp_path, FIXTURE)
    difference = lambda name, system: json.loads((tmp_path / "variants" / name / "variant.json").read_text())["test"][system].get("difference")
    assert difference("mlp-llm", "a-llmrec")["value"] == -0.5 and difference("full", "a-llmrec") is None
    assert difference("few-shot-128", "a-llmrec")["value"] == 0.5 and difference("few-shot-128", "sasrec") is None
    low, high = difference("mlp-llm", "a-llmrec")["interval"]
    assert low <= -0.5 <= high


def test_every_variant_has_a_name_of_its_own():
    names = [variant.name for variant in variants.VARIANTS]
    assert len(set(names)) == len(names) and json.dumps(names)
