"""the first positions of the "full" range, where the kernel still crosses the beginning of the signal.

A sum of signal[t - tau] that skips indices below 0 starts kernel_size - 1 positions too early. "valid" begins where the
whole kernel lies inside the signal.
"""

import numpy as np
from convolution import convolve as right_convolve

# docs/mistakes.md: C30


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    padded = np.pad(signal, (len(kernel) - 1, 0))
    return right_convolve(padded, kernel)[: len(signal) - len(kernel) + 1]
