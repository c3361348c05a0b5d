"""an image cut into tiles by a reshape.

This works if the strides equal the window and divide the image evenly. Windows that overlap or skip pixels are not
tiles, and "valid" drops leftover pixels while "same" keeps them.
"""

import numpy as np

# docs/mistakes.md: P6 and P16

Pair = tuple[int, int]


def tiles(inputs: np.ndarray, pool_size: Pair) -> np.ndarray:
    (batch, height, width, channels), (pool_height, pool_width) = inputs.shape, pool_size
    # batch height width channels -> batch out_height pool_height out_width pool_width channels
    return inputs.reshape(batch, height // pool_height, pool_height, width // pool_width, pool_width, channels)


def max_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return tiles(inputs, pool_size).max(axis=(2, 4))


def average_pool2d(inputs: np.ndarray, pool_size: Pair, strides: Pair, padding: str) -> np.ndarray:
    return tiles(inputs, pool_size).mean(axis=(2, 4))
