"""What the shipped language model gives for a fixed prompt, so that the page sees at load whether the visitor's device computes right.

python3 -m training.export.checks.self_test public/models/movies ...     writes it into bundles that are already exported; their files stay as they are
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
from safetensors.numpy import load as load_tensors
from tokenizers import Tokenizer

import onnx

from ...command_line import explained
from .. import bundle

POSITIONS = 100  # a pass as long as those of a recommendation: kernels differ by length, and one token finds few faults
COLUMNS = 64  # of the vocabulary, evenly spread
MASKED = -1e9
FLOAT32_ACTIVATIONS, ROUNDED_ACTIVATIONS = 1, 4  # accuracy_level of MatMulNBits
# By how much a logit may differ. Adding float32 numbers in another order, in WASM on one thread or two, natively or on SwiftShader's WebGPU, changes the
# logits of the shipped bundles, which go from -4 to 8, by less than 1e-4; a graphics card's exp and division are coarser. The fault of a kernel that
# this is to find changed them by 3. Where a device may round activations to int8, that alone changes them by up to 0.15 (tests/export/test_opt_onnx.py).
TOLERANCE, ROUNDED_TOLERANCE = 0.05, 0.5


def numbers(graph: bytes, tables: bytes, tokenizer: bytes, titles: list[str], described: dict) -> dict:
    """The manifest's llm.selfTest: `tokens` in plain causal order, the logits behind the last of them in some `columns` of the
    vocabulary, and the `tolerance` that they are compared with.

    Computed by onnxruntime on the CPU with float32 activations. described: the manifest's llm.
    """
    encode = Tokenizer.from_str(tokenizer.decode()).encode
    ids = [described["bos"]]
    for title in titles:
        if len(ids) >= min(POSITIONS, described["contextLength"]):
            break
        ids += encode(title, add_special_tokens=False).ids
    ids = ids[: min(POSITIONS, described["contextLength"])]
    model = onnx.load_from_string(graph)
    tolerance = ROUNDED_TOLERANCE if ROUNDED_ACTIVATIONS in (attribute.i for attribute in accuracy_levels(model)) else TOLERANCE
    logits = last_logits(model, load_tensors(tables), ids, described)
    columns = np.unique(np.linspace(0, described["vocabularySize"] - 1, COLUMNS).astype(int))
    return {"tokens": ids, "columns": columns.tolist(), "logits": [round(float(v), 4) for v in logits[columns]], "tolerance": tolerance}


def accuracy_levels(model: onnx.ModelProto) -> list[onnx.AttributeProto]:
    return [attribute for node in model.graph.node for attribute in node.attribute if attribute.name == "accuracy_level"]


def last_logits(model: onnx.ModelProto, tables: dict[str, np.ndarray], ids: list[int], described: dict) -> np.ndarray:
    """[V] after `ids` in plain causal order. The model's accuracy level is changed: no activation is rounded."""
    for attribute in accuracy_levels(model):
        attribute.i = FLOAT32_ACTIVATIONS
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # one order of sums
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    first = described["positionOffset"]
    embedded = tables["token_embedding"][ids].astype(np.float32) + tables["position_embedding"][first : first + len(ids)].astype(np.float32)
    later = np.arange(len(ids))[None, :] > np.arange(len(ids))[:, None]
    nothing = np.zeros((1, 0, described["hiddenSize"]), np.float32)
    feeds = {
        "inputs_embeds": embedded[None],
        "attention_bias": np.where(later, MASKED, 0).astype(np.float32)[None, None],
        "logit_positions": np.array([len(ids) - 1]),
        **{f"past_key_values.{i}.{kind}": nothing for i in range(described["layers"]) for kind in ("key", "value")},
    }
    return session.run(["logits"], feeds)[0][0, 0]


def of_bundle(folder: Path, manifest: dict) -> dict:
    catalogue = json.loads(bundle.read(folder, manifest, "catalogue"))
    graph, tables, tokenizer = (bundle.read(folder, manifest, key) for key in ("llm", "llmEmbeddings", "llmTokenizer"))
    return numbers(graph, tables, tokenizer, catalogue["titles"], manifest["llm"])


def add(folder: Path) -> dict:
    """Writes the self-test into a bundle's manifest, and returns it."""
    manifest = bundle.verify(folder)
    manifest["llm"]["selfTest"] = of_bundle(folder, manifest)
    part = folder.with_name(f".{folder.name}.manifest.part")
    part.write_text(bundle.dump(manifest), encoding="utf-8")
    part.replace(folder / "manifest.json")
    return bundle.verify(folder)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m training.export.checks.self_test", description=__doc__.split("\n", 1)[0])
    parser.add_argument("bundles", metavar="BUNDLE", type=Path, nargs="+")
    with explained():
        for folder in parser.parse_args().bundles:
            test = add(folder)["llm"]["selfTest"]
            print(f"{folder}: {len(test['tokens'])} positions, logits from {min(test['logits']):.2f} to {max(test['logits']):.2f}")


if __name__ == "__main__":
    main()
