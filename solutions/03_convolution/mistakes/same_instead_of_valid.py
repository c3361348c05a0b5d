"""a result as long as the signal, by padding it with zeros.

That is padding, a later task. Valid means that the kernel lies wholly inside the signal, so the result is shorter
than the signal by kernel size - 1.
"""

import numpy as np


def positions(signal: np.ndarray, kernel: np.ndarray, before: int, after: int) -> np.ndarray:
    padded = np.pad(signal, (before, after))
    return np.lib.stride_tricks.sliding_window_view(padded, len(kernel))


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return positions(signal, kernel, len(kernel) // 2, (len(kernel) - 1) // 2) @ kernel[::-1]


def cross_correlate(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return positions(signal, kernel, len(kernel) // 2, (len(kernel) - 1) // 2) @ kernel
