"""an average that pads by repeating the last row and column.

Padding is not a copy of the border. Sum only the pixels inside the image, and divide by how many there are.
"""

import numpy as np
from pooling import average_pool2d as right_average

# docs/mistakes.md: P11

Pair = tuple[int, int]


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    repeated = np.pad(inputs, [(0, 0), *((0, cells) for cells in lacking), (0, 0)], mode="edge")
    return right_average(repeated, pool_size, strides, "valid")
