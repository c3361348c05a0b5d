"""How far rounding may take a right answer from TensorFlow's, where the bound for sums of products does not apply.

Each is an `Allowance` of spec.py: (unit round-off, arrays by name, right answer) -> array broadcasting to the answer.
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
    return (
        ULPS * unit * np.maximum(1.0, np.maximum(np.abs(inputs), np.abs(answer))) * np.abs(upstream)
    )


def row_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """As `elementwise_gradient` with the row's largest |g|: where a row adds up to 1, each number depends on all."""
    upstream, inputs = arrays.values()
    largest = np.abs(upstream).max(axis=-1, keepdims=True)
    return ULPS * unit * np.maximum(1.0, np.maximum(np.abs(inputs), np.abs(answer))) * largest


def row_loss(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """As `elementwise` with the row's largest |x|: one number for a row of the first array, weighted by labels."""
    (inputs, *_) = arrays.values()
    return ULPS * unit * np.maximum(1.0, np.maximum(np.abs(inputs).max(axis=-1), np.abs(answer)))


def cross_entropy_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """16 u max(1, |x|, |y|) |g| with the row's largest |x| and its one upstream gradient g."""
    upstream, logits, _ = arrays.values()
    largest = np.abs(logits).max(axis=-1, keepdims=True)
    return (
        ULPS
        * unit
        * np.maximum(1.0, np.maximum(largest, np.abs(answer)))
        * np.abs(upstream)[..., None]
    )


def slope_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """(n + 2) u sum |g| |x| over all axes but the last, n numbers each: the gradient of a slope learned per channel.

    It is the bound for sums, but the reference on absolute values would not do: above 0 the slope has no part in it.
    """
    upstream, inputs, _ = arrays.values()
    terms = np.abs(upstream.astype(np.float64) * inputs).reshape(-1, inputs.shape[-1])
    return (len(terms) + 2) * unit * terms.sum(axis=0)


def convolution_by_fft(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """21 log2(n) u ‖inputs‖ ‖kernel‖ + 2 u |y| for each image and filter: an FFT is right in norm, not in each number.

    One transform of n points strays by about 7 log2(n) u of the norm at most (Higham, Accuracy and Stability of
    Numerical Algorithms, section 24.1), and there are three. n is 16 times the pixels: padding for the kernel and up
    to a power of two makes a side no more than four times as long. The last term is for adding the bias.
    """
    inputs, kernel, _ = (array.astype(np.float64) for array in arrays.values())
    norms = np.sqrt((inputs**2).sum(axis=(1, 2, 3), keepdims=True)) * np.sqrt(
        (kernel**2).sum(axis=(0, 1, 2))
    )
    points = 16 * inputs.shape[1] * inputs.shape[2]
    return unit * (21 * np.log2(points) * norms + 2 * np.abs(answer))


def maximum_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """(n + 2) u sum |g| over a map of n windows: a pixel collects from those of which it is the maximum, at most all.

    It is the bound for sums, but the reference on absolute values would not do: other pixels would be the maxima.
    """
    upstream, *_ = arrays.values()
    _, out_height, out_width, _ = upstream.shape
    return (
        (out_height * out_width + 2)
        * unit
        * np.abs(upstream.astype(np.float64)).sum(axis=(1, 2), keepdims=True)
    )
