"""A small layer over onnx.helper: named nodes, initializers, and matrices that are float32 or block-quantised."""

from __future__ import annotations

import numpy as np
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

    def node(self, kind: str, inputs: list[str], output: str, *, outputs: list[str] | None = None, domain: str = "", **attributes) -> str:
        self.nodes.append(helper.make_node(kind, inputs, outputs or [output], name=f"/{output}", domain=domain, **attributes))
        return output

    def multiply(self, name: str, x: str, weight: np.ndarray | Quantised, bias: np.ndarray | None = None) -> str:
        """x @ weight.T + bias; weight [out, in], x [..., in]."""
        if isinstance(weight, Quantised):
            rows, columns = weight.shape
            inputs = [x, self.constant(f"{name}.weight", weight.packed()), self.constant(f"{name}.scales", weight.scales.reshape(-1))]
            if weight.zero_points is not None:
                inputs.append(self.constant(f"{name}.zero_points", weight.packed_zero_points().reshape(-1)))
            attributes = {"N": rows, "K": columns, "bits": weight.bits, "block_size": BLOCK, "accuracy_level": self.accuracy_level}
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


def array(tensor) -> np.ndarray:
    return tensor.detach().float().cpu().numpy()
