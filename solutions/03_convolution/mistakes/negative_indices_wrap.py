"""a signal that wraps round, as from signal[t - tau]: an index below 0 counts from the end.

NumPy raises no error for it, because signal[-1] is the last number. "valid" begins where the whole kernel lies inside
the signal: at t = 0 the last cell of the kernel meets signal[0].
"""

import numpy as np

# docs/mistakes.md: C27


def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    positions = np.arange(len(signal) - len(kernel) + 1)
    return signal[positions[:, None] - np.arange(len(kernel))] @ kernel
