"""Bound a right answer's rounding error where the bound for sums of products does not apply.

Each function is an `Allowance` of spec.py: (unit round-off u of the inputs' dtype, arrays by name
in signature order, right answer y) -> the largest error, in a shape that broadcasts to the
answer's.
"""

from collections.abc import Mapping

import numpy as np

Arrays = Mapping[str, np.ndarray]
ULPS = 16
REPLAYS = 4
STRAY_FACTOR = 64


def elementwise(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return 16 u max(1, |x|, |y|) for y = f(x), where x is the first array, of any shape.

    Textbook formulas of activations add and subtract numbers of size 1, so digits may cancel, as in
    1 - tanh(x).
    """
    (inputs, *_) = arrays.values()
    return ULPS * unit * np.maximum(1.0, np.maximum(np.abs(inputs), np.abs(answer)))


def elementwise_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return 16 u max(|g|, |x g|, |y|) for the upstream gradient g and x, the first two arrays.

    It is the bound of `elementwise` for the derivative at x, which is y / g, times g. All have the
    same shape.
    """
    upstream, inputs, *_ = arrays.values()
    return ULPS * unit * _passed_back(np.abs(upstream), np.abs(inputs), answer)


def _passed_back(upstream: np.ndarray, inputs: np.ndarray, answer: np.ndarray) -> np.ndarray:
    """Return max(g, x g, |y|): the allowed error grows with the upstream gradient."""
    return np.maximum(np.maximum(1.0, inputs) * upstream, np.abs(answer))


def row_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return 16 u max(max|g|, |x| max|g|, |y|), where max|g| is over the last axis.

    It is the bound of `elementwise_gradient` for functions of a whole row, such as softmax: a row
    of results adds up to 1, so each of its numbers depends on every upstream gradient of the row.
    """
    upstream, inputs = arrays.values()
    largest = np.abs(upstream).max(axis=-1, keepdims=True)
    return ULPS * unit * _passed_back(largest, np.abs(inputs), answer)


def row_loss(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return 16 u max(1, max|x|, |y|), where max|x| is over the last axis of the first array.

    It is the bound of `elementwise` for one number per row of x (batch classes), such as a loss
    weighted by labels. The answer is (batch).
    """
    (inputs, *_) = arrays.values()
    return ULPS * unit * np.maximum(1.0, np.maximum(np.abs(inputs).max(axis=-1), np.abs(answer)))


def cross_entropy_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return 16 u max(|g|, max|x| |g|, |y|), where max|x| is over the last axis.

    The arrays are the upstream gradient g (batch), the logits x (batch classes) and the labels. The
    answer has the axes of the logits.
    """
    upstream, logits, _ = arrays.values()
    largest = np.abs(logits).max(axis=-1, keepdims=True)
    return ULPS * unit * _passed_back(np.abs(upstream)[..., None], largest, answer)


def slope_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return (n + 2) u sum|g x| for the gradient of a slope that is learned per channel.

    The sum is over the n numbers of a channel: all axes but the last. The arrays are the upstream
    gradient g and the inputs x (... channels), and the slopes. The answer is (channels).

    It is the bound for sums of products (see answers/oracle.py). That bound evaluates the reference
    on absolute values, which does not work here: the slope is not used for inputs above 0.
    """
    upstream, inputs, _ = arrays.values()
    terms = np.abs(upstream.astype(np.float64) * inputs).reshape(-1, inputs.shape[-1])
    return (len(terms) + 2) * unit * terms.sum(axis=0)


def convolution_by_fft(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return 21 log2(n) u ‖inputs‖ ‖kernel‖ + 2 u |y|, with a norm for each image and each filter.

    The arrays are the inputs (batch height width channels), the kernel (kernel_height kernel_width
    channels filters) and the bias. The answer is (batch out_height out_width filters).

    The error of an FFT is bounded in norm, not for each number. One transform of n points is off by
    at most about 7 log2(n) u times the norm (Higham, Accuracy and Stability of Numerical
    Algorithms, section 24.1), and there are three. n is 16 times the number of pixels: padding for
    the kernel and up to a power of two makes each side at most four times as long. The last term is
    for adding the bias.
    """
    inputs, kernel, _ = (array.astype(np.float64) for array in arrays.values())
    images = np.sqrt((inputs**2).sum(axis=(1, 2, 3), keepdims=True))
    filters = np.sqrt((kernel**2).sum(axis=(0, 1, 2)))
    points = 16 * inputs.shape[1] * inputs.shape[2]
    return unit * (21 * np.log2(points) * (images * filters) + 2 * np.abs(answer))


def maximum_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return (n + 2) u sum|g| over the n windows of a map.

    A pixel collects the gradient of each window in which it is the maximum, at most of all n. The
    first array is the upstream gradient g (batch out_height out_width channels).

    It is the bound for sums of products (see answers/oracle.py). That bound evaluates the reference
    on absolute values, which does not work here: other pixels would be the maxima.
    """
    upstream, *_ = arrays.values()
    _, out_height, out_width, _ = upstream.shape
    sums = np.abs(upstream.astype(np.float64)).sum(axis=(1, 2), keepdims=True)
    return (out_height * out_width + 2) * unit * sums


def passed_on(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return 2 u |y| for numbers that are copied, or multiplied once, and not summed.

    Use it for the gradient of a maximum over windows without overlap. The bound for sums of
    products evaluates the reference on absolute values, where other numbers are the maxima.
    """
    return 2 * unit * np.abs(answer)


def strayed(unit: float, replays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return 64 times the widest change of the answer, or of u max|y|, over a few replays.

    It is for steps that iterate, such as training, where errors grow from step to step. Instead of
    the arrays it gets REPLAYS answers, each from arrays perturbed by one unit round-off. A factor
    of 16 was too small for a batch norm over two images; 64 was enough.
    """
    moves = [float(np.abs(each - answer).max(initial=0.0)) for each in replays.values()]
    least = unit * float(np.abs(answer).max(initial=0.0))
    return np.asarray(STRAY_FACTOR * max(least, *moves))


def mean_loss(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return 16 u max(1, max|x|, |y|) for a loss averaged over the batch.

    The first array is the logits x (batch classes). It is the largest bound of `row_loss`, whose
    mean rounds less than that. The answer is a number.
    """
    logits, _ = arrays.values()
    return ULPS * unit * np.maximum(max(1.0, float(np.abs(logits).max())), np.abs(answer))


def mean_loss_gradient(unit: float, arrays: Arrays, answer: np.ndarray) -> np.ndarray:
    """Return 16 u max(1/n, max|x|/n, |y|) for the gradient of a loss averaged over n rows.

    It is `cross_entropy_gradient` with an upstream gradient of 1/n. The arrays are the logits x
    (batch classes) and the labels; max|x| is over the last axis.
    """
    logits, labels = arrays.values()
    upstream = np.full(len(logits), 1 / len(logits))
    given = {"grad_outputs": upstream, "logits": logits, "labels": labels}
    return cross_entropy_gradient(unit, given, answer)
