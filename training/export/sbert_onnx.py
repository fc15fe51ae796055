"""SBERT (a BERT sentence encoder in sentence-transformers' layout) to one ONNX graph, mean pooling and normalisation inside.

    inputs   input_ids, attention_mask int64 [b, s]
    output   embedding f32 [b, width], of length 1

Only plain operators and onnxruntime's block-quantised MatMulNBits and GatherBlockQuantized, so that WASM and WebGPU run it.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, BertModel

import onnx
from onnx import TensorProto, helper

from ..text.sbert import EXPORTED
from .onnx_graph import MICROSOFT, Graph, array
from .quantise import BLOCK, quantise


@dataclass(frozen=True)
class SbertQuantisation:
    """Bits of the encoder's matrices and of the word table; 0 keeps float32."""

    bits: int = 8
    word_bits: int = 4


def load(folder: Path | str) -> BertModel:
    """transformers' BertModel in float32 on the CPU, after checking that the folder is a mean-pooling BERT encoder."""
    folder = Path(folder)
    pooling = folder / "1_Pooling" / "config.json"
    if not pooling.exists():
        raise FileNotFoundError(f"{pooling} is missing: {folder} is no sentence-transformers folder.")
    settings = json.loads(pooling.read_text())
    if not (settings.get("pooling_mode_mean_tokens") or settings.get("pooling_mode") == "mean"):
        raise ValueError(f"{pooling} asks for another pooling than the mean, which is the only one that can be exported.")
    model = AutoModel.from_pretrained(str(folder)).to(torch.float32).eval()
    if model.config.model_type != "bert" or model.config.hidden_act != "gelu":
        raise ValueError(f"{folder}: only BERT with gelu can be exported, not {model.config.model_type} with {model.config.hidden_act}.")
    return model


def graph_of(folder: Path) -> bytes:
    """The encoder's graph; a restored encoder's as it shipped, since quantising its weights anew would only add error."""
    kept = folder / EXPORTED
    return kept.read_bytes() if kept.exists() else build(load(folder), max_tokens(folder)).SerializeToString()


def shipped(folder: Path) -> BertModel:
    """BertModel with the weights that `graph_of` has: the reference for it."""
    return load(folder) if (folder / EXPORTED).exists() else with_dequantised(load(folder))


def max_tokens(folder: Path | str) -> int:
    """Where a text is cut, in tokens with [CLS] and [SEP]: what Stage 1 trained with, else the least of what versions of
    sentence-transformers store in different files."""
    trained = Path(folder) / "max-tokens.json"
    if trained.exists():
        return int(json.loads(trained.read_text()))
    limits = []
    for name, key in (
        ("config.json", "max_position_embeddings"),
        ("sentence_bert_config.json", "max_seq_length"),
        ("tokenizer_config.json", "model_max_length"),
    ):
        path = Path(folder) / name
        value = json.loads(path.read_text(encoding="utf-8")).get(key) if path.exists() else None
        if value:
            limits.append(int(value))
    return min(limits)


def build(model: BertModel, tokens: int, settings: SbertQuantisation = SbertQuantisation()) -> onnx.ModelProto:
    """model: from `load`. tokens: the longest text, from `max_tokens`; the position table is cut to it."""
    return _Builder(model, tokens, settings).build()


def with_dequantised(model: BertModel, settings: SbertQuantisation = SbertQuantisation()) -> BertModel:
    """A copy of the model that computes in float32 with the weights that the quantised graph has: the reference for it."""
    twin = copy.deepcopy(model)
    linears = [module for layer in twin.encoder.layer for module in layer.modules() if isinstance(module, nn.Linear)]
    with torch.no_grad():
        for module, bits in [(twin.embeddings.word_embeddings, settings.word_bits), *((m, settings.bits) for m in linears)]:
            if bits:
                module.weight.copy_(torch.from_numpy(quantise(array(module.weight), bits).dequantise()))
    return twin


