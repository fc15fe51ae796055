"""What the paper's comparisons change: MLP-LLM, the ablations of Stage 1 and Stage 2, last positions only, few users.

A variant is a work folder of its own, work/variants/NAME: it links to the run's files and replaces those it changes, so Stage 2,
the evaluation and the exporter work in it as they are.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, Callable, Mapping, NamedTuple

import numpy as np
import torch
from safetensors.torch import save_file

from ..aligner import joint_space, stage1
from ..aligner.examples import Examples, load_positions
from ..aligner.inputs import JOINT_FILE
from ..baselines.base_texts import base_texts
from ..data import interactions
from ..data.domains import of_work
from ..data.files import read_json, replace_arrays
from ..data.protocol import sample_users
from ..loop import progress
from ..prompts.prompt import of_domain
from ..recommender import recommender, sasrec, systems, train_recommender
from ..recommender.user_representations import user_representations
from ..settings import Preset


class Variant(NamedTuple):
    """prepare: (run's work folder, the variant's, preset) -> None writes what the variant changes."""

    name: str
    table: str  # of the paper
    row: str
    systems: tuple[str, ...]
    prepare: Callable[[Path, Path, Preset], None]
    changes: Mapping[str, Any] = {}  # of the preset's Stage 2


def replace(path: Path) -> Path:
    """The path, freed of a link to the run's file, which must not be written through."""
    if path.is_symlink():
        path.unlink()
    return path


def nothing(work: Path, folder: Path, preset: Preset) -> None:
    pass


def item_embeddings(work: Path, folder: Path, preset: Preset) -> None:
    np.save(folder / JOINT_FILE, systems.item_embeddings(work / "sasrec.safetensors").numpy())


def random_items(work: Path, folder: Path, preset: Preset) -> None:
    warm = read_json(work / "catalogue.json", "catalogue")["warm"]
    np.save(folder / JOINT_FILE, np.random.default_rng(0).random((warm, preset.stage1.joint), dtype=np.float32))


def template_without(kind: str) -> Callable[[Path, Path, Preset], None]:
    """kind: "user" or "item"; its soft tokens are left out of the prompt."""

    def prepare(work: Path, folder: Path, preset: Preset) -> None:
        template = of_domain(of_work(work))
        for name in {"recommend", "genre", "item"} & set(template):
            template[name] = [part for part in template[name] if part.get("soft") != kind]
        (folder / "prompt.json").write_text(json.dumps(template), encoding="utf-8")

    return prepare


def last_positions(work: Path, folder: Path, preset: Preset) -> None:
    """One training example a user: the last film before validation."""
    stored = dict(np.load(work / "user-representations.npz"))
    histories = interactions.load_sequences(work)
    model = sasrec.load(work / "sasrec.safetensors")
    users = np.array([u for u, history in enumerate(histories) if len(history) >= 5], dtype=np.int32)
    positions = np.array([len(histories[u]) - 3 for u in users], dtype=np.int32)
    x = model.represent([histories[u][:p] for u, p in zip(users, positions)]).numpy()
    replace_arrays(replace(folder / "user-representations.npz"), **{**stored, "user": users, "start": np.zeros_like(users), "position": positions, "x": x})


def linear_stage1(folder: Path, preset: Preset, texts: torch.Tensor, without: tuple[str, ...] = (), seed: int = 0) -> None:
    """Stage 1 of the four linear layers on given text embeddings, without some of its losses. Writes the variant's stage1.safetensors."""
    embedding = systems.item_embeddings(folder / "sasrec.safetensors")
    examples = Examples(load_positions(folder), len(embedding), seed)
    users = torch.from_numpy(np.load(folder / "user-representations.npz")["validation"])
    torch.manual_seed(seed)
    model = joint_space.Stage1(embedding.shape[1], texts.shape[1], preset.stage1.joint)
    model.start(embedding, texts[: len(embedding)])
    stage1.fit_to_frozen_texts(model, embedding, texts, examples, preset.stage1, without)
    model.match_spread(embedding, texts[: len(embedding)])
    found = joint_space.quality(model, embedding, texts[: len(embedding)], users, np.load(folder / "candidates.npz")["validation"])
    np.save(replace(folder / "sbert-embeddings.npy"), texts.numpy())
    save_file({name: tensor.detach().contiguous() for name, tensor in model.state_dict().items()}, str(replace(folder / "stage1.safetensors")))
    progress.write(folder / "stage1.json", found)


