"""A bundle's language model as transformers.js loads it: token ids and keys and values by heads, as optimum exports OPT.

    inputs   input_ids i64 [1, s]   attention_mask i64 [1, past + s]   past_key_values.{i}.key/.value f32 [1, heads, past, d]
    outputs  logits f32 [1, s, V]   present.{i}.key/.value f32 [1, heads, past + s, d]

The matrices are the bundle's own, quantised as they ship, so that the comparison is of how they are run.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from torch import nn

import onnx
from onnx import TensorProto, helper

from .. import opt_onnx
from ..earlier_bundle import EarlierBundle, language_model
from ..onnx_graph import ShippedGraph, array

EVER = np.iinfo(np.int64).max


class TextGeneration(opt_onnx.Builder):
    def asked(self, x: str) -> str:
        return x

    def numbers(self, name: str, *values: int) -> str:
        return self.constant(name, np.array(values, np.int64))

    def positions(self) -> str:
        """OPT's: how many tokens that are none of the padding stand before each; rows of the position table begin at 2."""
        counted = self.node("CumSum", ["attention_mask", self.constant("axis", np.array(1, np.int64))], "counted")
        rows = self.node("Add", [self.node("Mul", [counted, "attention_mask"], "places"), self.numbers("before", 1)], "rows")
        length = self.node("Slice", [self.node("Shape", ["input_ids"], "shape"), "one", "two"], "length")
        return self.node("Slice", [rows, self.node("Neg", [length], "from"), self.numbers("ever", EVER), "one"], "positions")

    def bias(self) -> str:
        """[1, 1, s, t]: what comes later, and padding, is not attended to."""
        order = self.node(
            "CumSum", [self.node("ConstantOfShape", [self.node("Shape", ["attention_mask"], "mask_shape")], "zeros", value=_one()), "axis"], "order"
        )
        own = self.node("Slice", [order, "from", "ever", "one"], "own_order")  # [1, s]
        down = self.node("Unsqueeze", [own, self.numbers("minus_one", -1)], "down")  # [1, s, 1]
        later = self.node("Greater", [self.node("Unsqueeze", [order, "one"], "across"), down], "later")  # [1, s, t]
        padding = self.node("Equal", [self.node("Unsqueeze", ["attention_mask", "one"], "mask_across"), self.numbers("zero", 0)], "padding")
        hidden = self.node("Or", [later, padding], "hidden")
        masked = self.constant("masked", np.array(-1e9, np.float32))
        chosen = self.node("Where", [hidden, masked, self.constant("open", np.array(0, np.float32))], "chosen")
        return self.node("Unsqueeze", [chosen, "one"], "attention_bias")

    def attention(self, i: int, x: str, module: nn.Module) -> str:
        biases = np.concatenate([array(p.bias) for p in (module.q_proj, module.k_proj, module.v_proj)])
        name = f"layers.{i}"
        parts = [f"{name}.{kind}" for kind in ("query", "key", "value")]
        self.node("Split", [self.linear(f"{name}.qkv", x, biases), "thirds"], parts[0], outputs=parts, axis=2)

        def heads(y: str) -> str:
            return self.node("Transpose", [self.node("Reshape", [y, "heads"], f"{y}.apart")], f"{y}.heads", perm=[0, 2, 1, 3])

        query = heads(self.node("Mul", [parts[0], "scale"], f"{name}.scaled"))
        keys, values = (
            self.node("Concat", [f"past_key_values.{i}.{kind}", heads(f"{name}.{kind}")], f"present.{i}.{kind}", axis=2) for kind in ("key", "value")
        )
        turned = self.node("Transpose", [keys], f"{name}.turned", perm=[0, 1, 3, 2])
        scores = self.node("Add", [self.node("MatMul", [query, turned], f"{name}.scores"), "attention_bias"], f"{name}.masked")
        mixed = self.node("MatMul", [self.node("Softmax", [scores], f"{name}.shares", axis=-1), values], f"{name}.mixed")
        together = self.node("Transpose", [mixed], f"{name}.together", perm=[0, 2, 1, 3])
        return self.node("Reshape", [together, "whole"], f"{name}.attention")

    def build(self) -> onnx.ModelProto:
        decoder, config = self.decoder, self.config
        hidden, heads, layers = config.hidden_size, config.num_attention_heads, config.num_hidden_layers
        self.numbers("thirds", *[hidden] * 3)
        self.numbers("heads", 1, -1, heads, hidden // heads)
        self.numbers("whole", 1, -1, hidden)
        self.numbers("one", 1)
        self.numbers("two", 2)
        self.constant("scale", np.array((hidden // heads) ** -0.5, np.float32))

        def rows(name: str, table: np.ndarray, ids: str) -> str:
            found = self.node("Gather", [self.constant(name, table.astype(np.float16)), ids], f"{name}.rows")
            return self.node("Cast", [found], f"{name}.f32", to=TensorProto.FLOAT)

        tokens = rows("token_embedding", array(decoder.embed_tokens.weight), "input_ids")
        x = self.node("Add", [tokens, rows("position_embedding", array(decoder.embed_positions.weight), self.positions())], "embedded")
        self.bias()
        for i in range(layers):
            x = self.layer(i, x, last=False)
        x = self.layer_norm("final_norm", x, decoder.final_layer_norm)
        self.node("Identity", [self.linear("head", x)], "logits")

        f32, i64 = TensorProto.FLOAT, TensorProto.INT64
        cache = [f"{i}.{kind}" for i in range(layers) for kind in ("key", "value")]

        def kept(prefix: str, length: str) -> list[onnx.ValueInfoProto]:
            return [helper.make_tensor_value_info(f"{prefix}.{name}", f32, [1, heads, length, hidden // heads]) for name in cache]

        ids = [helper.make_tensor_value_info("input_ids", i64, [1, "sequence"]), helper.make_tensor_value_info("attention_mask", i64, [1, "total"])]
        logits = helper.make_tensor_value_info("logits", f32, [1, "sequence", config.vocab_size])
        return self.model("opt", [*ids, *kept("past_key_values", "past")], [logits, *kept("present", "total")])


def _one() -> onnx.TensorProto:
    return helper.make_tensor("one", TensorProto.INT64, [1], [1])


def write(source: Path, out: Path) -> None:
    """config.json, generation_config.json, the tokenizer's files and onnx/model.onnx of a bundle's opt-mini. Raises ValueError for another model."""
    earlier = EarlierBundle(source)
    model, _ = language_model(source, earlier.manifest)
    model.eval()
    graph = ShippedGraph(onnx.load_from_string(earlier.read("llm")))
    quantised = {name: graph.quantised(f"{name}.weight") for name in opt_onnx.linears(model) if graph.rounds(f"{name}.weight")}
    settings = opt_onnx.Quantisation.suited(model.config.hidden_size)
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    (out / "onnx" / "model.onnx").write_bytes(TextGeneration(model, settings, quantised).build().SerializeToString())
    earlier.tokenizer(out)
    (out / "config.json").write_text(model.config.to_json_string())
    special = {name: earlier.manifest["llm"][name] for name in ("bos", "eos")}
    (out / "generation_config.json").write_text(json.dumps({"bos_token_id": special["bos"], "eos_token_id": special["eos"], "pad_token_id": 1}))
