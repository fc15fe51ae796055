"""The numbers of a training run in four sizes.

tiny: two CPU cores, under an hour and a half in all; the bundle in public/models/ is of its size.
tiny-gpu: the same model, pre-trained on one GPU in a quarter of an hour on a hundred times as much. base: one GPU, under half an hour. fixture: a minute on any CPU, for tests; its metrics mean nothing.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Mapping

from .settings import Corpus, Evaluation, FurtherStage2, LanguageModel, Preset, Pretraining, SasRecTraining, Sequences, Stage1Training, Stage2

NO_FURTHER_STAGE2 = FurtherStage2(contrastive_steps=0, steps=0)

TINY = Preset()

# Of a step of tiny, nine times the retrieval, four times the text and five times the sentences; f32, since a model of this size is not bound by its products.
GPU_STEP: dict[str, Any] = {
    "retrieval_batches": 3,
    "retrieval_batch": 24,
    "text_batch": 16,
    "genre_batch": 96,
    "genre_films": 4000,
    "sentence_batch": 96,
    "settles_from": 1.0,
    "half": False,
    "checkpoint_minutes": 1.0,
    "log_steps": 100,
}

TINY_GPU = dataclasses.replace(
    TINY,
    name="tiny-gpu",
    stage2=dataclasses.replace(TINY.stage2, steps=0),  # the likelihood cost the cosines more than the answers gained (docs/METHOD.md)
    pretraining=dataclasses.replace(TINY.pretraining, steps=24_000, learning_rate=1e-3, warmup_steps=500, decay_from=0.6, order_weight=0.25, **GPU_STEP),
    further_pretraining=dataclasses.replace(TINY.further_pretraining, steps=24_000, learning_rate=8e-4, warmup_steps=300, decay_from=0.3, **GPU_STEP),
)

BASE = Preset(
    name="base",
    language_model=LanguageModel(vocab=16384, hidden=512, layers=8, head_size=64),
    corpus=Corpus(
        characters={
            "reviews": 65_000_000,
            "dialogues": 9_500_000,
            "encyclopedia": 56_000_000,
            "news": 30_000_000,
            "books": 12_000_000,
        },
        fact_passes=4,
        tokenizer_characters=40_000_000,
    ),
    pretraining=Pretraining(
        steps=12_000,
        learning_rate=6e-4,
        warmup_steps=400,
        retrieval_batches=1,
        retrieval_batch=32,
        text_batch=24,
        text_length=512,
        genre_batch=16,
        sentence_batch=32,
        genre_films=8000,
    ),
    sequences=Sequences(users=None),
    stage1=Stage1Training(steps=4000, batch=64, sbert_learning_rate=5e-5),
    stage2=Stage2(steps=4000, batch=32, validate_users=1000),
    further_stage2=NO_FURTHER_STAGE2,
    evaluation=Evaluation(batch=32),
)

FIXTURE = Preset(
    name="fixture",
    language_model=LanguageModel(vocab=512, hidden=64, layers=2, head_size=32),
    corpus=Corpus(
        characters={"reviews": 100_000, "dialogues": 50_000},
        extracts=100,
        fact_passes=1,
        tokenizer_characters=200_000,
        title_weight=1,
    ),
    pretraining=Pretraining(
        steps=20,
        warmup_steps=5,
        retrieval_batches=1,
        retrieval_batch=4,
        extra_queries=4,
        text_batch=2,
        text_length=64,
        genre_batch=2,
        sentence_batch=2,
        log_steps=5,
    ),
    further_pretraining=Pretraining(
        steps=5,
        warmup_steps=2,
        retrieval_batches=1,
        retrieval_batch=4,
        extra_queries=4,
        text_batch=2,
        text_length=64,
        genre_batch=2,
        sentence_batch=2,
        log_steps=5,
        curriculum=False,
    ),
    sasrec=SasRecTraining(epochs=15, batch=32, negatives=64, learning_rate=5e-3, dropout=0.1, validate_epochs=5, examples_per_user=8),
    stage1=Stage1Training(warmup_steps=200, warmup_batch=64, steps=15, batch=8),
    stage2=Stage2(
        steps=10,
        batch=4,
        warmup_steps=2,
        contrastive_steps=20,
        contrastive_batch=64,
        taste_histories=200,
        taste_batch=16,
        taste_negatives=32,
        validate_steps=10,
        validate_users=20,
    ),
    further_stage2=FurtherStage2(contrastive_steps=10, steps=4, validate_steps=2),
    evaluation=Evaluation(bootstrap=200),
)

PRESETS = {preset.name: preset for preset in (TINY, TINY_GPU, BASE, FIXTURE)}


def find(name: str) -> Preset:
    if name not in PRESETS:
        raise ValueError(f'There is no preset "{name}": choose one of {", ".join(PRESETS)}.')
    return PRESETS[name]


def of_domain(preset: Preset, settings: Mapping[str, Mapping[str, Any]]) -> Preset:
    """The preset with a domain's own numbers (domains.py) in its parts."""
    return dataclasses.replace(preset, **{part: dataclasses.replace(getattr(preset, part), **numbers) for part, numbers in settings.items()})
