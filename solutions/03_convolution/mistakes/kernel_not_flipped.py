"""a cross-correlation, where the convolution of the textbooks is asked for.

The sign of tau makes the difference: in a convolution the kernel's first number meets the last number of the window.
Take the kernel [1, 0] and the signal [5, 7] and work out by hand which of the two numbers is left.
"""

import numpy as np
from convolution import cross_correlate as right_correlate

# docs/mistakes.md: C1


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_correlate(signal, kernel)
