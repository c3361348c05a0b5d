"""all positions where kernel and signal overlap: "full" instead of "valid".

Valid means that the kernel lies wholly inside the signal, with nothing beyond the ends. Count the positions: at how
many places does a kernel of 3 fit into a signal of 5?
"""

import numpy as np


def positions(signal: np.ndarray, kernel: np.ndarray, before: int, after: int) -> np.ndarray:
    padded = np.pad(signal, (before, after))
    return np.lib.stride_tricks.sliding_window_view(padded, len(kernel))


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return positions(signal, kernel, len(kernel) - 1, len(kernel) - 1) @ kernel[::-1]


def cross_correlate(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return positions(signal, kernel, len(kernel) - 1, len(kernel) - 1) @ kernel
