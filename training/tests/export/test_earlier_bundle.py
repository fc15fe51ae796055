"""What a bundle gives back for further training, against the graphs that it ships."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

import onnx
from training.aligner.projections import Aligner
from training.export import bundle, earlier_bundle
from training.export.earlier_bundle import EarlierBundle
from training.export.onnx_graph import ShippedGraph

FOLDER = Path(__file__).parents[3] / "e2e" / "fixtures" / "bundle"


@pytest.fixture(scope="module")
def manifest():
    return bundle.verify(FOLDER)


def test_the_language_model_computes_what_the_graph_does(manifest):
    model, basis = earlier_bundle.language_model(FOLDER, manifest)
    graph = ShippedGraph(onnx.load_from_string(bundle.read(FOLDER, manifest, "llm")))
    model.lm_head.weight = torch.nn.Parameter(graph["head.weight"])  # the restored one is the token table in 16 bits
    described = manifest["llm"]
    embeddings = 0.1 * np.random.default_rng(0).standard_normal((1, 9, described["hiddenSize"]), dtype=np.float32)
    positions = model.model.decoder.embed_positions.weight.detach().numpy()[2:11]
    feeds = {"inputs_embeds": embeddings + positions, "attention_bias": np.triu(np.full((1, 1, 9, 9), -1e9, np.float32), 1), "logit_positions": np.array([8])}
    empty = np.zeros((1, 0, described["hiddenSize"]), np.float32)
    feeds |= {f"past_key_values.{i}.{kind}": empty for i in range(described["layers"]) for kind in ("key", "value")}
    session = onnxruntime.InferenceSession(bundle.read(FOLDER, manifest, "llm"), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        mine = model(inputs_embeds=torch.from_numpy(embeddings)).logits[0, -1].numpy()
    assert np.allclose(mine, session.run(["logits"], feeds)[0][0, 0], atol=1e-4)
    assert torch.allclose(basis @ basis.T, torch.eye(len(basis)), atol=1e-5)


def test_matrices_of_four_and_eight_bits_come_back_whole(manifest):
    graph = ShippedGraph(onnx.load_from_string(bundle.read(FOLDER, manifest, "sbert")))
    assert graph["words"].shape[1] == manifest["aligner"]["textSize"]
    assert graph["layers.0.query.weight"].shape == (384, 384)


def test_the_aligner_is_exact(manifest, tmp_path, monkeypatch):
    monkeypatch.setattr(EarlierBundle, "check_catalogue", lambda self, work: None)
    EarlierBundle(FOLDER).stage2(tmp_path)
    again = Aligner.load(tmp_path / "stage2.safetensors")
    shipped = earlier_bundle.load_tensors(bundle.read(FOLDER, manifest, "aligner"))
    assert np.array_equal(again.item_projection[0].weight.detach().numpy(), shipped["item_projection.0.weight"])


def test_text_embeddings_are_of_length_one(manifest):
    lengths = np.linalg.norm(earlier_bundle.text_embeddings(FOLDER, manifest), axis=1)
    assert np.allclose(lengths, 1, atol=0.02)


def test_the_seed_of_the_run_is_read_and_needed(manifest):
    assert earlier_bundle.seed_of({**manifest, "run": "2026-11-24 15:13 tiny, seed 12"}) == 12
    with pytest.raises(ValueError, match="does not say the seed"):
        earlier_bundle.seed_of({**manifest, "run": "by hand"})


def test_other_data_than_the_bundles_is_refused(tmp_path):
    (tmp_path / "catalogue.json").write_text('{"ids": [1], "warm": 1, "popularity": [5]}')
    with pytest.raises(ValueError, match="ids, warm, popularity of the catalogue differ"):
        EarlierBundle(FOLDER).check_catalogue(tmp_path)


def test_a_folder_without_a_bundle_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="is no bundle"):
        EarlierBundle(tmp_path)
