"""columns ordered channel by channel, times a kernel ordered pixel by pixel.

Number n of each patch must meet number n of the flattened kernel. sliding_window_view puts the channels before height
and width; the kernel has them after. With one channel it fits; try two, one of them all zeros.
"""

import numpy as np
from convolution_as_matrix import conv2d_matmul_backward as right_backward


def columns_by_channel(inputs: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    windows = np.lib.stride_tricks.sliding_window_view(inputs, kernel.shape[:2], axis=(1, 2))
    return windows.reshape(*windows.shape[:3], -1)


def conv2d_matmul(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return columns_by_channel(inputs, kernel) @ kernel.reshape(-1, len(bias)) + bias


def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, _, grad_bias = right_backward(grad_outputs, inputs, kernel, bias)
    grad_kernel = np.einsum("bhwp,bhwf->pf", columns_by_channel(inputs, kernel), grad_outputs)
    return grad_inputs, grad_kernel.reshape(kernel.shape), grad_bias
