"""a cross-correlation instead of a true convolution.

The sign of tau makes the difference: in a convolution the kernel's first number meets the last number of the window.
Work out by hand which number of the signal [5, 7] the kernel [1, 0] keeps.
"""

import numpy as np
from convolution import cross_correlate as right_correlate

# docs/mistakes.md: C1


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return right_correlate(signal, kernel)
