"""A dilated kernel is a larger one with zeros; a strided convolution is a plain one, subsampled."""

import numpy as np


def amounts(size, field, stride, padding):
    if padding == "valid":
        return 0, 0
    total = max(field - stride if size % stride == 0 else field - size % stride, 0)
    return total // 2, total - total // 2


def output_size(input_size, kernel_size, strides, padding, dilation_rate):
    sizes = []
    for size, cells, stride, rate in zip(input_size, kernel_size, strides, dilation_rate):
        field = cells + (cells - 1) * (rate - 1)
        starts = range(0, size + sum(amounts(size, field, stride, padding)) - field + 1, stride)
        sizes.append(len(starts))
    return tuple(sizes)


def with_holes(kernel, dilation_rate):
    fields = [(cells - 1) * rate + 1 for cells, rate in zip(kernel.shape, dilation_rate)]
    wide = np.zeros((*fields, *kernel.shape[2:]), kernel.dtype)
    wide[:: dilation_rate[0], :: dilation_rate[1]] = kernel
    return wide


def padded(inputs, fields, strides, padding):
    widths = [amounts(*axis, padding) for axis in zip(inputs.shape[1:3], fields, strides)]
    return np.pad(inputs, [(0, 0), *widths, (0, 0)]), widths


def conv2d(inputs, kernel, bias, strides, padding, dilation_rate):
    kernel = with_holes(kernel, dilation_rate)
    rows, columns = kernel.shape[:2]
    image, _ = padded(inputs, kernel.shape[:2], strides, padding)
    height, width = image.shape[1] - rows + 1, image.shape[2] - columns + 1
    outputs = np.zeros((len(inputs), height, width, len(bias)), inputs.dtype)
    for i in range(height):
        for j in range(width):
            window = image[:, i : i + rows, j : j + columns].reshape(len(inputs), -1)
            outputs[:, i, j] = window @ kernel.reshape(-1, len(bias))
    return outputs[:, :: strides[0], :: strides[1]] + bias


def conv2d_backward(grad_outputs, inputs, kernel, bias, strides, padding, dilation_rate):
    wide = with_holes(kernel, dilation_rate)
    rows, columns = wide.shape[:2]
    image, ((top, _), (left, _)) = padded(inputs, wide.shape[:2], strides, padding)
    grad_image, grad_wide = np.zeros_like(image), np.zeros_like(wide)
    for i in range(grad_outputs.shape[1]):
        for j in range(grad_outputs.shape[2]):
            errors = grad_outputs[:, i, j]
            window = np.s_[:, i * strides[0] : i * strides[0] + rows, j * strides[1] : j * strides[1] + columns]
            grad_image[window] += np.tensordot(errors, wide, axes=(1, 3))
            grad_wide += np.tensordot(image[window], errors, axes=(0, 0))
    grad_inputs = grad_image[:, top : top + inputs.shape[1], left : left + inputs.shape[2]]
    return grad_inputs, grad_wide[:: dilation_rate[0], :: dilation_rate[1]], grad_outputs.sum(0).sum(0).sum(0)


def pointwise_conv2d(inputs, kernel, bias):
    outputs = bias
    for channel, weights in enumerate(kernel[0, 0]):
        outputs = outputs + inputs[..., channel : channel + 1] * weights
    return outputs


def pointwise_conv2d_backward(grad_outputs, inputs, kernel, bias):
    pixels, errors = inputs.reshape(-1, inputs.shape[3]), grad_outputs.reshape(-1, len(bias))
    grad_inputs = (errors @ kernel[0, 0].transpose()).reshape(inputs.shape)
    return grad_inputs, (pixels.T @ errors).reshape(kernel.shape), errors.sum(axis=0)


def dense_as_conv2d(inputs, kernel, bias):
    windows = kernel.reshape(*inputs.shape[1:], -1)  # a kernel as large as the image
    return np.tensordot(inputs, windows, axes=3) + bias


def receptive_field(layers):
    if not layers:
        return 1
    (kernel_size, stride, dilation_rate), *above = layers
    return (receptive_field(above) - 1) * stride + (kernel_size - 1) * dilation_rate + 1
