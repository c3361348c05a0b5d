# Exercise 3, Ada. Loops again.
import numpy as np


def convolve(signal, kernel):
    n, k = len(signal), len(kernel)
    out = np.zeros(n - k + 1, dtype=signal.dtype)
    for t in range(n - k + 1):
        for tau in range(k):
            out[t] += kernel[tau] * signal[t + k - 1 - tau]
    return out


def cross_correlate(signal, kernel):
    n, k = len(signal), len(kernel)
    out = np.zeros(n - k + 1, dtype=signal.dtype)
    for t in range(n - k + 1):
        for tau in range(k):
            out[t] += kernel[tau] * signal[t + tau]
    return out


def source(i, n, mode):
    """Which pixel a border position shows, or None for a zero."""
    if 0 <= i < n:
        return i
    if mode == "same":
        return None
    if mode == "reflect":
        return -i if i < 0 else 2 * (n - 1) - i
    return -i - 1 if i < 0 else 2 * n - 1 - i  # symmetric


def amounts(kernel_size, mode):
    if mode == "valid":
        return 0, 0, 0, 0
    kh, kw = kernel_size
    top, left = (kh - 1) // 2, (kw - 1) // 2
    return top, kh - 1 - top, left, kw - 1 - left


def pad_images(images, kernel_size, mode):
    batch, height, width, channels = images.shape
    top, bottom, left, right = amounts(kernel_size, mode)
    out = np.zeros((batch, height + top + bottom, width + left + right, channels), dtype=images.dtype)
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            a, b = source(i - top, height, mode), source(j - left, width, mode)
            if a is not None and b is not None:
                out[:, i, j, :] = images[:, a, b, :]
    return out


def pad_images_backward(grad_outputs, images, kernel_size, mode):
    batch, height, width, channels = images.shape
    top, bottom, left, right = amounts(kernel_size, mode)
    grad = np.zeros(images.shape, dtype=images.dtype)
    for i in range(grad_outputs.shape[1]):
        for j in range(grad_outputs.shape[2]):
            a, b = source(i - top, height, mode), source(j - left, width, mode)
            if a is not None and b is not None:
                grad[:, a, b, :] += grad_outputs[:, i, j, :]
    return grad


def conv2d(inputs, kernel, bias, padding):
    kh, kw, channels, filters = kernel.shape
    x = pad_images(inputs, (kh, kw), padding)
    batch, height, width = x.shape[0], x.shape[1] - kh + 1, x.shape[2] - kw + 1
    out = np.zeros((batch, height, width, filters), dtype=inputs.dtype)
    for n in range(batch):
        for i in range(height):
            for j in range(width):
                for f in range(filters):
                    total = bias[f]
                    for a in range(kh):
                        for b in range(kw):
                            for c in range(channels):
                                total = total + x[n, i + a, j + b, c] * kernel[a, b, c, f]
                    out[n, i, j, f] = total
    return out


def conv2d_backward(grad_outputs, inputs, kernel, bias, padding):
    kh, kw, channels, filters = kernel.shape
    x = pad_images(inputs, (kh, kw), padding)
    dx = np.zeros(x.shape, dtype=x.dtype)
    dw = np.zeros(kernel.shape, dtype=kernel.dtype)
    db = np.zeros(bias.shape, dtype=bias.dtype)
    batch, height, width, _ = grad_outputs.shape
    for n in range(batch):
        for i in range(height):
            for j in range(width):
                for f in range(filters):
                    g = grad_outputs[n, i, j, f]
                    db[f] += g
                    for a in range(kh):
                        for b in range(kw):
                            for c in range(channels):
                                dx[n, i + a, j + b, c] += g * kernel[a, b, c, f]
                                dw[a, b, c, f] += g * x[n, i + a, j + b, c]
    return pad_images_backward(dx, inputs, (kh, kw), padding), dw, db


def count_conv_parameters(kernel_size, in_channels, filters, use_bias):
    weights = kernel_size[0] * kernel_size[1] * in_channels * filters
    if use_bias:
        weights += filters
    return weights
