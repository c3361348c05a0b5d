"""a border of one cell cropped, even where nothing was padded.

"valid" adds nothing, so there is nothing to crop: grad_inputs has the shape of the image. Compute the four widths
from the actual padding.
"""

import numpy as np
from convolution import conv2d_backward as right_backward

# docs/mistakes.md: N3


def conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padding: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grad_inputs, grad_kernel, grad_bias = right_backward(grad_outputs, inputs, kernel, bias, padding)
    return (grad_inputs if padding == "same" else grad_inputs[:, 1:-1, 1:-1]), grad_kernel, grad_bias
