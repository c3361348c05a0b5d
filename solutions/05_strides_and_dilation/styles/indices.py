"""Fancy indices for all windows at once, np.add.at for the way back, einsum between."""

import math

import numpy as np


def plan(size, cells, stride, padding, rate):
    """(out, cell) -> pixel of the padded axis, with how much is padded before and behind."""
    field = rate * (cells - 1) + 1
    out = math.ceil(size / stride) if padding == "same" else math.ceil((size - field + 1) / stride)
    missing = max(0, (out - 1) * stride + field - size)
    before = missing // 2
    return np.arange(out)[:, None] * stride + np.arange(cells) * rate, (before, missing - before)


def plans(inputs, kernel, strides, padding, dilation_rate):
    axes = zip(inputs.shape[1:3], kernel.shape[:2], strides, [padding] * 2, dilation_rate)
    (rows, high), (columns, wide) = (plan(*axis) for axis in axes)
    # out_height out_width kernel_height kernel_width
    index = (slice(None), rows[:, None, :, None], columns[None, :, None, :])
    return index, [(0, 0), high, wide, (0, 0)]


def output_size(input_size, kernel_size, strides, padding, dilation_rate):
    axes = zip(input_size, kernel_size, strides, [padding] * 2, dilation_rate)
    return np.array([len(plan(*axis)[0]) for axis in axes])


def conv2d(inputs, kernel, bias, strides, padding, dilation_rate):
    index, widths = plans(inputs, kernel, strides, padding, dilation_rate)
    return np.einsum("nijabc,abcf->nijf", np.pad(inputs, widths)[index], kernel) + bias


def conv2d_backward(grad_outputs, inputs, kernel, bias, strides, padding, dilation_rate):
    index, widths = plans(inputs, kernel, strides, padding, dilation_rate)
    image = np.pad(inputs, widths)
    grad_kernel = np.einsum("nijabc,nijf->abcf", image[index], grad_outputs)
    grad_image = np.zeros_like(image)
    np.add.at(grad_image, index, np.einsum("nijf,abcf->nijabc", grad_outputs, kernel))
    (top, bottom), (left, right) = widths[1:3]
    grad_inputs = grad_image[:, top : grad_image.shape[1] - bottom, left : grad_image.shape[2] - right]
    return grad_inputs, grad_kernel, np.einsum("nijf->f", grad_outputs)


def pointwise_conv2d(inputs, kernel, bias):
    return np.einsum("nijc,abcf->nijf", inputs, kernel) + bias


def pointwise_conv2d_backward(grad_outputs, inputs, kernel, bias):
    grad_inputs = np.einsum("nijf,abcf->nijc", grad_outputs, kernel)
    grad_kernel = np.tensordot(inputs, grad_outputs, axes=([0, 1, 2], [0, 1, 2]))[np.newaxis, np.newaxis]
    return grad_inputs, grad_kernel, grad_outputs.sum(axis=(2, 1, 0))


def dense_as_conv2d(inputs, kernel, bias):
    return np.array([image.ravel() @ kernel + bias for image in inputs])


def receptive_field(layers):
    steps = np.cumprod([1, *[stride for _, stride, _ in layers]])
    return 1 + sum((size - 1) * rate * int(step) for (size, _, rate), step in zip(layers, steps))
