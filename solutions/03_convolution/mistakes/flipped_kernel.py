"""a true convolution: the kernel is flipped.

A true convolution runs through its two arrays in opposite directions. Deep learning does not: the kernel's first number
meets the first one of the window. A symmetric kernel hides this; try one that has a single 1, at its start.
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import conv2d_backward as right_backward
from convolution import cross_correlate as right_correlate

# docs/mistakes.md: C1


def cross_correlate(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_correlate(signal, kernel[::-1])


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel[::-1, ::-1], bias, padding)


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel[::-1, ::-1], bias, padding)
    return grad_inputs, grad_kernel[::-1, ::-1], grad_bias
