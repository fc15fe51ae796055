"""A trained backbone (training/evaluation/comparisons/backbones.py) goes into a bundle of the same run that is there already."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load as load_tensors
from safetensors.numpy import load_file

from ...aligner.stage2 import aligner_file
from ...data.files import read_json, require
from ...evaluation import calibration
from ...evaluation.comparisons import backbones
from ...loop.progress import Say
from .. import bundle
from ..export import aligner_of, film_coordinates, pack_aligner, pack_sasrec
from ..quantise import quantise_rows


def add(work: Path, out: Path, log: Say = print) -> dict:
    """Adds the backbone of its own work folder, as `backbones` leaves it, to the bundle in `out`. -> the bundle's manifest

    Raises ValueError where it was trained beside another bundle: its soft tokens would be read by a language model that it does not know.
    """
    manifest = bundle.verify(out)
    check_same_run(work, out, manifest)
    catalogue = json.loads(bundle.read(out, manifest, "catalogue"))
    recommender, described = pack_sasrec(require(work / "sasrec.safetensors", "sasrec"))
    aligner, packed = pack_aligner(require(work / "stage1.safetensors", "stage1"), aligner_file(work), film_coordinates(work))
    described = {"architecture": described.get("architecture", "sasrec"), **described}
    if described["architecture"] == manifest["sasrec"].get("architecture", "sasrec"):
        raise ValueError(f'The bundle in {out} stands on "{described["architecture"]}" already.')
    own = {
        "recommender": described,
        "aligner": aligner_of(packed, catalogue),
        **calibration.of_manifest(work),
        "metrics": metrics(read_json(work / "backbone.json", "backbone")),
    }
    manifest = bundle.add_backbone(out, {"recommender": recommender, "aligner": aligner}, own)
    log(f"export: {described['architecture']} in {out}, {(len(recommender) + len(aligner)) / 1e6:.1f} MB when it is chosen")
    return manifest


def check_same_run(work: Path, out: Path, manifest: dict) -> None:
    """Catalogue, text embeddings and the language model's table of tokens are the bundle's."""
    mine, shipped = read_json(work / "catalogue.json", "catalogue"), json.loads(bundle.read(out, manifest, "catalogue"))
    if different := [name for name in ("ids", "warm", "popularity") if mine[name] != shipped[name]]:
        raise ValueError(f"{work} has another catalogue than the bundle in {out}: {', '.join(different)} differ.")
    if quantise_rows(np.load(require(work / "sbert-embeddings.npy", "stage1")))[0].tobytes() != bundle.read(out, manifest, "sbertEmbeddings"):
        raise ValueError(f"{work} has other text embeddings than the bundle in {out}: train the backbone in the bundle's own work folder.")
    table = load_tensors(bundle.read(out, manifest, "llmEmbeddings"))["token_embedding"]
    tensors = load_file(str(require(work / "opt" / "model.safetensors", "pretrain")))
    if not any(values.shape == table.shape and np.array_equal(values.astype(np.float16), table) for values in tensors.values()):
        raise ValueError(f"{work} has another language model than the bundle in {out}: train the backbone in the bundle's own work folder.")


def metrics(found: dict[str, Any]) -> list[dict]:
    """On validation, in PyTorch: A-LLMRec on the filter, and the filter alone."""
    together = found["validation"]
    shared = {"split": "validation", "by": "pytorch", "users": together["users"], "candidates": 20, "seed": found["seed"]}
    date = datetime.date.today().isoformat()
    return [
        {"system": backbones.SYSTEM, **shared, "hit1": together["hit1"], "ndcg10": together["ndcg10"], "interval": together["interval"], "date": date},
        {"system": found["backbone"], **shared, "hit1": found["filter"]["hit1"], "ndcg10": found["filter"]["ndcg10"], "date": date},
    ]
