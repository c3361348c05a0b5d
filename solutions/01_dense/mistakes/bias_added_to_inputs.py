"""a bias added to the inputs, before the product, instead of to the result.

The bias has one number for each unit, the inputs have one for each feature. The two fit only with as many units as
features, or one unit; otherwise NumPy complains. Which axis does the bias share?
"""

import numpy as np

# docs/mistakes.md: F7


def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return (inputs + bias) @ kernel
