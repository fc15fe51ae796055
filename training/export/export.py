"""From the work folder of a training run to a bundle that the app loads."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors.numpy import load_file, save

import onnx

from ..aligner.inputs import load_inputs
from ..aligner.joint_space import sparse_limit
from ..aligner.projections import Aligner
from ..aligner.stage2 import aligner_file
from ..aligner.subspace import WHOLE_HISTORY_SHARE, compare
from ..data import domains
from ..data.catalogue import FACTS_FILE
from ..data.files import require
from ..evaluation import calibration
from ..language_model import opt_folder
from ..loop.progress import Say
from ..prompts.prompt import template_of
from ..recommender.networks.described import manifest_part
from . import bundle, opt_onnx, sbert_onnx
from .checks import self_test
from .onnx_graph import ShippedGraph, array
from .quantise import BLOCK, quantise_rows


class Names(NamedTuple):
    """What a bundle says of itself. name: its folder; run: the heading of its run in RUNS.md."""

    name: str
    title: str
    dataset: str
    run: str
    preset: str
    language_model: str


def export(work: Path, out: Path, names: Names, *, quantisation: opt_onnx.Quantisation | None = None, log: Say = print) -> dict:
    """Writes the bundle into `out` and returns its manifest. quantisation: by default what suits the model's width."""
    from ..wander import film_map  # needs openTSNE, which `language_model` does without

    work = Path(work)
    parts: dict[str, bytes] = {}
    catalogue = json.loads(require(work / "catalogue.json", "catalogue").read_text(encoding="utf-8"))
    domain = domains.of_catalogue(catalogue)
    parts["catalogue"] = bundle.compact(catalogue).encode()
    if (facts := work / FACTS_FILE).exists():
        parts["facts"] = facts.read_bytes()
    parts["sasrec"], sasrec = pack_sasrec(require(work / "sasrec.safetensors", "sasrec"))
    parts["aligner"], aligner = pack_aligner(require(work / "stage1.safetensors", "stage1"), aligner_file(work), film_coordinates(work))
    embeddings, scale = quantise_rows(np.load(require(work / "sbert-embeddings.npy", "stage1")))
    parts["sbertEmbeddings"] = embeddings.tobytes()

    log("export: the map of the catalogue")
    parts["map"] = film_map.place(load_inputs(work).joint_embeddings("a-llmrec")).tobytes()

    log("export: the language model")
    llm_parts, llm = language_model(require(work / "opt", "pretrain"), names.language_model, catalogue["titles"], quantisation)
    parts.update(llm_parts)

    log("export: SBERT")
    parts["sbert"] = sbert_onnx.graph_of(require(work / "sbert", "stage1"))
    parts["sbertTokenizer"] = bundle.packed_tokenizer(require(work / "sbert" / "tokenizer.json", "stage1"))

    check_widths(catalogue, sasrec, aligner, embeddings)
    description = {
        "name": names.name,
        "title": names.title,
        "created": datetime.date.today().isoformat(),
        "run": names.run,
        "preset": names.preset,
        "dataset": dataset(names.dataset, require(work / "interactions.npz", "catalogue")),
        "words": domain.words,
        "catalogue": {"films": len(catalogue["ids"]), "warm": catalogue["warm"]},
        "sasrec": sasrec,
        "aligner": aligner_of(aligner, catalogue),
        "sbert": {"maxTokens": sbert_onnx.max_tokens(work / "sbert"), "embeddingScale": scale, "textTemplate": domains.text_template(domain)},
        "llm": llm,
        "prompt": template_of(work),
        "metrics": metrics(work),
        **calibration.of_manifest(work),
        "licences": licences(names.language_model, domain),
    }
    manifest = bundle.write(out, parts, description)
    total = bundle.size(manifest)
    log(f"export: {out} holds {total / 1e6:.1f} MB")
    if total > bundle.BUDGET_BYTES:
        log(f"export: that is more than the {bundle.BUDGET_BYTES / 1e6:.0f} MB that a first visit should download")
    return manifest


def language_model(folder: Path, name: str, titles: list[str], quantisation: opt_onnx.Quantisation | None = None) -> tuple[dict[str, bytes], dict[str, Any]]:
    """A checkpoint in Hugging Face's layout as the bundle's three files of it, and the manifest's `llm`. titles: what its self-test reads.

    Raises ValueError where the checkpoint is none of OPT's, or does not fit the graph.
    """
    model = opt_onnx.load(folder)
    config = model.config
    if config.hidden_size % BLOCK:
        raise ValueError(f"The language model's width {config.hidden_size} is no multiple of {BLOCK}, the block of the quantised weights.")
    quantisation = quantisation or opt_onnx.Quantisation.suited(config.hidden_size)
    tables = {key: np.ascontiguousarray(values, np.float16) for key, values in opt_onnx.embeddings(model).items()}
    if not all(np.isfinite(values).all() for values in tables.values()):
        raise ValueError(f"{folder}: an embedding does not fit 16-bit floats.")
    shipped = folder / opt_folder.SHIPPED
    kept = ShippedGraph(onnx.load(str(shipped))) if shipped.exists() else None
    quantised = {key: kept.quantised(f"{key}.weight") for key in opt_onnx.linears(model)} if kept else None
    parts = {
        "llm": opt_onnx.build(model, quantisation, quantised).SerializeToString(),
        "llmEmbeddings": save(tables),
        "llmTokenizer": bundle.packed_tokenizer(require(folder / "tokenizer.json", "tokenizer")),
    }
    described = {
        "name": name,
        "architecture": "opt",
        "parameters": sum(p.numel() for p in model.parameters()),
        "hiddenSize": config.hidden_size,
        "layers": config.num_hidden_layers,
        "heads": config.num_attention_heads,
        "vocabularySize": config.vocab_size,
        "contextLength": config.max_position_embeddings,
        "positionOffset": model.model.decoder.embed_positions.offset,
        "bos": config.bos_token_id,
        "eos": config.eos_token_id,
        "quantisation": quantisation.describe(),
    }
    return parts, {**described, "selfTest": self_test.numbers(parts["llm"], parts["llmEmbeddings"], parts["llmTokenizer"], titles, described)}


