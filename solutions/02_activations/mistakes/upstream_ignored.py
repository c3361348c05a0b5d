"""the slope of the function alone, as if grad_outputs were all ones.

The slope says how an output changes with its input; grad_outputs says how the loss changes with that output. The
chain rule multiplies both. Try a gradient of zeros: zeros must come back.
"""

import numpy as np
from activations import cross_entropy_backward as right_cross_entropy_backward
from activations import elu_backward as right_elu_backward
from activations import leaky_relu_backward as right_leaky_relu_backward
from activations import maxout_backward as right_maxout_backward
from activations import prelu_backward as right_prelu_backward
from activations import relu_backward as right_relu_backward
from activations import selu_backward as right_selu_backward
from activations import sigmoid_backward as right_sigmoid_backward
from activations import softmax_backward as right_softmax_backward
from activations import swish_backward as right_swish_backward
from activations import tanh_backward as right_tanh_backward


def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_relu_backward(np.ones_like(grad_outputs), inputs)


def selu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_selu_backward(np.ones_like(grad_outputs), inputs)


def sigmoid_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_sigmoid_backward(np.ones_like(grad_outputs), inputs)


def tanh_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_tanh_backward(np.ones_like(grad_outputs), inputs)


def swish_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    return right_swish_backward(np.ones_like(grad_outputs), inputs)


def leaky_relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    return right_leaky_relu_backward(np.ones_like(grad_outputs), inputs, negative_slope)


def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return right_prelu_backward(np.ones_like(grad_outputs), inputs, alpha)


def elu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: float) -> np.ndarray:
    return right_elu_backward(np.ones_like(grad_outputs), inputs, alpha)


def maxout_backward(grad_outputs: np.ndarray, inputs: np.ndarray, pieces: int) -> np.ndarray:
    return right_maxout_backward(np.ones_like(grad_outputs), inputs, pieces)


def softmax_backward(grad_outputs: np.ndarray, logits: np.ndarray) -> np.ndarray:
    return right_softmax_backward(np.ones_like(grad_outputs), logits)


def cross_entropy_backward(grad_outputs: np.ndarray, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return right_cross_entropy_backward(np.ones_like(grad_outputs), logits, labels)
