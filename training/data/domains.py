"""The domains that a bundle can be made of: their words in the prompt and in the page, their data, and its terms."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from .files import read_json

TEXT_TEMPLATE = Path(__file__).parents[1] / "text-template.json"


@dataclass(frozen=True)
class Domain:
    """files: below the data folder. facts: films' years, genres and casts are known; otherwise titles alone. licence: terms and notice."""

    name: str
    words: dict[str, str] = field(default_factory=dict)  # item, items, consumed, consume: "movie", "movies", "watched", "watch"
    dataset: str = ""
    files: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()  # files that add facts where they are there
    facts: bool = True
    text_template: str | None = None  # what SBERT reads; None: text-template.json
    licence: tuple[str, str] = ("", "")
    deviation: str | None = None  # the prompt's, where prompt.json says too much
    settings: dict[str, dict] = field(default_factory=dict)  # numbers of the preset's parts that validation chose otherwise here
    systems: dict = field(default_factory=dict)  # the same of every system that is compared with the run's own (evaluation systems)
    sparse_share: float = 0.35  # of the warm items, the sparsest: they carry the mean of both joint embeddings. The paper's cold items (section 5.2)


MOVIES = Domain(
    "movies",
    {"item": "movie", "items": "movies", "consumed": "watched", "consume": "watch"},
    dataset="MovieLens",
    files=("movielens/ratings.csv.xz", "movielens/movies.csv.xz", "films/wikipedia-films.jsonl.xz"),
    optional=("movielens/tags.csv.xz", "movielens/links.csv.xz"),
    licence=(
        "MovieLens terms (research, no commercial use without permission)",
        (
            "Derived from MovieLens ml-latest-small (2016, 2018) and ml-latest (2023), GroupLens Research, University of Minnesota. "
            "F. Maxwell Harper and Joseph A. Konstan, The MovieLens Datasets: History and Context, ACM TiiS 5(4), 2015. "
            "Redistribution, also of transformed data, only under the same terms."
        ),
    ),
)


def of_a_shop(things: str) -> str:
    """The prompt's deviation where titles alone are known. things: what the language model has not read about."""
    return (
        "The soft token of an item stands before its title, and the user's stands again before the answer; in the paper an item's follows "
        "its title and the user's stands first only. The user's soft token is F_U(x_u) turned towards a linear map of the mean of the history's soft "
        "tokens, the latest of which weigh most. Soft tokens have a learned length, and the projections start from a contrastive warm-up that "
        "stays beside the likelihood. Items carry the mean of their collaborative and their textual joint embedding. Textual "
        "joint embeddings were given the spread of the collaborative ones. Stage 2 also learns on histories cut to their last three to six items, as "
        "new users have. The language model is the one of the films' bundle: it was taught to match soft tokens to titles on random titles and vectors, "
        f"and has read about films, not about {things}. For most examples of Stage 2 F_U's part of the user's soft token is left out."
    )


VIDEO_GAMES = Domain(
    "video-games",
    {"item": "video game", "items": "video games", "consumed": "played", "consume": "play"},
    dataset="Amazon Video Games",
    files=("video-games/items.tsv.xz", "video-games/sequences.tsv.xz"),
    facts=False,
    text_template="{title}. {description}",
    licence=(
        "research use",
        (
            "Derived from Amazon review data (2018), category Video Games. Jianmo Ni, Jiacheng Li and Julian McAuley, Justifying "
            "Recommendations using Distantly-Labeled Reviews and Fine-Grained Aspects, EMNLP 2019. No text of a review is shipped."
        ),
    ),
    deviation=of_a_shop("games"),
    settings={
        # Eleven interactions an item: a dropout of 0.2 overfits, and what items begin with is worth four points (docs/METHOD.md, "The same on games and beauty").
        "sasrec": {"dropout": 0.5, "co_occurrence": True, "epochs": 16, "learning_rate": 2e-3, "negatives": 256},
        # SASRec knows the positions that it was trained on by heart: what F_U learns from their x_u does not hold for others.
        "stage2": {"user_dropout": 0.95, "contrastive_dropout": 0.6, "contrastive_steps": 1500, "text_share": 0.5, "learning_rate": 5e-5},
        "further_stage2": {"contrastive_steps": 0, "steps": 0},  # was never tried here
    },
    systems={"dropout": 0.5},  # as SASRec's
    sparse_share=1.0,
)

BEAUTY = Domain(
    "beauty",
    {"item": "product", "items": "products", "consumed": "bought", "consume": "buy"},
    dataset="Amazon Beauty",
    files=("beauty/items.tsv.xz", "beauty/sequences.tsv.xz"),
    facts=False,
    text_template="{title}. {description}",
    licence=(
        "research use",
        (
            "Derived from Amazon review data (2014), category Beauty. Julian McAuley, Christopher Targett, Qinfeng Shi and Anton van den Hengel, Image-based "
            "Recommendations on Styles and Substitutes, SIGIR 2015. No text of a review is shipped."
        ),
    ),
    deviation=of_a_shop("beauty"),
    settings={
        **VIDEO_GAMES.settings,
        "sequences": {"users": None},
        "sasrec": {**VIDEO_GAMES.settings["sasrec"], "batch": 128},  # a training part has four items: so many are as many places as 32 of the games
    },
    systems={**VIDEO_GAMES.systems, "batch": 128},
    sparse_share=1.0,
)

DOMAINS = {domain.name: domain for domain in (MOVIES, VIDEO_GAMES, BEAUTY)}


def find(name: str) -> Domain:
    if name not in DOMAINS:
        raise ValueError(f'There is no data set "{name}": choose one of {", ".join(DOMAINS)}.')
    return DOMAINS[name]


def of_catalogue(catalogue: dict) -> Domain:
    """The domain that a work folder's catalogue.json belongs to; catalogues from before there were several are of films."""
    return find(catalogue.get("domain", MOVIES.name))


def of_work(work: Path) -> Domain:
    return of_catalogue(read_json(Path(work) / "catalogue.json", "catalogue"))


def text_template(domain: Domain) -> str:
    return domain.text_template or json.loads(TEXT_TEMPLATE.read_text(encoding="utf-8"))["textTemplate"]


def missing(domain: Domain, data: Path) -> list[str]:
    return [name for name in domain.files if not (data / name).exists()]
