"""a kernel with channels and filters swapped.

Forward, the kernel's third axis meets the channels of the images. Backward, the errors have one number for each
filter, so they meet the fourth. With as many filters as channels only the values show it; otherwise NumPy complains.
"""

import numpy as np
from convolution import conv2d as right_conv2d
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: B10


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str) -> np.ndarray:
    return right_conv2d(inputs, kernel.transpose(0, 1, 3, 2), bias, padding)


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    # kernel_height kernel_width channels filters -> kernel_height kernel_width filters channels
    swapped = kernel.transpose(0, 1, 3, 2)
    grad_inputs, _, _ = right_backward(grad_outputs, inputs, swapped, bias, padding)
    return grad_inputs, grad_kernel, grad_bias
