"""columns that list channel after channel, times a kernel that goes pixel by pixel.

Number n of each patch must meet number n of the flattened kernel. Windows made by sliding_window_view have the
channels in front of height and width; the kernel has them behind. With one channel everything fits; try two, one of
them all zeros.
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
