"""channels and filters of the kernel in the wrong order.

Forward, the sum runs over channels and leaves filters. Backward, it runs over filters and leaves channels. The
gradient of the kernel has the kernel's axes: height, width, channels, filters.
"""

import numpy as np
from convolution_as_matrix import grad_kernel_by_convolution as right_grad_kernel
from convolution_as_matrix import im2col as right_im2col

# docs/mistakes.md: B10


def grad_inputs_by_convolution(grad_outputs: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    errors = np.pad(grad_outputs, [(0, 0), *((size - 1, size - 1) for size in kernel.shape[:2]), (0, 0)])
    return right_im2col(errors, kernel.shape[:2]) @ kernel[::-1, ::-1].reshape(-1, kernel.shape[3])


def grad_kernel_by_convolution(inputs: np.ndarray, grad_outputs: np.ndarray) -> np.ndarray:
    return right_grad_kernel(inputs, grad_outputs).swapaxes(2, 3)
