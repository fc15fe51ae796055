"""OPT (Zhang et al. 2022) from a Hugging Face folder to an ONNX graph that onnxruntime-web runs on WebGPU and WASM.

The graph is written node by node instead of traced, because it uses onnxruntime's operators for block-quantised weights. What attends to what is an
input: plain causal order, or films as blocks (prompts/blocks.py). Keys and values come and go a position a row, so that those of a film can be kept and gathered.

    inputs   inputs_embeds f32 [1, s, h]                       token or soft-token embedding + learned position (offset 2)
             past_key_values.{i}.key/.value f32 [1, past, h]   of what has been read and is attended to
             attention_bias f32 [1, 1, s, past + s]            0 where a position attends to another, very negative where it does not
             logit_positions int64 [n]                         of the s positions, those whose next token is asked for
    outputs  logits f32 [1, n, V]                              present.{i}.key/.value f32 [1, s, h] of the new positions alone
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import AutoConfig, OPTForCausalLM

import onnx
from onnx import TensorProto, helper

from .onnx_graph import Graph, array
from .quantise import BLOCK, Quantised, quantise


@dataclass(frozen=True)
class Quantisation:
    """Bits of the feed-forward, attention and head matrices; bits=0 keeps everything float32 (for parity tests).

    accuracy_level 4 lets the runtime round activations to int8 where it has a kernel for that; 0 keeps them float32. widened: the runtime makes the
    matrices float32 once, when it loads them (`Graph.widen`).
    """

    bits: int = 4
    attention_bits: int = 4
    head_bits: int = 8
    zero_points: bool = True
    accuracy_level: int = 4
    widened: bool = False

    @classmethod
    def suited(cls, hidden: int) -> Quantisation:
        """A narrow model keeps its attention at 8 bits, for half a megabyte: opt-mini finds a soft token's title by it, and the
        divergence of its choices from float falls from 0.026 to 0.001 (KL, synthetic prompts with 20 titles). Its activations
        stay float32, so that WebGPU and WASM name the same film; and its matrices are widened, for 16 MB of memory."""
        return cls(attention_bits=8, accuracy_level=0, widened=True) if hidden < 512 else cls()

    def bits_of(self, name: str) -> int:
        kind = name.split(".")[-1]
        return self.head_bits if kind == "head" else self.attention_bits if kind in ("qkv", "out") else self.bits

    def describe(self) -> str:
        if not self.bits:
            return "none (float32)"
        kind = "asymmetric" if self.zero_points else "symmetric"
        widths = f"{self.bits}-bit feed-forward, {self.attention_bits}-bit attention, {self.head_bits}-bit head"
        how = "float32 once it is loaded" if self.widened else f"MatMulNBits, accuracy level {self.accuracy_level}"
        return f"{widths}, {kind}, block {BLOCK}, {how}"


FLOAT = Quantisation(bits=0, attention_bits=0, head_bits=0)


def load(folder: Path | str) -> OPTForCausalLM:
    """The checkpoint as transformers' OPTForCausalLM in float32 on the CPU, with its configuration checked."""
    config = AutoConfig.from_pretrained(str(folder))
    if config.model_type != "opt":
        raise ValueError(f'{folder} holds a "{config.model_type}" model. Only OPT checkpoints can be exported.')
    if config.activation_function != "relu":
        raise ValueError(f'{folder}: OPT with the activation "{config.activation_function}" is not supported, only relu.')
    return OPTForCausalLM.from_pretrained(str(folder)).to(torch.float32).eval()


def embeddings(model: OPTForCausalLM) -> dict[str, np.ndarray]:
    """token_embedding f32 [V, h] with project_in folded in, position_embedding f32 [context + 2, h]."""
    decoder = model.model.decoder
    tokens = array(decoder.embed_tokens.weight)
    if decoder.project_in is not None:
        tokens = tokens @ array(decoder.project_in.weight).T
    return {"token_embedding": tokens, "position_embedding": array(decoder.embed_positions.weight)}


