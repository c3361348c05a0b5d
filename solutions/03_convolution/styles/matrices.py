"""Everything is linear: matrices of shifts, stride tricks, einsum. Backward is the transposed matrix."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def cross_correlate(signal, kernel):
    (step,) = signal.strides
    windows = as_strided(signal, (signal.size - kernel.size + 1, kernel.size), (step, step), writeable=False)
    return np.einsum("tk,k", windows, kernel)


def convolve(signal, kernel):
    out_size = signal.size - kernel.size + 1
    toeplitz = np.zeros((out_size, signal.size), signal.dtype)
    for row in range(out_size):
        toeplitz[row, row : row + kernel.size] = kernel[::-1]
    return (toeplitz @ signal[:, None])[:, 0]


def border(size, cells, mode, dtype):
    """The matrix of padded positions x pixels."""
    amounts = (0, 0) if mode == "valid" else ((cells - 1) // 2, cells - 1 - (cells - 1) // 2)
    if mode in ("reflect", "symmetric"):
        return np.eye(size, dtype=dtype)[np.pad(np.arange(size), amounts, mode=mode)]
    return np.pad(np.eye(size, dtype=dtype), [amounts, (0, 0)])


def borders(images, kernel_size, mode):
    return [border(size, cells, mode, images.dtype) for size, cells in zip(images.shape[1:3], kernel_size)]


def pad_images(images, kernel_size, mode):
    return np.einsum("bhwc,ih,jw->bijc", images, *borders(images, kernel_size, mode))


def pad_images_backward(grad_outputs, images, kernel_size, mode):
    return np.einsum("bijc,ih,jw->bhwc", grad_outputs, *borders(images, kernel_size, mode))


def conv2d(inputs, kernel, bias, padding):
    windows = sliding_window_view(pad_images(inputs, kernel.shape[:2], padding), kernel.shape[:2], axis=(1, 2))
    return np.tensordot(windows, kernel, axes=([4, 5, 3], [0, 1, 2])) + bias


def conv2d_backward(grad_outputs, inputs, kernel, bias, padding):
    size = kernel.shape[:2]
    windows = sliding_window_view(pad_images(inputs, size, padding), size, axis=(1, 2))
    grad_kernel = np.einsum("bhwcij,bhwf->ijcf", windows, grad_outputs)
    wide = np.pad(grad_outputs, [(0, 0), *((cells - 1, cells - 1) for cells in size), (0, 0)])
    turned = np.flip(kernel, (0, 1))
    grad_padded = np.einsum("bhwfij,ijcf->bhwc", sliding_window_view(wide, size, axis=(1, 2)), turned)
    grad_bias = np.ones(grad_outputs[..., 0].size, bias.dtype) @ grad_outputs.reshape(-1, len(bias))
    return pad_images_backward(grad_padded, inputs, size, padding), grad_kernel, grad_bias


def count_conv_parameters(kernel_size, in_channels, filters, use_bias):
    return int(np.prod([*kernel_size, in_channels, filters])) + use_bias * filters
