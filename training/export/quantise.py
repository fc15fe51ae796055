"""Block-wise weights of 4 or 8 bits, in the layout of onnxruntime's com.microsoft.MatMulNBits.

A weight matrix [out, in] is cut along `in` into blocks of 32; a block has one float scale and, optionally, one integer zero
point: w ~ scale * (q - zero_point). Rounding is to nearest; the scale is searched for the smallest squared error, which
matters at 4 bits, where one outlier would otherwise set the step of its whole block.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

BLOCK = 32
SLICE = 250_000  # weights that one thread searches at a time: its few copies of them stay in the processor's cache
SHRINK = np.linspace(0.7, 1.1, 41, dtype=np.float32)  # of the scale that just covers the block's range


@dataclass(frozen=True)
class Quantised:
    """q: uint8 [out, blocks, block], not packed; scales: f32 [out, blocks]; zero_points: uint8 [out, blocks] or None (middle)."""

    q: np.ndarray
    scales: np.ndarray
    zero_points: np.ndarray | None
    bits: int

    @property
    def shape(self) -> tuple[int, int]:
        rows, blocks, block = self.q.shape
        return rows, blocks * block

    def dequantise(self) -> np.ndarray:
        """f32 [out, in]: what the runtime multiplies with."""
        zero = 2 ** (self.bits - 1) if self.zero_points is None else self.zero_points[..., None].astype(np.float32)
        return ((self.q.astype(np.float32) - zero) * self.scales[..., None]).reshape(self.shape)

    def packed(self) -> np.ndarray:
        """uint8 [out, blocks, block * bits / 8]; at 4 bits the even element is in the low half of a byte."""
        if self.bits == 8:
            return self.q
        return (self.q[..., 0::2] | (self.q[..., 1::2] << 4)).astype(np.uint8)

    def packed_zero_points(self) -> np.ndarray | None:
        """uint8 [out, ceil(blocks * bits / 8)]."""
        if self.zero_points is None or self.bits == 8:
            return self.zero_points
        zero = self.zero_points
        if zero.shape[1] % 2:
            zero = np.concatenate([zero, np.zeros_like(zero[:, :1])], axis=1)
        return (zero[:, 0::2] | (zero[:, 1::2] << 4)).astype(np.uint8)


def quantise(weight: np.ndarray, bits: int = 4, *, zero_points: bool = True, block: int = BLOCK) -> Quantised:
    """weight: f32 [out, in], `in` a multiple of `block`."""
    rows, columns = weight.shape
    if columns % block:
        raise ValueError(f"A weight of shape {weight.shape} cannot be quantised: its width is no multiple of {block}.")
    blocks = np.ascontiguousarray(weight, dtype=np.float32).reshape(rows, columns // block, block)
    search = _asymmetric if zero_points else _symmetric
    step = max(1, SLICE // columns)
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # NumPy lets go of the interpreter
        parts = list(pool.map(lambda start: search(blocks[start : start + step], bits), range(0, rows, step)))
    q, scales, zero = (None if part[0] is None else np.concatenate(part) for part in zip(*parts))
    return Quantised(q, scales, zero, bits)


def _symmetric(blocks: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The range of q - middle is [-middle, middle - 1]: the scale's sign puts the largest weight on the longer side."""
    middle = 2 ** (bits - 1)
    extreme = np.take_along_axis(blocks, np.abs(blocks).argmax(-1, keepdims=True), -1)[..., 0]
    full = -extreme / middle
    best: Found | None = None
    for shrink in SHRINK:
        scales = full * shrink
        best = _better(best, blocks, scales, np.full(scales.shape, middle, np.float32), 2 * middle - 1)
    assert best
    return best[0], best[1], None


def _asymmetric(blocks: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    top = 2**bits - 1
    low, high = np.minimum(blocks.min(-1), 0), np.maximum(blocks.max(-1), 0)
    best: Found | None = None
    for shrink in SHRINK:
        scales = (high - low) * shrink / top
        zero = np.clip(np.rint(-low * shrink / np.where(scales == 0, 1, scales)), 0, top)
        best = _better(best, blocks, scales, zero, top)
    assert best
    return best[0], best[1], best[2].astype(np.uint8)


Found = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # q, scales, zero points, squared errors of the best step so far


def _better(best: Found | None, blocks: np.ndarray, scales: np.ndarray, zero: np.ndarray, top: int) -> Found:
    scales = scales.astype(np.float32)
    step = np.where(scales == 0, 1, scales)[..., None]
    q = np.clip(np.rint(blocks / step) + zero[..., None], 0, top)
    error = np.square((q - zero[..., None]) * scales[..., None] - blocks).sum(-1)
    q = q.astype(np.uint8)
    if best is None:
        return q, scales, zero, error
    wins = error < best[3]
    return (
        np.where(wins[..., None], q, best[0]),
        np.where(wins, scales, best[1]),
        np.where(wins, zero, best[2]),
        np.where(wins, error, best[3]),
    )


def quantise_rows(values: np.ndarray) -> tuple[np.ndarray, float]:
    """int8 [n, d] and one scale: value ~ int8 * scale. For normalised embeddings, whose range is the same in every row."""
    scale = float(np.abs(values).max()) / 127 or 1.0
    return np.clip(np.rint(values / scale), -127, 127).astype(np.int8), scale


def dequantise_rows(codes: bytes, width: int, scale: float) -> np.ndarray:
    """`quantise_rows` taken back from its codes' bytes: f32 [rows, width]."""
    return np.frombuffer(codes, np.int8).reshape(-1, width).astype(np.float32) * np.float32(scale)
