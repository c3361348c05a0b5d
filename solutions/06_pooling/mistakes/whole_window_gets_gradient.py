"""the gradient given to the whole window, as if each of its pixels were the maximum.

Raise a pixel that is not the maximum a little, and the output stays the same: its gradient is 0. Only the maximum
gets one.
"""

import numpy as np

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
    grad_padded = np.pad(np.zeros_like(inputs), widths)
    for row, column in np.ndindex(grad_outputs.shape[1:3]):
        top, left = row * strides[0], column * strides[1]
        window = np.s_[:, top : top + pool_size[0], left : left + pool_size[1]]
        grad_padded[window] += grad_outputs[:, row, column][:, None, None]
    (top, _), (left, _) = widths[1:3]
    return grad_padded[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]
