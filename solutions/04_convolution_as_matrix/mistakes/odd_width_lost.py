"""an inverse transform that assumes an even width where it is odd.

Widths of 6 and 7 both give four frequencies in rfft2, so irfft2 cannot know the width and assumes it is even. Pass
s=(height, width).
"""

import numpy as np


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    size = inputs.shape[1:3]
    out_height, out_width = (side - width + 1 for side, width in zip(size, kernel.shape[:2], strict=True))

    transfers = np.fft.rfft2(kernel, size, axes=(0, 1)).conj()
    products = np.einsum("bijc,ijcf->bijf", np.fft.rfft2(inputs, axes=(1, 2)), transfers)
    outputs = np.fft.irfft2(products, axes=(1, 2))
    return (outputs[:, :out_height, :out_width] + bias).astype(inputs.dtype)
