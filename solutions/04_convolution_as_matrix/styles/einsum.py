"""Stride tricks, einsum, and one-hot tensors that say which pixel each window cell shows."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def shifts(size, cells, dtype=float):
    """(out, cell, pixel): 1 where a window's cell shows that pixel."""
    out, cell, pixel = np.ogrid[: size - cells + 1, :cells, :size]
    return (out + cell == pixel).astype(dtype)


def toeplitz(kernel, input_size):
    return np.einsum("oki,k->oi", shifts(input_size, kernel.size, kernel.dtype), kernel)


def conv_matrix(kernel, image_size):
    down, right = (shifts(size, cells, kernel.dtype) for size, cells in zip(image_size, kernel.shape))
    matrix = np.einsum("iah,jbw,ab->ijhw", down, right, kernel)
    return matrix.reshape(matrix.shape[0] * matrix.shape[1], -1)


def im2col(inputs, kernel_size):
    windows = sliding_window_view(inputs, (1, *kernel_size, inputs.shape[3]))
    return windows.reshape(*windows.shape[:3], -1)


def col2im(columns, input_shape, kernel_size):
    down, right = (shifts(size, cells, columns.dtype) for size, cells in zip(input_shape[1:3], kernel_size))
    patches = columns.reshape(*columns.shape[:3], *kernel_size, -1)
    return np.einsum("nijabc,iah,jbw->nhwc", patches, down, right)


def conv2d_matmul(inputs, kernel, bias):
    return np.tensordot(im2col(inputs, kernel.shape[:2]), kernel.reshape(-1, bias.size), axes=1) + bias


def conv2d_matmul_backward(grad_outputs, inputs, kernel, bias):
    columns = im2col(inputs, kernel.shape[:2])
    grad_kernel = np.einsum("nijk,nijf->kf", columns, grad_outputs).reshape(kernel.shape)
    grad_columns = np.einsum("nijf,kf->nijk", grad_outputs, kernel.reshape(-1, bias.size))
    return col2im(grad_columns, inputs.shape, kernel.shape[:2]), grad_kernel, np.einsum("nijf->f", grad_outputs)


def grad_inputs_by_convolution(grad_outputs, kernel):
    size = [side + cells - 1 for side, cells in zip(grad_outputs.shape[1:3], kernel.shape)]
    down, right = (shifts(side, cells, kernel.dtype) for side, cells in zip(size, kernel.shape))
    return np.einsum("nijf,abcf,iah,jbw->nhwc", grad_outputs, kernel, down, right, optimize=True)


def grad_kernel_by_convolution(inputs, grad_outputs):
    windows = sliding_window_view(inputs, grad_outputs.shape[1:3], axis=(1, 2))
    return np.tensordot(windows, grad_outputs, axes=([0, 4, 5], [0, 1, 2]))


def fourier(size):
    return np.exp(-2j * np.pi * np.outer(np.arange(size), np.arange(size)) / size)


def conv2d_fft(inputs, kernel, bias):
    """The transform as a matrix product."""
    height, width = inputs.shape[1:3]
    down, right = fourier(height), fourier(width)
    images = np.einsum("uh,vw,nhwc->nuvc", down, right, inputs, optimize=True)
    kernels = np.einsum(
        "ua,vb,abcf->uvcf", down[:, : kernel.shape[0]], right[:, : kernel.shape[1]], kernel, optimize=True
    )
    products = np.einsum("nuvc,uvcf->nuvf", images, kernels.conj())
    outputs = np.einsum("uh,vw,nuvf->nhwf", down.conj(), right.conj(), products, optimize=True).real / (height * width)
    return outputs[:, : height - kernel.shape[0] + 1, : width - kernel.shape[1] + 1] + bias
