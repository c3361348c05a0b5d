"""the maximum instead of the average.

Both reduce a window to one number, but here all pixels have the same weight: divide their sum by how many there are.
"""

import numpy as np
from pooling import average_pool2d as right_average

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    padded = np.pad(inputs, widths, constant_values=-np.inf)
    last_row, last_column = (
        (size - 1) * stride
        for size, stride in zip(right_average(inputs, pool_size, strides, padding).shape[1:3], strides, strict=True)
    )
    windows = np.lib.stride_tricks.sliding_window_view(padded, pool_size, axis=(1, 2))
    return windows[:, : last_row + 1 : strides[0], : last_column + 1 : strides[1]].max(axis=(4, 5))


def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    return inputs.max(axis=(1, 2))
