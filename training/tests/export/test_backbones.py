"""Backbones in the fixture bundle that is committed: what they say of themselves, and what is refused."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from training.export import bundle
from training.export.backbones import add as backbone
from training.export.backbones import mlp_llm
from training.export.reference_networks import recommender

FIXTURE = Path(__file__).parents[3] / "e2e/fixtures/bundle"


@pytest.fixture
def work(tmp_path):
    """As much of a work folder as is compared."""
    manifest = bundle.verify(FIXTURE)
    folder = tmp_path / "work"
    (folder / "opt").mkdir(parents=True)
    (folder / "catalogue.json").write_bytes(bundle.read(FIXTURE, manifest, "catalogue"))
    values = np.frombuffer(bundle.read(FIXTURE, manifest, "sbertEmbeddings"), dtype=np.int8).reshape(-1, manifest["aligner"]["textSize"])
    np.save(folder / "sbert-embeddings.npy", values.astype(np.float32) * manifest["sbert"]["embeddingScale"])
    tables = load_file(str(FIXTURE / "opt-embeddings.safetensors"))
    save_file({"model.decoder.embed_tokens.weight": tables["token_embedding"].astype(np.float32)}, str(folder / "opt/model.safetensors"))
    return folder


def test_a_backbone_of_the_same_run_passes(work):
    backbone.check_same_run(work, FIXTURE, bundle.verify(FIXTURE))


@pytest.mark.parametrize("what", ["catalogue", "text embeddings", "language model"])
def test_one_of_another_run_is_refused(work, what):
    if what == "catalogue":
        found = json.loads((work / "catalogue.json").read_text())
        (work / "catalogue.json").write_text(json.dumps({**found, "ids": found["ids"][::-1]}))
    if what == "text embeddings":
        np.save(work / "sbert-embeddings.npy", np.load(work / "sbert-embeddings.npy")[::-1])
    if what == "language model":
        tables = load_file(str(work / "opt/model.safetensors"))
        save_file({name: values + 1 for name, values in tables.items()}, str(work / "opt/model.safetensors"))
    with pytest.raises(ValueError, match=f"another {what}|other {what}"):
        backbone.check_same_run(work, FIXTURE, bundle.verify(FIXTURE))


def test_the_filter_on_which_the_bundle_stands_is_no_further_one(work, tmp_path, monkeypatch):
    out = tmp_path / "bundle"
    shutil.copytree(FIXTURE, out)
    (work / "sasrec.safetensors").write_bytes((out / "sasrec.safetensors").read_bytes())
    (work / "stage1.safetensors").touch()
    monkeypatch.setattr(backbone, "film_coordinates", lambda work: {})
    monkeypatch.setattr(backbone, "aligner_file", lambda work: work / "stage2.safetensors")
    monkeypatch.setattr(backbone, "pack_aligner", lambda *_: (b"", {}))
    with pytest.raises(ValueError, match='stands on "sasrec" already'):
        backbone.add(work, out)


def test_mlp_llm_on_another_sasrec_is_refused(work):
    (work / "sasrec.safetensors").write_bytes(b"another")
    with pytest.raises(ValueError, match="another SASRec"):
        mlp_llm.add(work, FIXTURE)


@pytest.mark.parametrize("name", ["gru4rec", "ncf"])
def test_the_files_say_which_network_they_are(name):
    view = bundle.with_recommender(bundle.verify(FIXTURE), name)
    model = recommender(bundle.read(FIXTURE, view, "sasrec"))
    assert model.architecture == name and model.items.shape == (view["catalogue"]["warm"], view["sasrec"]["hiddenSize"])


def test_metrics_are_of_validation_and_of_both():
    validation = {"users": 24, "hit1": 0.5, "ndcg10": 0.6, "interval": [0.4, 0.6]}
    found = backbone.metrics({"backbone": "ncf", "seed": 1, "filter": {"hit1": 0.3, "ndcg10": 0.4}, "validation": validation})
    assert [(one["system"], one["hit1"], one["split"]) for one in found] == [("a-llmrec", 0.5, "validation"), ("ncf", 0.3, "validation")]
