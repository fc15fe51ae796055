"""The paper's comparisons on a finished run: MLP-LLM, the ablations of Stage 1 and Stage 2, last positions only, few users.

    python3 -m training.variants --work training/.work/tiny [--only NAME ...] [--steps 60] [--test]

A variant is a work folder of its own, work/variants/NAME: it links to the run's files and replaces those it changes, so Stage 2,
the evaluation and the exporter work in it as they are. The language model is the run's, frozen. Every variant, the control "full"
included, gets the same Stage 2 budget; validation chooses its step, and with --test the test users are scored once.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from pathlib import Path
from typing import Callable, NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file

from . import data as interactions
from . import evaluate, presets, sasrec, sbert, stage1, stage2
from .aligner import JOINT_FILE
from .presets import Preset
from .prompt import load_template

LINKED = ("catalogue.json", "texts.json", "interactions.npz", "candidates.npz", "sasrec.safetensors", "user-representations.npz", "stage1.safetensors", "sbert-embeddings.npy", "sbert", "opt")
WARM_UP = 1200  # steps, the same for every variant
BASE_TEXTS = "sbert-base-embeddings.npy"  # of SBERT as it came, kept beside the run's


class Variant(NamedTuple):
    """prepare: (run's work folder, the variant's, preset) -> None writes what the variant changes."""

    name: str
    table: str  # of the paper
    row: str
    systems: tuple[str, ...]
    prepare: Callable[[Path, Path, Preset], None]
    changes: dict = {}  # of the preset's Stage 2


def replace(path: Path) -> Path:
    """The path, freed of a link to the run's file, which must not be written through."""
    if path.is_symlink():
        path.unlink()
    return path


def nothing(work: Path, folder: Path, preset: Preset) -> None:
    pass


def item_embeddings(work: Path, folder: Path, preset: Preset) -> None:
    np.save(folder / JOINT_FILE, load_file(str(work / "sasrec.safetensors"))["item_embedding"][1:].float().numpy())


def random_items(work: Path, folder: Path, preset: Preset) -> None:
    warm = json.loads((work / "catalogue.json").read_text(encoding="utf-8"))["warm"]
    np.save(folder / JOINT_FILE, np.random.default_rng(0).random((warm, preset.stage1.joint), dtype=np.float32))


def template_without(kind: str) -> Callable[[Path, Path, Preset], None]:
    """kind: "user" or "item"; its soft tokens are left out of the prompt."""

    def prepare(work: Path, folder: Path, preset: Preset) -> None:
        template = load_template()
        for name in ("recommend", "genre", "item"):
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
    interactions.replace_arrays(replace(folder / "user-representations.npz"), **{**stored, "user": users, "start": np.zeros_like(users), "position": positions, "x": x})


def base_texts(work: Path) -> torch.Tensor:
    """Embeddings [films, 384] of SBERT before any fine-tuning."""
    path = work / BASE_TEXTS
    if not path.exists():
        texts = json.loads((work / "texts.json").read_text(encoding="utf-8"))
        model = sbert.load(None) if (work / "sbert" / "modules.json").exists() else sbert.miniature(texts, work / "sbert-base")
        np.save(path, sbert.embed_all(model, texts, "cpu", stage1.opt_mini.autocast))
    return torch.from_numpy(np.load(path)).float()


