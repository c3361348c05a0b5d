"""the product of inputs and kernel alone, without the bias.

Every unit may prefer to be on or off before it has seen any input; that preference is learned, too. Look at what an
all-zero row of inputs should give.
"""

import numpy as np


def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return inputs @ kernel