def pack_sasrec(path: Path) -> tuple[bytes, dict]:
    """The file as it is, and the manifest's part."""
    return path.read_bytes(), manifest_part(path)


@torch.no_grad()
def film_coordinates(work: Path) -> dict[str, np.ndarray]:
    """Where candidates are found in the whole catalogue: the basis [k, h] in which soft tokens are compared, and each film's unit coordinates [films, k].

    Empty for a language model that is no opt-mini: it has no such subspace.
    """
    basis = opt_folder.load_basis(work / "opt")
    if basis is None:
        return {}
    tokens = Aligner.load(aligner_file(work)).eval().item_projection(load_inputs(work).joint_embeddings("a-llmrec"))
    return {"retrieval_basis": array(basis), "item_coordinates": array(compare(tokens, basis)).astype(np.float16)}


def pack_aligner(stage1: Path, stage2: Path, coordinates: dict[str, np.ndarray]) -> tuple[bytes, dict]:
    """Stage 1's encoders (its decoders serve training only) with Stage 2's projections and the films' coordinates, and the manifest's aligner part."""
    tensors = {name: values for name, values in load_file(str(stage1)).items() if name.split(".")[0] in ("item_encoder", "text_encoder")}
    tensors.update(load_file(str(stage2)))
    recency = tensors.pop("recency", None)
    tensors = {name: np.ascontiguousarray(values, np.float32) for name, values in tensors.items()}
    joint, text = tensors["text_encoder.weight"].shape
    described = {"jointSize": joint, "textSize": text, "normalisedSoftTokens": "user_projection.scale" in tensors}
    if coordinates:
        described |= {"shortlistSize": len(coordinates["retrieval_basis"]), "wholeHistoryShare": WHOLE_HISTORY_SHARE}
    return save({**tensors, **coordinates}), described if recency is None else {**described, "historyRecency": round(float(recency), 6)}


def aligner_of(packed: dict, catalogue: dict) -> dict:
    """The manifest's aligner part, of what pack_aligner says of its file."""
    limit = sparse_limit(np.asarray(catalogue["popularity"][: catalogue["warm"]]), domains.of_catalogue(catalogue).sparse_share)
    return {**packed, "sparseLimit": limit, "leakyReluSlope": 0.01, "normEpsilon": 1e-5}


def check_widths(catalogue: dict, sasrec: dict, aligner: dict, embeddings: np.ndarray) -> None:
    """Files of different runs in one work folder are the likeliest mistake."""
    films = len(catalogue["ids"])
    if embeddings.shape != (films, aligner["textSize"]):
        raise ValueError(f"sbert-embeddings.npy has the shape {embeddings.shape}, but the catalogue has {films} films: run stage1 again.")
    if not catalogue["warm"] <= films:
        raise ValueError(f"catalogue.json says that {catalogue['warm']} of its {films} films are warm: run the catalogue step again.")


def dataset(name: str, interactions: Path) -> dict:
    arrays = np.load(interactions)
    return {"name": name, "users": len(arrays["users"]), "interactions": len(arrays["items"])}


def metrics(work: Path) -> list[dict]:
    """What leave_one_out.py measured on the test users, and on validation."""
    found = []
    for name in ("metrics.json", "metrics-validation.json"):
        if not (work / name).exists():
            continue
        measured = json.loads((work / name).read_text(encoding="utf-8"))
        date = datetime.date.fromtimestamp((work / name).stat().st_mtime).isoformat()
        for system, values in measured["systems"].items():
            found.append(
                {
                    "system": system,
                    "split": measured["split"],
                    "by": "pytorch",
                    "users": values["users"],
                    "candidates": measured["candidates"],
                    "seed": measured["seed"],
                    "hit1": values["hit1"],
                    "ndcg10": values["ndcg10"],
                    "interval": values["interval"],
                    "date": date,
                }
            )
    return found


def licences(language_model: str, domain: domains.Domain) -> list[dict]:
    ours = language_model == "opt-mini"
    return [
        {
            "part": "catalogue and recommender",
            "licence": domain.licence[0],
            "notice": domain.licence[1],
        },
        {
            "part": "text encoder",
            "licence": "Apache-2.0",
            "notice": f"all-MiniLM-L6-v2 (sentence-transformers), fine-tuned on {'film facts' if domain.facts else 'titles'} and quantised.",
        },
        {
            "part": "language model",
            "licence": "same terms as its training texts (research use)" if ours else "OPT-175B licence (non-commercial research)",
            "notice": "opt-mini, pre-trained from scratch on IMDb reviews (Maas et al. 2011), dialogues about films (CMU DoG, ReDial, INSPIRED), "
            "Wikipedia and Wikinews (CC BY-SA, CC BY 2.5), public-domain books and film facts. No text of them is shipped."
            if ours
            else f"{language_model}: OPT (Zhang et al. 2022), Meta AI, quantised.",
        },
    ]
