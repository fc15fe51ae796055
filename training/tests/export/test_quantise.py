"""Block quantisation: the packing is onnxruntime's, the error is what the bits allow."""

import numpy as np
import onnxruntime
import pytest

import onnx
from onnx import TensorProto, helper
from training.export.onnx_graph import Graph, ShippedGraph
from training.export.quantise import quantise, quantise_rows


def weights(rows=48, columns=96, seed=0):
    rng = np.random.default_rng(seed)
    w = rng.normal(size=(rows, columns)).astype(np.float32)
    w[0, 5], w[3] = 20, 0  # an outlier and a row of zeros
    return w


def relative_error(w, q):
    return float(np.square(q.dequantise() - w).sum() / np.square(w).sum())


def multiplying(q, *, widened):
    graph = Graph(accuracy_level=0, widened=widened)
    graph.node("Identity", [graph.multiply("w", "x", q)], "y")
    value = lambda name, width: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, width])
    return graph.model("one", [value("x", q.shape[1])], [value("y", q.shape[0])])


@pytest.mark.parametrize("widened", [False, True])
@pytest.mark.parametrize("zero_points", [True, False])
@pytest.mark.parametrize("bits", [4, 8])
def test_onnxruntime_and_we_unpack_what_we_packed(bits, zero_points, widened):
    q = quantise(weights(), bits, zero_points=zero_points)
    model = multiplying(q, widened=widened)
    x = np.random.default_rng(1).normal(size=(1, 3, 96)).astype(np.float32)
    assert np.abs(onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})[0] - x @ q.dequantise().T).max() < 1e-4
    shipped = ShippedGraph(model)
    assert shipped.rounds("w.weight") and np.array_equal(shipped.quantised("w.weight").q, q.q)
    assert np.array_equal(shipped["w.weight"].numpy(), q.dequantise())


def test_a_widened_matrix_costs_a_pass_nothing(tmp_path):
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "folded.onnx")
    options.log_severity_level = 3  # that the folded file is for this machine alone
    onnxruntime.InferenceSession(multiplying(quantise(weights()), widened=True).SerializeToString(), options)
    assert [node.op_type for node in onnx.load(tmp_path / "folded.onnx").graph.node] == ["MatMul"]


def test_more_freedom_never_costs_much():
    w = weights()
    errors = {(bits, zero): relative_error(w, quantise(w, bits, zero_points=zero)) for bits in (4, 8) for zero in (True, False)}
    assert errors[4, True] < 0.01 and errors[4, False] < 0.012  # normal weights in blocks of 32
    assert errors[8, True] < errors[4, True] / 100


def test_scale_search_beats_the_plain_range():
    w = weights()[4:]
    blocks = w.reshape(len(w), -1, 32)
    low, high = np.minimum(blocks.min(-1, keepdims=True), 0), np.maximum(blocks.max(-1, keepdims=True), 0)
    scale = (high - low) / 15
    zero = np.rint(-low / scale)
    plain = (np.clip(np.rint(blocks / scale) + zero, 0, 15) - zero) * scale
    assert relative_error(w, quantise(w)) < float(np.square(plain - blocks).sum() / np.square(w).sum())


def test_zeros_stay_zero():
    assert not quantise(weights()).dequantise()[3].any()
    assert not quantise(weights(), zero_points=False).dequantise()[3].any()


def test_refuses_a_width_that_is_no_multiple_of_the_block():
    with pytest.raises(ValueError, match="multiple of 32"):
        quantise(np.zeros((4, 50), np.float32))


def test_rows_share_one_scale():
    values = np.random.default_rng(0).normal(size=(100, 384)).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    codes, scale = quantise_rows(values)
    cosine = (codes * scale * values).sum(1) / np.linalg.norm(codes * scale, axis=1)
    assert codes.dtype == np.int8 and cosine.min() > 0.999
