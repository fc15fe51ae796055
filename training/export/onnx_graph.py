"""A small layer over onnx.helper: named nodes, initializers, and matrices that are float32 or block-quantised; and the way back into PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

import onnx
from onnx import helper, numpy_helper

from .quantise import BLOCK, Quantised

MICROSOFT = "com.microsoft"
OPSET, IR_VERSION = 17, 8


class Graph:
    def __init__(self, accuracy_level: int = 0):
        """accuracy_level: of MatMulNBits; 4 lets the runtime round activations to int8 where it has a kernel for that."""
        self.accuracy_level = accuracy_level
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, *, outputs: list[str] | None = None, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, outputs or [output], name=f"/{output}", domain=domain, **attributes))
        return output

    def multiply(self, name: str, x: str, weight: np.ndarray | Quantised, bias: np.ndarray | None = None) -> str:
        """x @ weight.T + bias; weight [out, in], x [..., in]."""
        if isinstance(weight, Quantised):
            rows, columns = weight.shape
            inputs = [x, self.constant(f"{name}.weight", weight.packed()), self.constant(f"{name}.scales", weight.scales.reshape(-1))]
            if (zero_points := weight.packed_zero_points()) is not None:
                inputs.append(self.constant(f"{name}.zero_points", zero_points.reshape(-1)))
            attributes: dict[str, Any] = {"N": rows, "K": columns, "bits": weight.bits, "block_size": BLOCK, "accuracy_level": self.accuracy_level}
            y = self.node("MatMulNBits", inputs, f"{name}.product", domain=MICROSOFT, **attributes)
        else:
            y = self.node("MatMul", [x, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
        return y if bias is None else self.node("Add", [y, self.constant(f"{name}.bias", bias)], f"{name}.sum")

    def norm(self, name: str, x: str, scale: np.ndarray, bias: np.ndarray | None, epsilon: float) -> str:
        inputs = [x, self.constant(f"{name}.weight", scale)] + ([] if bias is None else [self.constant(f"{name}.bias", bias)])
        return self.node("LayerNormalization", inputs, f"{name}.output", axis=-1, epsilon=epsilon)

    def model(self, name: str, inputs: list, outputs: list) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.initializers)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="matinee")


def array(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().float().cpu().numpy()


class ShippedGraph:
    """The tensors of an exported graph, quantised ones as the runtime multiplies with them."""

    def __init__(self, model: onnx.ModelProto):
        self._tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        self._quantised: dict[str, tuple[int, int, list[str]]] = {}  # bits, block size, names of codes, scales, zero points
        for node in model.graph.node:
            if node.op_type in ("MatMulNBits", "GatherBlockQuantized"):
                attributes = {a.name: a.i for a in node.attribute}
                names = [name for name in node.input if name in self._tensors]
                self._quantised[names[0]] = attributes["bits"], attributes["block_size"], names

    def __getitem__(self, name: str) -> torch.Tensor:
        """A tensor in f32; a matrix as [out, in]."""
        if not self.rounds(name):
            return torch.from_numpy(np.array(self._tensors[name], np.float32))
        return torch.from_numpy(self.quantised(name).dequantise())

    def rounds(self, name: str) -> bool:
        """Whether it is quantised."""
        return name in self._quantised

    def quantised(self, name: str) -> Quantised:
        """A matrix as it is stored: rounding a restored one again would not give the same."""
        bits, block, (codes, scales, *zeros) = self._quantised[name]

        def unpack(packed: np.ndarray) -> np.ndarray:
            return packed if bits == 8 else np.stack([packed & 15, packed >> 4], axis=-1).reshape(*packed.shape[:-1], -1)

        values = self._tensors[codes]
        rows = len(values)
        q = unpack(values).reshape(rows, -1, block)
        zero_points = unpack(self._tensors[zeros[0]].reshape(rows, -1))[:, : q.shape[1]] if zeros else None
        return Quantised(q, self._tensors[scales].reshape(rows, -1), zero_points, bits)

    @torch.no_grad()
    def fill(self, name: str, *modules: torch.nn.Module) -> None:
        """Weight and bias of a linear layer or a norm, or of several that are one in the graph."""
        for part in ("weight", "bias"):
            for module, values in zip(modules, self[f"{name}.{part}"].chunk(len(modules))):
                getattr(module, part).copy_(values)
