"""a border of one cell cropped, even where nothing was padded.

"valid" adds nothing, so there is nothing to crop: grad_inputs has the shape of the image. Compute the four widths
from the actual padding.
"""

import numpy as np
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: N3

Pair = tuple[int, int]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    strides: Pair,
    padding: str,
    dilation_rate: Pair,
) -> Gradients:
    gradients = right_backward(grad_outputs, inputs, kernel, bias, strides, padding, dilation_rate)
    return (gradients[0] if padding == "same" else gradients[0][:, 1:-1, 1:-1]), *gradients[1:]
