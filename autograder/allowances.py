"""How far rounding may take a right answer from TensorFlow's, where the bound for sums of products does not apply.

Each is an `Allowance` of spec.py: (unit round-off, arrays by name, right answer) -> array that broadcasts to the answer.
"""

from collections.abc import Mapping

import numpy as np

Arrays = Mapping[str, np.ndarray]
ULPS = 16


def elementwise(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """16 u max(1, |x|, |y|) for y = f(x), x being the first array.

    Textbook formulas of activations add and subtract numbers of size 1, so the tail of 1 - tanh(x) may cancel.
    """
    (inputs, *_) = arrays.values()
    return ULPS * unit * np.maximum(1.0, np.maximum(np.abs(inputs), np.abs(answer)))


def elementwise_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """16 u max(1, |x|, |y|) |g|: the derivative at x as above, times the upstream gradient g, the first array."""
    upstream, inputs, *_ = arrays.values()
    return ULPS * unit * np.maximum(1.0, np.maximum(np.abs(inputs), np.abs(answer))) * np.abs(upstream)
