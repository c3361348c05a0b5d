"""as many numbers as the signal has, with zeros imagined beyond its ends.

That is a padding, and a later task. Valid means that the kernel lies wholly inside the signal, so the result is
shorter than the signal by all cells of the kernel but one.
"""

import numpy as np


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return np.convolve(signal, kernel, "same")


def cross_correlate(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return np.correlate(signal, kernel, "same")