def without_losses(*names: str) -> Callable[[Path, Path, Preset], None]:
    """Stage 1's linear layers anew, without these losses, on the run's fine-tuned SBERT."""
    return lambda work, folder, preset: linear_stage1(folder, preset, torch.from_numpy(np.load(work / "sbert-embeddings.npy")).float(), names)


def frozen_sbert(work: Path, folder: Path, preset: Preset) -> None:
    linear_stage1(folder, preset, base_texts(work))


def few_users(count: int) -> Callable[[Path, Path, Preset], None]:
    """SASRec, Stage 1 and Stage 2 see the training parts of `count` users; SBERT stays as it came."""

    def prepare(work: Path, folder: Path, preset: Preset) -> None:
        histories = interactions.load_sequences(work)
        chosen = sample_users(len(histories), count, 0)  # the users that Stage 2 validates on with this seed and number
        warm = read_json(work / "catalogue.json", "catalogue")["warm"]
        candidates = np.load(work / "candidates.npz")["validation"]
        torch.manual_seed(0)
        model = sasrec.SasRec(warm, preset.sasrec.hidden, preset.sasrec.blocks, preset.sasrec.length, preset.sasrec.dropout)
        size = dataclasses.replace(preset.sasrec, epochs=200, validate_epochs=5)
        train_recommender.train(model, [histories[u] for u in chosen], candidates[chosen], size, seed=0, minutes=3.0)
        recommender.save(model, replace(folder / "sasrec.safetensors"))
        found = user_representations(model, histories, preset.sasrec, 0)
        kept = np.isin(found["user"], chosen)
        for name in ("user", "start", "position", "x"):
            found[name] = found[name][kept]
        replace_arrays(replace(folder / "user-representations.npz"), **found)
        catalogue = read_json(work / "catalogue.json", "catalogue")
        catalogue["popularity"] = interactions.training_popularity([histories[u] for u in chosen], len(catalogue["titles"])).tolist()
        replace(folder / "catalogue.json").write_text(json.dumps(catalogue, ensure_ascii=False), encoding="utf-8")
        linear_stage1(folder, preset, base_texts(work))

    return prepare


BOTH = ("a-llmrec", "a-llmrec-sbert")
FEW = {"text_share": 0.9, "contrastive_steps": 2400, "contrastive_dropout": 0.7}  # few users are soon learnt by heart
ONE = ("a-llmrec",)
VARIANTS = [
    Variant("full", "tables 8 to 10", "A-LLMRec, the same short Stage 2", BOTH, nothing),
    Variant("mlp-llm", "table 1", "MLP-LLM: no Stage 1", ONE, item_embeddings, {"text_share": 0.0}),
    Variant("linear", "table 8", "A-LLMRec, Stage 1's linear layers anew", ONE, without_losses()),
    Variant("without-matching", "table 8", "without matching", ONE, without_losses("match")),
    Variant("without-reconstruction", "table 8", "without reconstruction", ONE, without_losses("item", "text")),
    Variant("without-recommendation", "table 8", "without recommendation loss", ONE, without_losses("recommendation")),
    Variant("frozen-sbert", "table 8", "frozen SBERT", BOTH, frozen_sbert),
    Variant("without-user", "table 9", "without user representation", ONE, template_without("user")),
    Variant("without-joint", "table 9", "without joint embedding", ONE, template_without("item")),
    Variant("random-joint", "table 9", "random joint embedding", ONE, random_items, {"text_share": 0.0}),
    Variant("last-only", "table 10", "last positions only", ONE, last_positions),
    Variant("few-shot-256", "few-shot", "256 training users", BOTH, few_users(256), {"validate_users": 256, **FEW}),
    Variant("few-shot-128", "few-shot", "128 training users", BOTH, few_users(128), {"validate_users": 128, **FEW}),
]
