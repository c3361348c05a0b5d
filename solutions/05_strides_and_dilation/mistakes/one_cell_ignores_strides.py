"""a shortcut for 1 x 1 kernels that forgets the strides.

No window of one cell crosses the border, so a dense layer along the channels is enough. But with strides, apply it at
every second (third ...) pixel only.
"""

from typing import Any

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: B24
# special value: a kernel of one cell

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any) -> np.ndarray:
    if kernel.shape[:2] == (1, 1):
        return inputs @ kernel[0, 0] + bias
    return right_conv2d(inputs, kernel, bias, **options)


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, **options: Any
) -> Gradients:
    if kernel.shape[:2] == (1, 1):
        grad_kernel = np.einsum("bhwc,bhwf->cf", inputs, grad_outputs)[None, None]
        return grad_outputs @ kernel[0, 0].T, grad_kernel, grad_outputs.sum(axis=(0, 1, 2))
    return right_backward(grad_outputs, inputs, kernel, bias, **options)
