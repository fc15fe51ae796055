"""Every number that a training run can be given, by the part of the method that it shapes. The defaults are the preset tiny's."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LanguageModel:
    """opt-mini: OPT with tied embeddings. All sizes are multiples of 32, the block of the 4-bit weights."""

    vocab: int = 8192
    hidden: int = 256
    layers: int = 4
    head_size: int = 64
    context: int = 1024  # positions


@dataclass(frozen=True)
class Corpus:
    """Characters taken from each text (from evenly spaced documents), and how the instruction mix is made."""

    characters: dict[str, int] = field(
        default_factory=lambda: {
            "reviews": 24_000_000,
            "dialogues": 9_000_000,
            "encyclopedia": 10_000_000,
            "news": 6_000_000,
            "books": 2_000_000,
        }
    )
    extracts: int = 36_273  # film extracts
    fact_passes: int = 2  # passes over all films in statements of fact
    tokenizer_characters: int = 12_000_000
    title_weight: int = 3  # how often each title is shown to the tokenizer's training


@dataclass(frozen=True)
class Pretraining:
    steps: int = 6000
    learning_rate: float = 8e-4
    warmup_steps: int = 400
    decay_from: float = 0.65  # share of the run after which the learning rate falls (cosine) to 2%
    retrieval_batches: int = 1  # micro-batches of soft-token retrieval in a step
    retrieval_batch: int = 8  # prompts in one
    extra_queries: int = 19  # further query-title pairs behind a prompt
    candidates: int = 20
    many_candidates: int = 100  # in a share of the prompts up to so many
    many_share: float = 0.15
    near_share: float = 0.15  # of the retrieval prompts: the candidates are drawn towards the query, as a shortlist is
    history: int = 10
    order_temperature: float = 6.0  # of the order below the first place: the teacher and the model's choice, both softened by so much
    order_weight: float = 0.5
    first_concentration: float = 12.0  # kappa of softmax(kappa cos(query, candidates)) at the start
    concentration: float = 60.0  # from 40% of the run on; sharper than Stage 2's, so that near scores are told apart
    hard_share: float = 0.2  # of the retrieval prompts
    alike_share: float = 0.5  # of the retrieval prompts: several candidates begin with the same token
    text_batch: int = 4
    text_length: int = 256  # tokens
    genre_batch: int = 32
    genre_films: int = 2000  # films with the longest articles, which most histories are drawn from
    sentence_batch: int = 16
    sentence_weight: float = 1.0
    text_weight: float = 0.5
    genre_weight: float = 1.0
    settles_from: float = 1.0  # share of the run after which the two numbers below hold: what a soft token says is read exactly or not at all
    settled_retrieval_batches: int = 2
    settled_sentence_batch: int = 8
    half: bool = True  # bf16 where the device is fast at it; else f32, on a GPU with TF32 products
    curriculum: bool = True  # short titles, few candidates and a small kappa first
    checkpoint_minutes: float = 3.0
    log_steps: int = 25


# --- data -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sequences:
    """Of a data set that is given as sequences (video games); MovieLens is used whole."""

    users: int | None = 12_000  # sampled before the 5-core; None: everybody


# --- recommender, aligner -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RecommenderTraining:
    """Of any collaborative filter."""

    hidden: int = 50  # d
    blocks: int = 2  # or layers
    length: int = 50  # films read
    dropout: float = 0.2
    epochs: int = 100
    batch: int = 32  # pieces of a history
    negatives: int = 512  # uniform, shared by a batch
    learning_rate: float = 1e-3
    weight_decay: float = 1e-2
    validate_epochs: int = 2


@dataclass(frozen=True)
class SasRecTraining(RecommenderTraining):
    co_occurrence: bool = False  # item embeddings begin with what stands near what, as those of RECOMMENDERS always do; else at random
    examples_per_user: int = 150  # training positions for Stage 2, at most
    cut_share: float = 0.65  # of these stand there once more as a cold user's, with fewer films before them
    cut_films: tuple[int, int] = (3, 6)  # so many then, at least and at most


# The systems that stand beside the run's SASRec (recommender/systems.py); python3 -m training.evaluation systems --search tries others.
RECOMMENDERS = {
    "sasrec": RecommenderTraining(epochs=16, learning_rate=2e-3, negatives=256),
    "esasrec": RecommenderTraining(epochs=16, learning_rate=2e-3, negatives=256),
    "gru4rec": RecommenderTraining(epochs=16, learning_rate=2e-3, negatives=256, hidden=64, blocks=1),
    "nextitnet": RecommenderTraining(epochs=16, learning_rate=2e-3, negatives=256, hidden=64),
    "ncf": RecommenderTraining(epochs=16, learning_rate=2e-3, negatives=64, hidden=64),
    "ensemble": RecommenderTraining(epochs=0, hidden=114, blocks=2, negatives=0),  # of trained members (recommender/networks)
}


@dataclass(frozen=True)
class Stage1Training:
    joint: int = 128  # d'
    alpha: float = 0.5  # weight of item reconstruction (paper, table 3: movies)
    beta: float = 0.5  # weight of text reconstruction
    warmup_steps: int = 3000  # of the linear layers, with SBERT frozen
    warmup_batch: int = 256
    warmup_learning_rate: float = 3e-3
    steps: int = 1500
    batch: int = 32
    learning_rate: float = 5e-4
    sbert_learning_rate: float = 3e-5
    checkpoint_minutes: float = 3.0
    sbert: str | None = None  # folder or hub name; None: the installed package's copy


@dataclass(frozen=True)
class Stage2:
    steps: int = 2400
    batch: int = 16
    learning_rate: float = 2e-4
    warmup_steps: int = 50
    decay_from: float = 0.4
    history_weight: float = 1.9  # of the mean of the history's soft tokens beside F_U's in the user's, before training
    recency: float = 0.8  # weight of a film in that mean, relative to the film after it
    contrastive_steps: int = 6000  # warm-up on cosine similarity; 0: the paper's objective alone
    contrastive_rate: float = 2e-3  # its learning rate
    contrastive_batch: int = 512
    contrastive_negatives: int = 512  # uniform, shared by a batch
    contrastive_dropout: float = 0.2  # of the projections' hidden layers
    late_positions: float = 10.0  # places before the end of a history over which a training position's chance falls by e; 0: all alike
    taste_weight: float = 0.1  # of histories that facts make (aligner/tastes.py) in the warm-up
    taste_histories: int = 40_000  # drawn once
    taste_batch: int = 256
    taste_negatives: int = 512  # uniform, of all films, beside those of the batch
    user_dropout: float = 0.0  # share of the examples whose user token has no part of F_U
    contrastive_restarts: int = 1  # warm-ups from different seeds, of which validation chooses
    contrastive_weight: float = 0.2  # of the same loss beside the likelihood
    text_share: float = 0.3  # of the batches in which every item's joint embedding is q_i, so that F_I reads both encoders
    # Times log(1 + interactions in training), added to every film's logit while training, so that what is learnt favours popular films by so much
    # less (logit adjustment; Menon et al., 2021). 0.3 helps cold items and costs the others more (RUNS.md).
    logit_adjustment: float = 0.0
    likelihood_temperature: float = 2.5  # of the candidates' log-probabilities: opt-mini chooses that much more sharply than what it is told supports
    genre_pull: float = 2.0  # of item tokens to their films' genres in the warm-up
    user_genre_pull: float = 1.0  # of user tokens to the genres of all that was watched, which the prompt shows the end of; 0: they carry none
    genre_batch: int = 6
    genre_weight: float = 0.1  # of the genre answers' likelihood
    concentration: float = 10.0
    candidates: int = 20
    validate_steps: int = 100
    validate_users: int = 1200
    checkpoint_minutes: float = 3.0


@dataclass(frozen=True)
class FurtherStage2:
    """A second Stage 2 that goes on from the aligner of the first, which its schedule has worn out: Stage2's numbers for that. All steps 0: none."""

    contrastive_steps: int = 1200
    contrastive_rate: float = 3e-4
    genre_pull: float = 2.0
    user_genre_pull: float = 0.3
    taste_weight: float = 0.03
    steps: int = 0  # by the likelihood: those tried cost the cosines more than the language model's answers gained (docs/METHOD.md)
    learning_rate: float = 1e-4
    warmup_steps: int = 20
    decay_from: float = 0.0
    validate_steps: int = 60


@dataclass(frozen=True)
class Evaluation:
    batch: int = 8
    bootstrap: int = 2000  # resamples of the users for the 95% interval


@dataclass(frozen=True)
class Preset:
    name: str = "tiny"
    language_model: LanguageModel = LanguageModel()
    corpus: Corpus = Corpus()
    pretraining: Pretraining = Pretraining()
    further_pretraining: Pretraining = Pretraining(  # of an earlier bundle's language model (--start-from)
        steps=4000,
        learning_rate=5e-4,
        warmup_steps=50,
        decay_from=0.25,
        first_concentration=60.0,
        order_weight=0.0,
        sentence_batch=20,
        settles_from=0.5,
        curriculum=False,
    )
    sequences: Sequences = Sequences()
    sasrec: SasRecTraining = SasRecTraining()
    stage1: Stage1Training = Stage1Training()
    stage2: Stage2 = Stage2()
    further_stage2: FurtherStage2 = FurtherStage2()
    evaluation: Evaluation = Evaluation()

    def going_on(self) -> Preset:
        """The same with the numbers of the second Stage 2 in the place of the first's."""
        return dataclasses.replace(self, stage2=dataclasses.replace(self.stage2, **dataclasses.asdict(self.further_stage2)))
