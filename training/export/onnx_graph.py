"""A small layer over onnx.helper: named nodes, initializers, and matrices that are float32 or block-quantised; and the way back into PyTorch.

A quantised matrix is multiplied with by MatMulNBits, which keeps it small in memory; or, `widened`, by a plain MatMul behind nodes that hang on nothing but
constants: the runtime folds these when it creates the session, so that the file is as small, and every pass is one of float32. Of few rows
MatMulNBits of 8 bits spends most of its time on making the whole matrix float32 again, in each pass.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch

import onnx
from onnx import TensorProto, helper, numpy_helper

from .quantise import BLOCK, Quantised

MICROSOFT = "com.microsoft"
OPSET, IR_VERSION = 17, 8


class Graph:
    def __init__(self, accuracy_level: int = 0, *, widened: bool = False):
        """accuracy_level: of MatMulNBits; 4 lets the runtime round activations to int8 where it has a kernel for that."""
        self.accuracy_level, self.widened = accuracy_level, widened
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
        if isinstance(weight, Quantised) and self.widened:
            y = self.node("MatMul", [x, self.widen(name, weight)], f"{name}.product")
        elif isinstance(weight, Quantised):
            rows, columns = weight.shape
            inputs = [x, self.constant(f"{name}.weight", weight.packed()), self.constant(f"{name}.scales", weight.scales.reshape(-1))]
            if (zero_points := weight.packed_zero_points()) is not None:
                inputs.append(self.constant(f"{name}.zero_points", zero_points.reshape(-1)))
            attributes: dict[str, Any] = {"N": rows, "K": columns, "bits": weight.bits, "block_size": BLOCK, "accuracy_level": self.accuracy_level}
            y = self.node("MatMulNBits", inputs, f"{name}.product", domain=MICROSOFT, **attributes)
        else:
            y = self.node("MatMul", [x, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
        return y if bias is None else self.node("Add", [y, self.constant(f"{name}.bias", bias)], f"{name}.sum")

    def widen(self, name: str, weight: Quantised) -> str:
        """The matrix [in, out] in float32, made from constants alone: scale * (q - zero point) of each block, as MatMulNBits does."""
        stored = Widened.of(weight)
        bits, (rows, columns) = weight.bits, weight.shape
        codes = self.node("Cast", [self.constant(f"{name}.weight", stored.codes)], f"{name}.codes", to=TensorProto.FLOAT)
        if bits == 4:
            sixteen, sixteenth = self.constant(f"{name}.sixteen", np.array(16, np.float32)), self.constant(f"{name}.sixteenth", np.array(1 / 16, np.float32))
            high = self.node("Floor", [self.node("Mul", [codes, sixteenth], f"{name}.sixteenths")], f"{name}.high")
            low = self.node("Sub", [codes, self.node("Mul", [high, sixteen], f"{name}.sixteens")], f"{name}.low")
            codes = self.node("Concat", [low, high], f"{name}.unpacked", axis=1)
        zero = self.node("Cast", [self.constant(f"{name}.zero_points", stored.zero_points)], f"{name}.zero", to=TensorProto.FLOAT)
        steps = self.node("Sub", [codes, zero], f"{name}.steps")
        values = self.node("Mul", [steps, self.constant(f"{name}.scales", stored.scales)], f"{name}.values")
        return self.node("Reshape", [values, self.constant(f"{name}.shape", np.array([columns, rows], np.int64))], f"{name}.matrix")

    def norm(self, name: str, x: str, scale: np.ndarray, bias: np.ndarray | None, epsilon: float) -> str:
        inputs = [x, self.constant(f"{name}.weight", scale)] + ([] if bias is None else [self.constant(f"{name}.bias", bias)])
        return self.node("LayerNormalization", inputs, f"{name}.output", axis=-1, epsilon=epsilon)

    def model(self, name: str, inputs: list, outputs: list) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.initializers)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="matinee")


def array(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().float().cpu().numpy()


class Widened(NamedTuple):
    """How `Graph.widen` stores a matrix: as it is multiplied with, [in, out], so that folding needs no transposition.

    codes: uint8 [blocks, block * bits / 8, out]; at 4 bits the low halves of the bytes are a block's first sixteen, the high ones the rest.
    scales: f32 [blocks, 1, out]; zero_points: uint8 [blocks, 1, out].
    """

    codes: np.ndarray
    scales: np.ndarray
    zero_points: np.ndarray

    @classmethod
    def of(cls, weight: Quantised) -> Widened:
        q = weight.q.transpose(1, 2, 0)
        half = q.shape[1] // 2
        zero = np.full(weight.scales.shape, 2 ** (weight.bits - 1), np.uint8) if weight.zero_points is None else weight.zero_points
        return cls(q if weight.bits == 8 else q[:, :half] | (q[:, half:] << 4), weight.scales.T[:, None], zero.T[:, None])

    def quantised(self) -> Quantised:
        bits = 8 * self.codes.shape[1] // BLOCK
        q = self.codes if bits == 8 else np.concatenate([self.codes & 15, self.codes >> 4], axis=1)
        return Quantised(q.transpose(2, 0, 1), self.scales[:, 0].T, self.zero_points[:, 0].T, bits)


class ShippedGraph:
    """The tensors of an exported graph, quantised ones as the runtime multiplies with them."""

    def __init__(self, model: onnx.ModelProto):
        self._tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        self._quantised: dict[str, tuple[int, int, list[str]]] = {}  # bits, block size, names of codes, scales, zero points
        self._widened: dict[str, Widened] = {}
        for node in model.graph.node:
            names = [name for name in node.input if name in self._tensors]
            if node.op_type in ("MatMulNBits", "GatherBlockQuantized"):
                attributes = {a.name: a.i for a in node.attribute}
                self._quantised[names[0]] = attributes["bits"], attributes["block_size"], names
            elif node.op_type == "Cast" and names and names[0].endswith(".weight"):
                own = names[0].removesuffix("weight")
                self._widened[names[0]] = Widened(*(self._tensors[own + key] for key in ("weight", "scales", "zero_points")))

    def __getitem__(self, name: str) -> torch.Tensor:
        """A tensor in f32; a matrix as [out, in]."""
        if not self.rounds(name):
            return torch.from_numpy(np.array(self._tensors[name], np.float32))
        return torch.from_numpy(self.quantised(name).dequantise())

    def rounds(self, name: str) -> bool:
        """Whether it is quantised."""
        return name in self._quantised or name in self._widened

    def quantised(self, name: str) -> Quantised:
        """A matrix as it is stored: rounding a restored one again would not give the same."""
        if name in self._widened:
            return self._widened[name].quantised()
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
