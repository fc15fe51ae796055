"""Numbers of the systems that read texts, which validation may change (python3 -m training.evaluation systems --search)."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import RECOMMENDERS, RecommenderTraining


@dataclass(frozen=True)
class CtrlTraining(RecommenderTraining):
    align_epochs: int = 4  # of the alignment with the texts, before the training


@dataclass(frozen=True)
class RecformerTraining(RecommenderTraining):
    """The batch is of histories; hidden and blocks are SBERT's own."""

    hidden: int = 384
    blocks: int = 6
    length: int = 5  # items read
    tokens: int = 102  # of a history's text
    item_tokens: int = 20  # of an item's
    trained_blocks: int = 2  # of SBERT's, the upper ones; below they stay as they came
    batch: int = 64
    positions: int = 2  # of each user in an epoch
    each: int = 8  # items that followed, asked for by a history that is read once
    validate_users: int = 1000
    temperature: float = 0.05
    learning_rate: float = 2e-4
    validate_epochs: int = 1
    frozen_epochs: int = 2  # at most, with the items' embeddings left as they are: their second stage


# The systems that read texts (baselines/).
TEXTUAL = {
    "morec": RecommenderTraining(epochs=16, learning_rate=2e-3, negatives=256),
    "ctrl": CtrlTraining(epochs=16, learning_rate=2e-3, negatives=256),
    "recformer": RecformerTraining(epochs=8),
}

# What can stand in SASRec's place (paper, table 11). RECFORMER's user is made of all texts of a history at once, which nothing in the engine reads.
BACKBONES = (*RECOMMENDERS, "morec", "ctrl")


@dataclass(frozen=True)
class TallRecTraining:
    """LoRA (PEFT) of the language model, yes or no for each candidate."""

    everywhere: bool = True  # of all its matrices; else of queries and values, as in the paper: a small model has little of either
    rank: int = 32
    alpha: int = 64
    dropout: float = 0.05
    steps: int = 600
    batch: int = 256  # prompts, half of them with an item that followed
    each: int = 4  # items that followed a history, asked of beside as many others: it is read once for all of them
    learning_rate: float = 1e-3
    warmup_steps: int = 50
    validate_steps: int = 100
    validate_users: int = 1000
    patience: int = 2  # validations without a better one
