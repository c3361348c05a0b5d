"""a result allocated with its height as its width, although the loops are right.

The loops run over the right rows and columns, but the array they write to has its height in place of its width. Check
the shape in np.zeros or np.empty.
"""

from typing import Any

import numpy as np
from pooling import average_pool2d as right_average
from pooling import max_pool2d as right_max

# docs/mistakes.md: N7

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def pooled(padded: np.ndarray, right: np.ndarray, pool_size: Pair, strides: Pair, summary: Any) -> np.ndarray:
    batch, out_height, _, channels = right.shape
    outputs = np.zeros((batch, out_height, out_height, channels), padded.dtype)
    for row, column in np.ndindex(right.shape[1:3]):
        top, left = row * strides[0], column * strides[1]
        window = padded[:, top : top + pool_size[0], left : left + pool_size[1]]
        outputs[:, row, column, :] = summary(window, axis=(1, 2))
    return outputs


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    padded = np.pad(inputs, around(inputs, pool_size, strides, padding), constant_values=-np.inf)
    return pooled(padded, right_max(inputs, pool_size, strides, padding), pool_size, strides, np.max)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    padded = np.pad(inputs, around(inputs, pool_size, strides, padding), constant_values=np.nan)
    return pooled(padded, right_average(inputs, pool_size, strides, padding), pool_size, strides, np.nanmean)
