"""all positions where kernel and signal touch, the "full" range.

Valid means that the kernel lies wholly inside the signal, so that nothing has to be made up behind the ends. Count
the positions: how often can a kernel of 3 stop within a signal of 5?
"""

import numpy as np


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return np.convolve(signal, kernel)


def cross_correlate(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return np.correlate(signal, kernel, "full")
