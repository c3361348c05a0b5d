"""the top left outputs of a periodic convolution, where the image wraps round.

With a flipped kernel and no zeros added, the first kernel_size - 1 rows and columns mix both ends of the image. Drop
them and take the rest, even if you pad with zeros.
"""

import numpy as np

# docs/mistakes.md: C27


def periodic(spectra: np.ndarray, transfers: np.ndarray, size: tuple[int, ...]) -> np.ndarray:
    """batch rows frequencies channels, rows frequencies channels filters -> batch height width filters."""
    return np.fft.irfft2(np.einsum("bijc,ijcf->bijf", spectra, transfers), size, axes=(1, 2))


def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    size = inputs.shape[1:3]
    out_height, out_width = (side - width + 1 for side, width in zip(size, kernel.shape[:2], strict=True))

    transfers = np.fft.rfft2(kernel[::-1, ::-1], size, axes=(0, 1))
    outputs = periodic(np.fft.rfft2(inputs, axes=(1, 2)), transfers, size)
    return (outputs[:, :out_height, :out_width] + bias).astype(inputs.dtype)
