import dataclasses

import numpy as np
import pytest
import torch

from training import presets
from training.aligner.examples import Examples
from training.aligner.inputs import load_inputs
from training.aligner.likelihood import likelihood
from training.aligner.projections import Aligner, latest
from training.language_model import opt_mini
from training.language_model.ranking import rank
from training.prompts.catalogue_prompts import CataloguePrompts, soft_tokens
from training.prompts.prompt import PromptBuilder
from training.settings import LanguageModel
from training.tests.small_world import encode, write_earlier_steps


def test_the_likelihood_is_the_rankings(tmp_path, monkeypatch):
    monkeypatch.setattr(opt_mini, "FAST_BF16", False)  # the ranking is in f32
    inputs = load_inputs(write_earlier_steps(tmp_path))
    model, basis = opt_mini.create(LanguageModel(512, 64, 2, 32, 1024), 0)
    aligner = Aligner(inputs.training.x.shape[1], inputs.joint_item.shape[1], 64)
    prompts, joint = CataloguePrompts(PromptBuilder(encode), inputs.titles, inputs.years), inputs.joint_embeddings("a-llmrec")
    numbers = dataclasses.replace(presets.FIXTURE.stage2, batch=1, text_share=0.0, likelihood_temperature=1.0, candidates=6)
    with torch.no_grad():
        loss, _ = likelihood(model, aligner, inputs, joint, prompts, Examples(inputs.training, inputs.warm, 3), numbers, basis, "cpu")
        again = Examples(inputs.training, inputs.warm, 3)  # draws the same
        example = int(again.draw(1)[0])
        candidates = again.negatives(inputs.training.user[example], 5)
        place = int(again.rng.integers(0, 6))
        candidates.insert(place, int(again.targets[example]))
        prompt, answers, used = prompts.recommend(inputs.training.history(example).tolist(), candidates)
        items = aligner.item_projection(joint)
        token = aligner.user_tokens(inputs.training.x[example][None], items, latest([used], prompts.history_length))[0]
        scores = rank(model, [prompt], [soft_tokens(prompt, token, items, used, candidates)], [answers])[0]
    assert loss.item() == pytest.approx(-scores[place].item(), abs=1e-4)


def test_an_equal_popularity_adjusts_nothing_and_another_does(tmp_path, monkeypatch):
    monkeypatch.setattr(opt_mini, "FAST_BF16", False)
    inputs = load_inputs(write_earlier_steps(tmp_path))
    model, basis = opt_mini.create(LanguageModel(512, 64, 2, 32, 1024), 0)
    aligner = Aligner(inputs.training.x.shape[1], inputs.joint_item.shape[1], 64)
    prompts, numbers = (
        CataloguePrompts(PromptBuilder(encode), inputs.titles, inputs.years),
        dataclasses.replace(presets.FIXTURE.stage2, batch=2, text_share=0.0),
    )

    def losses(popularity, adjustment):
        inputs.popularity = popularity
        adjusted = dataclasses.replace(numbers, logit_adjustment=adjustment)
        with torch.no_grad():
            return torch.stack(
                likelihood(model, aligner, inputs, inputs.joint_item, prompts, Examples(inputs.training, inputs.warm, 3), adjusted, basis, "cpu")
            )

    given = inputs.popularity
    plain = losses(given, 0.0)
    assert torch.allclose(losses(np.full_like(given, 7), 0.3), plain, atol=1e-4)
    assert not torch.allclose(losses(given, 0.3), plain, atol=1e-2)
