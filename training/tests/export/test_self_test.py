"""The numbers of the page's self-test: what transformers gives with the shipped weights, whatever the runtime may round."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import OPTConfig, OPTForCausalLM

from training.export import bundle, opt_onnx
from training.export.checks import self_test
from training.export.opt_onnx import Quantisation

FIXTURE = Path(__file__).parents[3] / "e2e/fixtures/bundle"


@pytest.mark.parametrize("accuracy_level", [0, 4])
def test_agrees_with_transformers(tmp_path, accuracy_level):
    torch.manual_seed(0)
    config = OPTConfig(
        vocab_size=257, hidden_size=64, word_embed_proj_dim=64, num_attention_heads=2, num_hidden_layers=2, ffn_dim=256, max_position_embeddings=128,
        init_std=0.15,
    )  # fmt: skip
    OPTForCausalLM(config).save_pretrained(str(tmp_path))
    model = opt_onnx.load(tmp_path)
    settings = Quantisation(accuracy_level=accuracy_level)
    quantised = opt_onnx.quantise_model(model, settings)
    graph = opt_onnx.build(model, settings, quantised)
    ids = np.random.default_rng(0).integers(0, 257, 100).tolist()
    described = {"positionOffset": 2, "hiddenSize": 64, "layers": 2}
    got = self_test.last_logits(graph, opt_onnx.embeddings(model), ids, described)
    with torch.no_grad():
        wanted = opt_onnx.with_dequantised(model, quantised)(torch.tensor(ids)[None]).logits[0, -1].numpy()
    assert np.abs(got - wanted).max() < 1e-4


def test_a_bundle_of_before_gets_one_and_its_files_stay(tmp_path):
    folder = tmp_path / "bundle"
    shutil.copytree(FIXTURE, folder)
    before = bundle.verify(folder)
    shipped = before["llm"].pop("selfTest")
    (folder / "manifest.json").write_text(bundle.dump(before), encoding="utf-8")
    added = self_test.add(folder)
    test = added["llm"].pop("selfTest")
    assert added == before
    assert len(test["tokens"]) == self_test.POSITIONS and len(test["columns"]) == len(test["logits"]) == self_test.COLUMNS
    assert (test["tokens"], test["columns"]) == (shipped["tokens"], shipped["columns"])
    assert np.allclose(test["logits"], shipped["logits"], atol=1e-3)
