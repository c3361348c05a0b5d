"""gradients of earlier windows overwritten by the zeros of later ones.

Where windows overlap, a pixel may be the maximum of one but not of the next. Keep the gradient from the first: add to
what is there instead of replacing it.
"""

import numpy as np
from pooling import max_pool2d_backward as right_max_backward

# docs/mistakes.md: P3
# special value: overlap

Pair = tuple[int, int]


def around(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> list[Pair]:
    """The right padding (before, after) of all four axes."""
    lacking = [
        max((-(-size // stride) - 1) * stride + cells - size, 0) if padding == "same" else 0
        for size, cells, stride in zip(inputs.shape[1:3], pool_size, strides, strict=True)
    ]
    return [(0, 0), *((cells // 2, cells - cells // 2) for cells in lacking), (0, 0)]


def max_pool2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str
) -> np.ndarray:
    widths = around(inputs, pool_size, strides, padding)
    padded = np.pad(inputs, widths, constant_values=-np.inf)
    grad_padded = np.zeros_like(padded)
    for row, column in np.ndindex(grad_outputs.shape[1:3]):
        top, left = row * strides[0], column * strides[1]
        window = np.s_[:, top : top + pool_size[0], left : left + pool_size[1]]
        error = grad_outputs[:, row : row + 1, column : column + 1]
        grad_padded[window] = right_max_backward(error, padded[window], pool_size, (1, 1), "valid")
    (top, _), (left, _) = widths[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]
