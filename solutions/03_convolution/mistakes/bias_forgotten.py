"""the correlation alone, without the bias.

Each filter has a bias that is added to every pixel of its map. Try a black image: what should the layer return when
all pixels are 0?
"""

import numpy as np
from convolution import conv2d as right_conv2d


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel, np.zeros_like(bias), padding)
