"""a result that lacks its last position along each axis.

A kernel of 2 fits into a signal of 3 at two positions, not at one: count its starting places, one more than the steps
between them.
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import convolve as right_convolve
from convolution import cross_correlate as right_correlate


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_convolve(signal, kernel)[:-1]


def cross_correlate(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_correlate(signal, kernel)[:-1]


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel, bias, padding)[:, :-1, :-1]