class _Builder(Graph):
    def __init__(self, model: BertModel, tokens: int, settings: SbertQuantisation):
        super().__init__()
        self.bert, self.config, self.tokens, self.settings = model, model.config, tokens, settings

    def linear(self, name: str, x: str, module: nn.Linear) -> str:
        weight = array(module.weight)
        if self.settings.bits:
            return self.multiply(name, x, quantise(weight, self.settings.bits), array(module.bias))
        return self.multiply(name, x, weight, array(module.bias))

    def layer_norm(self, name: str, x: str, module: nn.LayerNorm) -> str:
        return self.norm(name, x, array(module.weight), array(module.bias), float(module.eps))

    def words(self, table: np.ndarray) -> str:
        """[b, s, h]"""
        if not self.settings.word_bits:
            return self.node("Gather", [self.constant("words", table), "input_ids"], "words.rows")
        q = quantise(table, self.settings.word_bits)
        inputs = [
            self.constant("words", q.packed().reshape(len(table), -1)),
            "input_ids",
            self.constant("words.scales", q.scales),
            self.constant("words.zero_points", q.packed_zero_points()),
        ]
        attributes: dict[str, Any] = {"bits": q.bits, "block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
        return self.node("GatherBlockQuantized", inputs, "words.rows", domain=MICROSOFT, **attributes)

    def embed(self) -> str:
        """Word + position + segment 0, normalised."""
        embeddings = self.bert.embeddings
        positions = array(embeddings.position_embeddings.weight)[: self.tokens] + array(embeddings.token_type_embeddings.weight)[0]
        length = self.node("Slice", [self.node("Shape", ["input_ids"], "shape"), "one", "two"], "length")
        rows = self.node("Slice", [self.constant("positions", positions), "zero", length], "positions.rows")
        x = self.node("Add", [self.words(array(embeddings.word_embeddings.weight)), rows], "embeddings.sum")
        return self.layer_norm("embeddings.norm", x, embeddings.LayerNorm)

    def attention(self, name: str, x: str, layer: nn.Module) -> str:
        module = layer.attention.self

        def heads(kind: str, projection: nn.Linear, order: list[int]) -> str:
            y = self.node("Reshape", [self.linear(f"{name}.{kind}", x, projection), "split_heads"], f"{name}.{kind}.split")
            return self.node("Transpose", [y], f"{name}.{kind}.heads", perm=order)

        query, key, value = (
            heads("query", module.query, [0, 2, 1, 3]),
            heads("key", module.key, [0, 2, 3, 1]),
            heads("value", module.value, [0, 2, 1, 3]),
        )
        scores = self.node("Mul", [self.node("MatMul", [query, key], f"{name}.product"), "head_scale"], f"{name}.scaled")
        weights = self.node("Softmax", [self.node("Add", [scores, "mask_bias"], f"{name}.masked")], f"{name}.weights", axis=-1)
        y = self.node("Transpose", [self.node("MatMul", [weights, value], f"{name}.mixed")], f"{name}.turned", perm=[0, 2, 1, 3])
        y = self.linear(f"{name}.out", self.node("Reshape", [y, "join_heads"], f"{name}.joined"), layer.attention.output.dense)
        return self.layer_norm(f"{name}.attention_norm", self.node("Add", [x, y], f"{name}.attention_sum"), layer.attention.output.LayerNorm)

    def build(self) -> onnx.ModelProto:
        hidden, heads = self.config.hidden_size, self.config.num_attention_heads
        for name, value in (("zero", [0]), ("one", [1]), ("two", [2]), ("split_heads", [0, 0, heads, hidden // heads]), ("join_heads", [0, 0, hidden])):
            self.constant(name, np.array(value, np.int64))
        self.constant("head_scale", np.array((hidden // heads) ** -0.5, np.float32))
        self.constant("float_one", np.array(1, np.float32))
        self.constant("lowest", np.array(-1e9, np.float32))
        mask = self.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
        hidden_positions = self.node("Mul", [self.node("Sub", ["float_one", mask], "padding"), "lowest"], "padding_bias")
        self.node("Unsqueeze", [hidden_positions, self.constant("mask_axes", np.array([1, 2], np.int64))], "mask_bias")
        x = self.embed()
        for i, layer in enumerate(self.bert.encoder.layer):
            name = f"layers.{i}"
            x = self.attention(name, x, layer)
            y = self.node("Gelu", [self.linear(f"{name}.fc1", x, layer.intermediate.dense)], f"{name}.gelu", domain=MICROSOFT)
            y = self.linear(f"{name}.fc2", y, layer.output.dense)
            x = self.layer_norm(f"{name}.norm", self.node("Add", [x, y], f"{name}.sum"), layer.output.LayerNorm)
        # the mean's divisor cancels in the normalisation
        weights = self.node("Unsqueeze", [mask, self.constant("last_axis", np.array([2], np.int64))], "mask_column")
        total = self.node("ReduceSum", [self.node("Mul", [x, weights], "kept"), "one"], "total", keepdims=0)
        square = self.node("ReduceSum", [self.node("Mul", [total, total], "squares"), "one"], "square", keepdims=1)
        self.node("Div", [total, self.node("Sqrt", [square], "length_of_total")], "embedding")
        ids = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"]) for name in ("input_ids", "attention_mask")]
        return self.model("sbert", ids, [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", hidden])])