def linear_stage1(folder: Path, preset: Preset, texts: torch.Tensor, without: tuple[str, ...] = ()) -> None:
    """Stage 1 of the four linear layers on given text embeddings, without some of its losses. Writes the variant's stage1.safetensors."""
    embedding = load_file(str(folder / "sasrec.safetensors"))["item_embedding"][1:].float()
    examples = stage1.Examples(folder, len(embedding), 0)
    torch.manual_seed(0)
    model = stage1.Stage1(embedding.shape[1], texts.shape[1], preset.stage1.joint)
    model.start(embedding, texts[: len(embedding)])
    stage1.warm_up(model, embedding, texts, examples, preset.stage1, without)
    model.match_spread(embedding, texts[: len(embedding)])
    found = stage1.quality(model, embedding, texts[: len(embedding)], examples.validation, np.load(folder / "candidates.npz")["validation"])
    np.save(replace(folder / "sbert-embeddings.npy"), texts.numpy())
    stage1.save_file({name: tensor.detach().contiguous() for name, tensor in model.state_dict().items()}, str(replace(folder / "stage1.safetensors")))
    (folder / "stage1.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


def without_losses(*names: str) -> Callable[[Path, Path, Preset], None]:
    """Stage 1's linear layers anew, without these losses, on the run's fine-tuned SBERT."""
    return lambda work, folder, preset: linear_stage1(folder, preset, torch.from_numpy(np.load(work / "sbert-embeddings.npy")).float(), names)


def frozen_sbert(work: Path, folder: Path, preset: Preset) -> None:
    linear_stage1(folder, preset, base_texts(work))


def few_users(count: int) -> Callable[[Path, Path, Preset], None]:
    """SASRec, Stage 1 and Stage 2 see the training parts of `count` users; SBERT stays as it came."""

    def prepare(work: Path, folder: Path, preset: Preset) -> None:
        histories = interactions.load_sequences(work)
        chosen = np.random.default_rng(0).permutation(len(histories))[:count]  # the users that Stage 2 validates on with this seed and number
        warm = json.loads((work / "catalogue.json").read_text(encoding="utf-8"))["warm"]
        candidates = np.load(work / "candidates.npz")["validation"]
        torch.manual_seed(0)
        model = sasrec.SasRec(warm, preset.sasrec.hidden, preset.sasrec.blocks, preset.sasrec.length, preset.sasrec.dropout)
        size = dataclasses.replace(preset.sasrec, epochs=200, validate_epochs=5)
        sasrec.train(model, [histories[u] for u in chosen], candidates[chosen], size, 0, 3.0, "cpu")
        sasrec.save(model, replace(folder / "sasrec.safetensors"))
        found = sasrec.examples(model, histories, preset.sasrec, 0)
        kept = np.isin(found["user"], chosen)
        for name in ("user", "start", "position", "x"):
            found[name] = found[name][kept]
        interactions.replace_arrays(replace(folder / "user-representations.npz"), **found)
        catalogue = json.loads((work / "catalogue.json").read_text(encoding="utf-8"))
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


def compare(work: Path, preset: Preset) -> None:
    """Writes into every measured variant.json how its systems differ from the control's, few-shot runs from their own SASRec, on the same users."""

    def ranks(name: str) -> dict[str, np.ndarray]:
        path = work / "variants" / name / "scores.npz"
        if not path.exists():
            return {}
        stored = np.load(path)
        return {system: evaluate.ranks(stored[system], stored["orders"]) for system in evaluate.SYSTEMS if system in stored}

    control = ranks(VARIANTS[0].name)
    for variant in VARIANTS[1:]:
        path = work / "variants" / variant.name / "variant.json"
        found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        own = ranks(variant.name)
        for system in found.get("test", {}):
            baseline = own.get("sasrec") if variant.table == "few-shot" else control.get(system)
            if baseline is not None and system != "sasrec":
                found["test"][system]["difference"] = evaluate.paired_difference(own[system], baseline, 0, preset.evaluation.bootstrap)
        if found:
            path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def run(work: Path, preset: Preset, variant: Variant, steps: int, test: bool, log=print) -> dict:
    """Prepares, trains and measures one variant; writes and returns its variant.json."""
    folder = work / "variants" / variant.name
    folder.mkdir(parents=True, exist_ok=True)
    for name in LINKED:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to((work / name).resolve())
    for name in ("stage2.pt", "stage2.safetensors", JOINT_FILE, "prompt.json"):
        (folder / name).unlink(missing_ok=True)
    begun = time.time()
    variant.prepare(work, folder, preset)
    numbers = dataclasses.replace(preset.stage2, steps=steps, contrastive_restarts=1, validate_steps=max(1, steps // 2), **{"contrastive_steps": WARM_UP, "validate_users": 300, **variant.changes})
    trained = stage2.run(folder, Path(), dataclasses.replace(preset, stage2=numbers), seed=0, log=log)
    found = {
        "name": variant.name,
        "table": variant.table,
        "row": variant.row,
        "seed": 0,
        "minutes": round((time.time() - begun) / 60, 1),
        "stage2": {"steps": trained["steps"], "minutes": trained["minutes"], **trained["best"]},
    }
    if (folder / "stage1.json").exists() and not (folder / "stage1.json").is_symlink():
        found["stage1"] = json.loads((folder / "stage1.json").read_text(encoding="utf-8"))
    if test:
        systems = (*variant.systems, "sasrec") if variant.table == "few-shot" else variant.systems
        found["test"] = evaluate.run(folder, Path(), preset, systems=systems, exact=False, log=lambda line: None)["systems"]
    (folder / "variant.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    log(f"variant {json.dumps(found)}")
    return found


def main() -> None:
    names = [variant.name for variant in VARIANTS]
    parser = argparse.ArgumentParser(prog="python3 -m training.variants", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--work", type=Path, required=True, help="the work folder of a finished run")
    parser.add_argument("--preset", choices=sorted(presets.PRESETS), default="tiny")
    parser.add_argument("--only", metavar="NAME", nargs="+", choices=names, default=names, help=", ".join(names))
    parser.add_argument("--steps", type=int, default=60, help="of Stage 2's likelihood phase, for each variant (default 60)")
    parser.add_argument("--test", action="store_true", help="score the test users, once, when the variant is trained")
    given = parser.parse_args()
    if not (given.work / "opt").exists() or not (given.work / "stage1.safetensors").exists():
        raise SystemExit(f"error: {given.work} has no finished run: run `python3 -m training` first.")
    for variant in VARIANTS:
        if variant.name in given.only:
            run(given.work, presets.find(given.preset), variant, given.steps, given.test, lambda line: print(line, flush=True))
    if given.test:
        compare(given.work, presets.find(given.preset))


if __name__ == "__main__":
    main()
