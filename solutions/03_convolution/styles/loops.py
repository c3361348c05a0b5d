"""One number after another; the source of each padded pixel is looked up, and nothing is padded."""

import numpy as np


def convolve(signal, kernel):
    outputs = np.zeros(len(signal) - len(kernel) + 1, signal.dtype)
    for t in range(len(outputs)):
        for tau in range(len(kernel)):
            outputs[t] += signal[t + len(kernel) - 1 - tau] * kernel[tau]
    return outputs


def cross_correlate(signal, kernel):
    outputs = []
    for t in range(len(signal) - len(kernel) + 1):
        total = signal.dtype.type(0)
        for tau in range(len(kernel)):
            total += signal[t + tau] * kernel[tau]
        outputs.append(total)
    return outputs


def origin(position, size, mode):
    """The pixel that a place outside or inside shows; None for a zero."""
    if 0 <= position < size:
        return position
    if mode == "reflect":
        return -position if position < 0 else 2 * size - 2 - position
    if mode == "symmetric":
        return -1 - position if position < 0 else 2 * size - 1 - position
    return None


def places(size, cells, mode):
    if mode == "valid":
        return list(range(size))
    before = (cells - 1) // 2
    return [origin(i - before, size, mode) for i in range(size + cells - 1)]


def pad_images(images, kernel_size, mode):
    rows, columns = (places(images.shape[axis + 1], kernel_size[axis], mode) for axis in (0, 1))
    outputs = np.zeros((len(images), len(rows), len(columns), images.shape[3]), images.dtype)
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if row is not None and column is not None:
                outputs[:, i, j] = images[:, row, column]
    return outputs


def pad_images_backward(grad_outputs, images, kernel_size, mode):
    grad_images = np.zeros_like(images)
    for i, row in enumerate(places(images.shape[1], kernel_size[0], mode)):
        for j, column in enumerate(places(images.shape[2], kernel_size[1], mode)):
            if row is not None and column is not None:
                grad_images[:, row, column] += grad_outputs[:, i, j]
    return grad_images


def meetings(inputs, kernel, padding):
    """(out_row, out_column, kernel row, kernel column, row, column) for all that meet."""
    (height, width), (rows, columns) = inputs.shape[1:3], kernel.shape[:2]
    top, left = ((rows - 1) // 2, (columns - 1) // 2) if padding == "same" else (0, 0)
    out = (height, width) if padding == "same" else (height - rows + 1, width - columns + 1)
    for i, j, a, b in np.ndindex(*out, rows, columns):
        row, column = i + a - top, j + b - left
        if 0 <= row < height and 0 <= column < width:
            yield i, j, a, b, row, column


def conv2d(inputs, kernel, bias, padding):
    size = inputs.shape[1:3]
    if padding == "valid":
        size = [side - cells + 1 for side, cells in zip(size, kernel.shape)]
    outputs = np.zeros((len(inputs), *size, len(bias)), inputs.dtype)
    for i, j, a, b, row, column in meetings(inputs, kernel, padding):
        for n in range(len(inputs)):
            for c in range(kernel.shape[2]):
                for f in range(len(bias)):
                    outputs[n, i, j, f] += inputs[n, row, column, c] * kernel[a, b, c, f]
    for place in np.ndindex(outputs.shape):
        outputs[place] += bias[place[-1]]
    return outputs


def conv2d_backward(grad_outputs, inputs, kernel, bias, padding):
    grad_inputs, grad_kernel, grad_bias = np.zeros_like(inputs), np.zeros_like(kernel), np.zeros_like(bias)
    for i, j, a, b, row, column in meetings(inputs, kernel, padding):
        for n in range(len(inputs)):
            for c in range(kernel.shape[2]):
                for f in range(len(bias)):
                    grad_inputs[n, row, column, c] += grad_outputs[n, i, j, f] * kernel[a, b, c, f]
                    grad_kernel[a, b, c, f] += grad_outputs[n, i, j, f] * inputs[n, row, column, c]
    for place in np.ndindex(grad_outputs.shape):
        grad_bias[place[-1]] += grad_outputs[place]
    return grad_inputs, grad_kernel, grad_bias


def count_conv_parameters(kernel_size, in_channels, filters, use_bias):
    count = 0
    for _ in range(filters):
        count += kernel_size[0] * kernel_size[1] * in_channels
        if use_bias:
            count += 1
    return count
