"""reversed outputs, from the conjugate of the images' transform.

Correlation is not symmetric: swap the two, and the result runs backwards from position 0, wrapping round the border.
Conjugate the transform of the kernel, which slides.
"""

import numpy as np


def periodic(spectra: np.ndarray, transfers: np.ndarray, size: tuple[int, ...]) -> np.ndarray:
    """batch rows frequencies channels, rows frequencies channels filters -> batch height width filters."""
    return np.fft.irfft2(np.einsum("bijc,ijcf->bijf", spectra, transfers), size, axes=(1, 2))


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    size = inputs.shape[1:3]
    out_height, out_width = (side - width + 1 for side, width in zip(size, kernel.shape[:2], strict=True))

    transfers = np.fft.rfft2(kernel, size, axes=(0, 1))
    outputs = periodic(np.fft.rfft2(inputs, axes=(1, 2)).conj(), transfers, size)
    return (outputs[:, :out_height, :out_width] + bias).astype(inputs.dtype)
