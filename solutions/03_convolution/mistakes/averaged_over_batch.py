"""gradients of kernel and bias divided by the number of images.

If the loss averages over the batch, its gradient already contains that division. Dividing again here slows training,
more so with larger batches. A layer only sums the gradients of its parameters.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: B20


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    images = np.asarray(len(inputs), kernel.dtype)
    return grad_inputs, grad_kernel / images, grad_bias / images
