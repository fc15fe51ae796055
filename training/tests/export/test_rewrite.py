"""The graph of a bundle that is there, written anew."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import onnx
from training.export import bundle, opt_onnx
from training.export.earlier_bundle import EarlierBundle, language_model
from training.export.onnx_graph import ShippedGraph
from training.export.rewrite.__main__ import rewrite

FIXTURE = Path(__file__).parents[3] / "e2e" / "fixtures" / "bundle"


@pytest.fixture
def place(tmp_path):
    """A bundle whose graph is as it was written before: MatMulNBits of the same weights."""
    place = tmp_path / "bundle"
    shutil.copytree(FIXTURE, place)
    manifest = bundle.verify(place)
    kept = ShippedGraph(onnx.load_from_string(bundle.read(place, manifest, "llm")))
    model, _ = language_model(place, manifest)
    before = opt_onnx.Quantisation(attention_bits=8, accuracy_level=0)
    graph = opt_onnx.build(model, before, {name: kept.quantised(f"{name}.weight") for name in opt_onnx.linears(model)})
    bundle.replace(place, "llm", graph.SerializeToString())
    return place


def test_the_weights_are_the_same_and_so_are_the_numbers_that_were_made_of_them(place, tmp_path):
    shipped = EarlierBundle(FIXTURE)
    reference = tmp_path / "reference.json"
    reference.write_text(json.dumps({"files": EarlierBundle(place).fingerprint, "opt": [1]}))
    described = rewrite(place, [reference])
    assert bundle.read(place, bundle.verify(place), "llm") == shipped.read("llm")
    assert described["quantisation"] == shipped.manifest["llm"]["quantisation"]
    assert np.allclose(described["selfTest"]["logits"], shipped.manifest["llm"]["selfTest"]["logits"], atol=1e-4)
    assert json.loads(reference.read_text()) == {"files": shipped.fingerprint, "opt": [1]}


def test_numbers_of_another_bundle_are_refused_before_anything_is_written(place, tmp_path):
    reference = tmp_path / "reference.json"
    reference.write_text(json.dumps({"files": {}}))
    before = EarlierBundle(place).fingerprint
    with pytest.raises(ValueError, match="another bundle"):
        rewrite(place, [reference])
    assert EarlierBundle(place).fingerprint == before
