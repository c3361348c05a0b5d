"""a result whose width is computed from the image's height.

The window's width and the second stride are right, but the size they are applied to is not: the number of windows in
a row follows from the image's width.
"""

from typing import Any

import numpy as np

# docs/mistakes.md: N7

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def pooled(padded: np.ndarray, pool_size: Pair, strides: Pair, summary: Any) -> np.ndarray:
    (batch, height, _, channels), (pool_height, pool_width) = padded.shape, pool_size
    out_height = (height - pool_height) // strides[0] + 1
    out_width = (height - pool_width) // strides[1] + 1
    outputs = np.zeros((batch, out_height, out_width, channels), padded.dtype)
    for row, column in np.ndindex(out_height, out_width):
        top, left = row * strides[0], column * strides[1]
        window = padded[:, top : top + pool_height, left : left + pool_width]
        outputs[:, row, column] = summary(window, axis=(1, 2))
    return outputs


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    padded = np.pad(inputs, around(inputs, pool_size, strides, padding), constant_values=-np.inf)
    return pooled(padded, pool_size, strides, np.max)


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    padded = np.pad(inputs, around(inputs, pool_size, strides, padding), constant_values=np.nan)
    return pooled(padded, pool_size, strides, np.nanmean)
