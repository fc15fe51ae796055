"""Numbers of the systems that read texts, which validation may change (python3 -m training.evaluation systems --search)."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import RecommenderTraining


@dataclass(frozen=True)
class CtrlTraining(RecommenderTraining):
    align_epochs: int = 4  # of the alignment with the texts, before the training


@dataclass(frozen=True)
class RecformerTraining(RecommenderTraining):
    """The batch is of histories; hidden and blocks are SBERT's own."""

    hidden: int = 384
    blocks: int = 6
    length: int = 10  # items read
    tokens: int = 160  # of a history's text
    title_tokens: int = 24
    batch: int = 64
    positions: int = 4  # of each user in an epoch
    temperature: float = 0.05
    learning_rate: float = 5e-5
    validate_epochs: int = 1
    frozen_epochs: int = 4  # at most, with the items' embeddings left as they are: their second stage


# The systems that read texts (baselines/).
TEXTUAL = {
    "morec": RecommenderTraining(epochs=16, learning_rate=2e-3, negatives=256),
    "ctrl": CtrlTraining(epochs=16, learning_rate=2e-3, negatives=256),
    "recformer": RecformerTraining(epochs=12),
}


@dataclass(frozen=True)
class TallRecTraining:
    """LoRA (PEFT) of the language model, yes or no for each candidate."""

    everywhere: bool = False  # of all its matrices; else of queries and values, as in the paper
    rank: int = 8
    alpha: int = 16
    dropout: float = 0.05
    steps: int = 1000
    batch: int = 128  # prompts, half of them with the item that followed
    learning_rate: float = 1e-3
    warmup_steps: int = 100
    validate_steps: int = 250
    validate_users: int = 1000
    patience: int = 2  # validations without a better one
