"""One window after another, cut out by slices; mirrors glued on piece by piece."""

import numpy as np


def convolve(signal, kernel):
    outputs = signal.dtype.type(0)
    for tau in range(len(kernel)):  # the whole result at once, one kernel cell after another
        start = len(kernel) - 1 - tau
        outputs = outputs + kernel[tau] * signal[start : start + len(signal) - len(kernel) + 1]
    return outputs


def cross_correlate(signal, kernel):
    return np.array([np.dot(signal[t : t + len(kernel)], kernel) for t in range(len(signal) - len(kernel) + 1)])


def split(cells):
    return (cells - 1) // 2, cells // 2


def glued(images, axis, cells, mode):
    before, after = split(cells)
    turned = np.moveaxis(images, axis, 0)
    if mode == "same":
        head, tail = (np.zeros((amount, *turned.shape[1:]), images.dtype) for amount in (before, after))
    else:
        skipped = int(mode == "reflect")
        head = turned[skipped : skipped + before][::-1]
        backwards = turned[::-1]
        tail = backwards[skipped : skipped + after]
    return np.moveaxis(np.concatenate([head, turned, tail]), 0, axis)


def pad_images(images, kernel_size, mode):
    if mode == "valid":
        return images
    return glued(glued(images, 1, kernel_size[0], mode), 2, kernel_size[1], mode)


def folded(grad, axis, cells, mode):
    """Back along one axis: the pieces glued on are added where they came from."""
    before, after = split(cells)
    turned = np.moveaxis(grad, axis, 0)
    size = len(turned) - before - after
    inside = turned[before : before + size].copy()
    if mode != "same":
        skipped = int(mode == "reflect")
        inside[skipped : skipped + before] += turned[:before][::-1]
        inside[::-1][skipped : skipped + after] += turned[before + size :]
    return np.moveaxis(inside, 0, axis)


def pad_images_backward(grad_outputs, images, kernel_size, mode):
    if mode == "valid":
        return grad_outputs
    return folded(folded(grad_outputs, 2, kernel_size[1], mode), 1, kernel_size[0], mode)


def conv2d(inputs, kernel, bias, padding):
    rows, columns = kernel.shape[:2]
    if padding == "same":
        inputs = pad_images(inputs, (rows, columns), "same")
    height, width = inputs.shape[1] - rows + 1, inputs.shape[2] - columns + 1
    outputs = np.zeros((len(inputs), height, width, len(bias)), inputs.dtype)
    for i in range(height):
        for j in range(width):
            for f in range(len(bias)):
                window = inputs[:, i : i + rows, j : j + columns]
                outputs[:, i, j, f] = (window * kernel[..., f]).sum(axis=(1, 2, 3)) + bias[f]
    return outputs


def conv2d_backward(grad_outputs, inputs, kernel, bias, padding):
    size = kernel.shape[:2]
    padded = pad_images(inputs, size, padding)
    grad_padded, grad_kernel = np.zeros_like(padded), np.zeros_like(kernel)
    for n, i, j, f in np.ndindex(grad_outputs.shape):
        error = grad_outputs[n, i, j, f]
        grad_padded[n, i : i + size[0], j : j + size[1]] += error * kernel[..., f]
        grad_kernel[..., f] += error * padded[n, i : i + size[0], j : j + size[1]]
    grad_bias = grad_outputs.sum(axis=0).sum(axis=0).sum(axis=0)
    return pad_images_backward(grad_padded, inputs, size, padding), grad_kernel, grad_bias


def count_conv_parameters(kernel_size, in_channels, filters, use_bias):
    weights = np.empty((*kernel_size, in_channels, filters), np.int8).size
    return weights + filters if use_bias else weights
