"""The graph for transformers.js against transformers' OPTForCausalLM with the same weights."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch

import onnx
from training.export import bundle
from training.export.earlier_bundle import language_model
from training.export.onnx_graph import ShippedGraph
from training.export.peer import text_generation

BUNDLE = Path(__file__).parents[3] / "e2e" / "fixtures" / "bundle"


def test_prefill_and_decode_give_the_logits_of_the_model(tmp_path):
    text_generation.write(BUNDLE, tmp_path)
    manifest = json.loads((BUNDLE / "manifest.json").read_text())
    model, _ = language_model(BUNDLE, manifest)
    graph = ShippedGraph(onnx.load_from_string(bundle.read(BUNDLE, manifest, "llm")))
    model.lm_head.weight = torch.nn.Parameter(graph["head.weight"])  # the shipped head is rounded, the token table is not
    ids = torch.arange(40)[None] * 7 % 400 + 4
    with torch.no_grad():
        expected = model.eval()(ids).logits.numpy()

    session = onnxruntime.InferenceSession((tmp_path / "onnx" / "model.onnx").read_bytes(), providers=["CPUExecutionProvider"])
    config = json.loads((tmp_path / "config.json").read_text())
    empty = np.zeros((1, config["num_attention_heads"], 0, config["hidden_size"] // config["num_attention_heads"]), np.float32)
    cache = {entry.name: empty for entry in session.get_inputs() if entry.name.startswith("past_key_values")}
    done = 0
    for length in (25, 12, 1, 1, 1):
        read = ids[:, done : done + length].numpy()
        done += length
        outputs = session.run(None, {"input_ids": read, "attention_mask": np.ones((1, done), np.int64), **cache})
        named = {entry.name: value for entry, value in zip(session.get_outputs(), outputs)}
        np.testing.assert_allclose(named["logits"], expected[:, done - length : done], atol=2e-3)
        cache = {name: named[name.replace("past_key_values", "present")] for name in cache}
