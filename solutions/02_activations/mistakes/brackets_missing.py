"""a product or quotient taken before the sum.

Python multiplies and divides first: `alpha * np.exp(x) - 1` subtracts 1 from the product, and `1 / 1 + np.exp(-x)` adds
to the quotient. Put the sum in brackets.
"""

import numpy as np

ALPHA, SCALE = 1.6732632423543772, 1.0507009873554805


def elu(inputs: np.ndarray, alpha: float) -> np.ndarray:
    return np.where(inputs > 0, inputs, alpha * np.exp(np.minimum(inputs, 0)) - 1)


def selu(inputs: np.ndarray) -> np.ndarray:
    return np.where(inputs > 0, SCALE * inputs, SCALE * ALPHA * np.exp(np.minimum(inputs, 0)) - 1)


def sigmoid(inputs: np.ndarray) -> np.ndarray:
    return 1 / 1 + np.exp(-inputs)