def linears(model: OPTForCausalLM) -> dict[str, tuple[nn.Module, ...]]:
    """The layers behind every matrix that is multiplied with in the graph, by its name there; q, k and v are one matrix."""
    decoder = model.model.decoder
    named: dict[str, tuple[nn.Module, ...]] = {}
    for i, layer in enumerate(decoder.layers):
        attention = layer.self_attn
        named[f"layers.{i}.qkv"] = attention.q_proj, attention.k_proj, attention.v_proj
        named[f"layers.{i}.out"] = (attention.out_proj,)
        named[f"layers.{i}.fc1"] = (layer.fc1,)
        named[f"layers.{i}.fc2"] = (layer.fc2,)
    if decoder.project_out is not None:
        named["project_out"] = (decoder.project_out,)
    named["head"] = (model.lm_head,)
    return named


def matrix(layers: tuple[nn.Module, ...]) -> np.ndarray:
    """[out, in]"""
    return np.concatenate([array(layer.weight) for layer in layers])


def quantise_model(model: OPTForCausalLM, settings: Quantisation) -> dict[str, Quantised]:
    return {name: quantise(matrix(layers), settings.bits_of(name), zero_points=settings.zero_points) for name, layers in linears(model).items()}


def build(model: OPTForCausalLM, settings: Quantisation = Quantisation(), quantised: dict[str, Quantised] | None = None) -> onnx.ModelProto:
    """model: from `load`. quantised: weights to use instead of rounding here."""
    if settings.bits and quantised is None:
        quantised = quantise_model(model, settings)
    return Builder(model, settings, quantised or {}).build()


def with_dequantised(model: OPTForCausalLM, quantised: dict[str, Quantised]) -> OPTForCausalLM:
    """A copy of the model that computes in float32 with the weights that the quantised graph has: the reference for it."""
    twin = copy.deepcopy(model)
    twin.lm_head.weight = torch.nn.Parameter(twin.lm_head.weight.detach().clone())  # untied: only the head is quantised
    layers = linears(twin)
    with torch.no_grad():
        for name, weight in quantised.items():
            for layer, values in zip(layers[name], torch.from_numpy(weight.dequantise()).chunk(len(layers[name]))):
                layer.weight.copy_(values)
    return twin


