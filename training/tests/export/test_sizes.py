"""A bundle with the shape of a real checkpoint, small: it goes through the exporter whole, and says nothing that was measured with another model."""

import json
from pathlib import Path

import pytest
from transformers import AutoTokenizer

from training.export import bundle, opt_onnx
from training.export.checks import sizes

FIXTURE = Path(__file__).parents[3] / "e2e/fixtures/bundle"
SMALL = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "ffn_dim": 128}
SHAPES = {"pre-LN": SMALL, "post-LN, narrow embedding": {**SMALL, "word_embed_proj_dim": 32, "do_layer_norm_before": False}}


@pytest.mark.parametrize("shape", SHAPES)
def test_bundles_of_a_shape(tmp_path, monkeypatch, shape):
    monkeypatch.setattr(sizes, "SHAPES", SHAPES)
    monkeypatch.setattr(sizes, "VOCABULARY", 1024)
    monkeypatch.setattr(sizes, "CONTEXT", 256)
    sizes.bundles(shape, FIXTURE, tmp_path, seed=0)

    config = opt_onnx.load(tmp_path / "checkpoint").config
    assert (config.hidden_size, config.vocab_size, config.do_layer_norm_before) == (64, 1024, shape == "pre-LN")
    assert len(AutoTokenizer.from_pretrained(str(tmp_path / "checkpoint"))) == 1024
    for structure in sizes.STRUCTURES:
        manifest = bundle.verify(tmp_path / structure)
        assert manifest["llm"]["hiddenSize"] == 64 and len(manifest["llm"]["selfTest"]["tokens"]) == 100
        assert manifest["prompt"]["structure"] == structure
        assert not {"calibration", "results"} & set(manifest) and manifest["metrics"] == []
        assert "shortlistSize" not in manifest["aligner"]
        catalogue = json.loads(bundle.read(tmp_path / structure, manifest, "catalogue"))
        assert catalogue == json.loads(bundle.read(FIXTURE, bundle.verify(FIXTURE), "catalogue"))
