"""windows and filters mixed up by a reshape.

A product of windows and filters has all filters of one window side by side. reshape can restore the axes only in this
order: batch, out_height, out_width, filters. Any other order needs a transpose, not another reshape.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul as right_matmul
from convolution_as_matrix import conv2d_matmul_backward as right_backward


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    outputs = right_matmul(inputs, kernel, bias)
    batch, out_height, out_width, filters = outputs.shape
    return outputs.reshape(batch, filters, out_height, out_width).transpose(0, 2, 3, 1)


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    # batch out_height out_width filters -> batch filters out_height out_width, then cut as if nothing had moved
    scrambled = np.ascontiguousarray(grad_outputs.transpose(0, 3, 1, 2)).reshape(grad_outputs.shape)
    grad_inputs, grad_kernel, _ = right_backward(scrambled, inputs, kernel, bias)
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=(0, 1, 2))