class Builder(Graph):
    def __init__(self, model: OPTForCausalLM, settings: Quantisation, quantised: dict[str, Quantised]):
        super().__init__(settings.accuracy_level, widened=settings.widened)
        self.decoder, self.config = model.model.decoder, model.config
        self.weights = {name: quantised[name] if name in quantised else matrix(layers) for name, layers in linears(model).items()}

    def linear(self, name: str, x: str, bias: np.ndarray | None = None) -> str:
        return self.multiply(name, x, self.weights[name], bias)

    def layer_norm(self, name: str, x: str, module: nn.LayerNorm) -> str:
        scale = np.ones(module.normalized_shape, np.float32) if module.weight is None else array(module.weight)
        return self.norm(name, x, scale, None if module.bias is None else array(module.bias), float(module.eps))

    def asked(self, x: str) -> str:
        """[1, s, h] -> [1, n, h]"""
        return self.node("Gather", [x, "logit_positions"], f"{x}.asked", axis=1)

    def attention(self, i: int, x: str, module: nn.Module) -> str:
        """Attention over the past and x, masked by the bias and scaled by head_size^-0.5, as OPT does."""
        biases = [p.bias for p in (module.q_proj, module.k_proj, module.v_proj)]
        qkv = self.linear(f"layers.{i}.qkv", x, None if biases[0] is None else np.concatenate([array(b) for b in biases]))
        name = f"layers.{i}"
        query, key, value = f"{name}.query", f"present.{i}.key", f"present.{i}.value"
        self.node("Split", [qkv, "thirds"], query, outputs=[query, key, value], axis=2)
        keys = self.node("Concat", [f"past_key_values.{i}.key", key], f"{name}.keys", axis=1)  # [1, t, h]
        values = self.node("Concat", [f"past_key_values.{i}.value", value], f"{name}.values", axis=1)

        def heads(y: str, order: list[int]) -> str:
            return self.node("Transpose", [self.node("Reshape", [y, "heads"], f"{y}.apart")], f"{y}.heads", perm=order)

        scaled = self.node("Mul", [query, "scale"], f"{name}.scaled")
        scores = self.node("MatMul", [heads(scaled, [0, 2, 1, 3]), heads(keys, [0, 2, 3, 1])], f"{name}.scores")  # [1, heads, s, t]
        masked = self.node("Add", [scores, "attention_bias"], f"{name}.masked")
        shares = self.node("Softmax", [masked], f"{name}.shares", axis=-1)
        mixed = self.node("MatMul", [shares, heads(values, [0, 2, 1, 3])], f"{name}.mixed")
        together = self.node("Transpose", [mixed], f"{name}.together", perm=[0, 2, 1, 3])
        return self.node("Reshape", [together, "whole"], f"{name}.attention")

    def layer(self, i: int, x: str, last: bool) -> str:
        """One decoder layer; pre-LN as in OPT-125m and -1.3b, or post-LN as in OPT-350m. The last layer's feed-forward runs
        on the positions that are asked for only, because nothing else reaches the head."""
        layer, name = self.decoder.layers[i], f"layers.{i}"
        pre = layer.do_layer_norm_before
        residual = x
        if pre:
            x = self.layer_norm(f"{name}.attention_norm", x, layer.self_attn_layer_norm)
        x = self.attention(i, x, layer.self_attn)
        if last:
            x, residual = self.asked(x), self.asked(residual)
        x = self.linear(f"{name}.out", x, _bias(layer.self_attn.out_proj))
        x = self.node("Add", [residual, x], f"{name}.attention_residual")
        if not pre:
            x = self.layer_norm(f"{name}.attention_norm", x, layer.self_attn_layer_norm)
        residual = x
        if pre:
            x = self.layer_norm(f"{name}.feed_forward_norm", x, layer.final_layer_norm)
        x = self.linear(f"{name}.fc1", x, _bias(layer.fc1))
        x = self.node("Relu", [x], f"{name}.relu")
        x = self.linear(f"{name}.fc2", x, _bias(layer.fc2))
        x = self.node("Add", [residual, x], f"{name}.feed_forward_residual")
        return x if pre else self.layer_norm(f"{name}.feed_forward_norm", x, layer.final_layer_norm)

    def build(self) -> onnx.ModelProto:
        decoder, config = self.decoder, self.config
        hidden, heads = config.hidden_size, config.num_attention_heads
        self.constant("thirds", np.array([hidden] * 3, np.int64))
        self.constant("heads", np.array([1, -1, heads, hidden // heads], np.int64))
        self.constant("whole", np.array([1, -1, hidden], np.int64))
        self.constant("scale", np.array((hidden // heads) ** -0.5, np.float32))
        x = "inputs_embeds"
        for i in range(config.num_hidden_layers):
            x = self.layer(i, x, last=i == config.num_hidden_layers - 1)
        if decoder.final_layer_norm is not None:
            x = self.layer_norm("final_norm", x, decoder.final_layer_norm)
        if decoder.project_out is not None:
            x = self.linear("project_out", x)
        self.node("Identity", [self.linear("head", x)], "logits")

        f32, i64 = TensorProto.FLOAT, TensorProto.INT64
        inputs = [helper.make_tensor_value_info("inputs_embeds", f32, [1, "sequence_length", hidden])]
        outputs = [helper.make_tensor_value_info("logits", f32, [1, "asked", config.vocab_size])]
        for i in range(config.num_hidden_layers):
            for kind in ("key", "value"):
                for values, name, length in ((inputs, "past_key_values", "past_length"), (outputs, "present", "sequence_length")):
                    values.append(helper.make_tensor_value_info(f"{name}.{i}.{kind}", f32, [1, length, hidden]))
        inputs.append(helper.make_tensor_value_info("attention_bias", f32, [1, 1, "sequence_length", "total_length"]))
        inputs.append(helper.make_tensor_value_info("logit_positions", i64, ["asked"]))
        return self.model("opt", inputs, outputs)


def _bias(linear: nn.Linear) -> np.ndarray | None:
    return None if linear.bias is None else array(linear.bias)
