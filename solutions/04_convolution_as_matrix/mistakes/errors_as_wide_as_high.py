"""the height of grad_outputs used for its width as well.

The errors act as the large kernel that slides here. Their height and width each belong to one axis of the image.
"""

import numpy as np

# docs/mistakes.md: C5


def grad_kernel_by_convolution(inputs: np.ndarray, grad_outputs: np.ndarray) -> np.ndarray:
    size = grad_outputs.shape[1]
    kernel_height, kernel_width = inputs.shape[1] - size + 1, inputs.shape[2] - size + 1
    grad_kernel = np.zeros((kernel_height, kernel_width, inputs.shape[3], grad_outputs.shape[3]), inputs.dtype)
    for row, column in np.ndindex(kernel_height, kernel_width):
        window = inputs[:, row : row + size, column : column + size]
        grad_kernel[row, column] = np.einsum("bhwc,bhwf->cf", window, grad_outputs)
    return grad_kernel
