"""gradients of kernel and bias divided by the number of images.

Where the loss is an average over the batch, its own gradient carries that division already. Dividing here again makes
training slower the larger the batch is. A layer adds up what reaches its parameters, and no more.
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
