import dataclasses

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from training import presets
from training.aligner.examples import Examples
from training.aligner.inputs import load_inputs
from training.aligner.projections import latest
from training.aligner.stage2 import start
from training.aligner.subspace import compare, strays, subspace
from training.aligner.warm_up import contrastive, either
from training.language_model import opt_mini
from training.language_model.opt_folder import BASIS_FILE
from training.prompts.prompt import PromptBuilder
from training.settings import LanguageModel
from training.tests.small_world import encode, write_earlier_steps


def test_a_batch_reads_one_encoder():
    item, text, rng = torch.zeros(4, 3), torch.ones(4, 3), np.random.default_rng(0)
    drawn = [float(either(item, text, 0.3, rng).mean()) for _ in range(1000)]
    assert set(drawn) == {0.0, 1.0} and 0.25 < np.mean(drawn) < 0.35
    assert either(item, text, 0.0, rng) is item


def test_the_warm_up_with_logit_adjustment_favours_popular_items_less(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    rng = np.random.default_rng(0)
    wanted = rng.choice(inputs.warm, len(inputs.training.user), p=np.arange(1, inputs.warm + 1) / np.arange(1, inputs.warm + 1).sum())
    inputs.popularity[: inputs.warm] = np.bincount(wanted, minlength=inputs.warm)

    def favour(adjustment):
        numbers = dataclasses.replace(presets.FIXTURE.stage2, contrastive_steps=150, text_share=0.0, contrastive_dropout=0.0, logit_adjustment=adjustment)
        examples = Examples(inputs.training, inputs.warm, 0)
        examples.targets = wanted
        aligner = start(inputs, examples, None, 32, 1.0, numbers, 0)
        contrastive(aligner, inputs, examples, numbers, None, 10, "cpu", lambda line: None)
        with torch.no_grad():
            items = compare(aligner.item_projection(inputs.joint_embeddings("a-llmrec")), None)[: inputs.warm]
            tokens = compare(aligner.user_tokens(inputs.users["validation"], items, latest(inputs.histories("validation"), 10)), None)
        return np.corrcoef((tokens @ items.T).mean(0).numpy(), np.log1p(inputs.popularity[: inputs.warm]))[0, 1]

    assert favour(1.0) < favour(0.0)


def test_without_genre_facts_items_keep_their_length_and_the_users_subspace(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    inputs.genres = [()] * len(inputs.titles)
    model, basis = opt_mini.create(LanguageModel(512, 64, 2, 32, 1024), 0)
    save_file({"basis": basis.contiguous()}, str(tmp_path / BASIS_FILE))
    known = subspace(model, PromptBuilder(encode), inputs, tmp_path)
    numbers, examples = dataclasses.replace(presets.FIXTURE.stage2, contrastive_steps=60), Examples(inputs.training, inputs.warm, 0)
    aligner = start(inputs, examples, known, 64, 1.0, numbers, 0)
    length = aligner.item_projection.scale.item()
    contrastive(aligner, inputs, examples, numbers, known, 10, "cpu", lambda line: None)
    items = aligner.item_projection(inputs.joint_embeddings("a-llmrec"))
    assert aligner.item_projection.scale.item() == pytest.approx(length, rel=0.05)
    assert (items - items @ basis.T @ basis).norm() < 1e-4


def test_a_users_token_learns_the_genres_of_all_that_was_watched(tmp_path):
    inputs = load_inputs(write_earlier_steps(tmp_path))
    inputs.genres = [("drama",) if row % 2 else ("comedy",) for row in range(len(inputs.titles))]
    model, basis = opt_mini.create(LanguageModel(512, 64, 2, 32, 1024), 0)
    save_file({"basis": basis.contiguous()}, str(tmp_path / BASIS_FILE))
    known = subspace(model, PromptBuilder(encode), inputs, tmp_path)

    def astray(pull: float) -> float:
        numbers = dataclasses.replace(presets.FIXTURE.stage2, contrastive_steps=150, user_genre_pull=pull, contrastive_dropout=0.0)
        examples = Examples(inputs.training, inputs.warm, 0)
        aligner = start(inputs, examples, known, 64, 1.0, numbers, 0)
        contrastive(aligner, inputs, examples, numbers, known, 10, "cpu", lambda line: None)
        with torch.no_grad():
            items = aligner.item_projection(inputs.joint_embeddings("a-llmrec"))
            watched = examples.histories(np.arange(len(inputs.training.user)), 10)
            return strays(aligner.user_tokens(inputs.training.x, items, watched), inputs.training.summed(known.films), known).item()

    assert astray(1.0) < 0.5 * astray(0.0)
