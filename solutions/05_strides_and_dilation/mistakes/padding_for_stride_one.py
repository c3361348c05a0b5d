"""another convention: padded as for stride 1, then every second (third ...) output kept.

PyTorch's symmetric padding and many courses do this, and it is a valid choice. TensorFlow pads only what its last
window lacks, which depends on the image's size: at stride 2 and an even size, an odd kernel starts a pixel later.
"""

import numpy as np
from strides_and_dilation import conv2d as right_conv2d
from strides_and_dilation import conv2d_backward as right_backward

# docs/mistakes.md: C14

Pair = tuple[int, int]
Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d(
    inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray, strides: Pair, padding: str, dilation_rate: Pair
) -> np.ndarray:
    fields = ((cells - 1) * rate + 1 for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True))
    widths = [((field - 1) // 2, field // 2) if padding == "same" else (0, 0) for field in fields]
    return right_conv2d(np.pad(inputs, [(0, 0), *widths, (0, 0)]), kernel, bias, strides, "valid", dilation_rate)


def conv2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    strides: Pair,
    padding: str,
    dilation_rate: Pair,
) -> Gradients:
    fields = ((cells - 1) * rate + 1 for cells, rate in zip(kernel.shape[:2], dilation_rate, strict=True))
    widths = [((field - 1) // 2, field // 2) if padding == "same" else (0, 0) for field in fields]
    padded = np.pad(inputs, [(0, 0), *widths, (0, 0)])
    gradients = right_backward(grad_outputs, padded, kernel, bias, strides, "valid", dilation_rate)
    (top, _), (left, _) = widths
    return gradients[0][:, top : top + inputs.shape[1], left : left + inputs.shape[2]], *gradients[1:]
