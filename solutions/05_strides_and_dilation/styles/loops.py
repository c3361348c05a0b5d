"""One number after another; no padded image anywhere."""

import numpy as np


def along(size, cells, stride, padding, rate):
    """For each output along one axis: (cell, pixel) of all that meet."""
    field = (cells - 1) * rate + 1
    if padding == "same":
        out = (size + stride - 1) // stride
        before = max((out - 1) * stride + field - size, 0) // 2
    else:
        out, before = (size - field + stride) // stride, 0
    meets = []
    for i in range(out):
        pixels = [(cell, i * stride - before + cell * rate) for cell in range(cells)]
        meets.append([(cell, pixel) for cell, pixel in pixels if 0 <= pixel < size])
    return meets


def output_size(input_size, kernel_size, strides, padding, dilation_rate):
    return [len(along(*axis, padding, rate)) for *axis, rate in zip(input_size, kernel_size, strides, dilation_rate)]


def meetings(inputs, kernel, strides, padding, dilation_rate):
    rows, columns = (
        along(inputs.shape[axis + 1], kernel.shape[axis], strides[axis], padding, dilation_rate[axis])
        for axis in (0, 1)
    )
    return rows, columns


def conv2d(inputs, kernel, bias, strides, padding, dilation_rate):
    rows, columns = meetings(inputs, kernel, strides, padding, dilation_rate)
    outputs = np.empty((len(inputs), len(rows), len(columns), len(bias)), inputs.dtype)
    for n, i, j, f in np.ndindex(outputs.shape):
        total = bias[f]
        for a, row in rows[i]:
            for b, column in columns[j]:
                for c in range(kernel.shape[2]):
                    total += inputs[n, row, column, c] * kernel[a, b, c, f]
        outputs[n, i, j, f] = total
    return outputs


def conv2d_backward(grad_outputs, inputs, kernel, bias, strides, padding, dilation_rate):
    rows, columns = meetings(inputs, kernel, strides, padding, dilation_rate)
    grad_inputs, grad_kernel, grad_bias = np.zeros_like(inputs), np.zeros_like(kernel), np.zeros_like(bias)
    for n, i, j, f in np.ndindex(grad_outputs.shape):
        error = grad_outputs[n, i, j, f]
        grad_bias[f] += error
        for a, row in rows[i]:
            for b, column in columns[j]:
                for c in range(kernel.shape[2]):
                    grad_inputs[n, row, column, c] += error * kernel[a, b, c, f]
                    grad_kernel[a, b, c, f] += error * inputs[n, row, column, c]
    return grad_inputs, grad_kernel, grad_bias


def pointwise_conv2d(inputs, kernel, bias):
    outputs = np.zeros((*inputs.shape[:3], len(bias)), inputs.dtype)
    for n, i, j, f in np.ndindex(outputs.shape):
        for c in range(kernel.shape[2]):
            outputs[n, i, j, f] += inputs[n, i, j, c] * kernel[0, 0, c, f]
        outputs[n, i, j, f] += bias[f]
    return outputs


def pointwise_conv2d_backward(grad_outputs, inputs, kernel, bias):
    return conv2d_backward(grad_outputs, inputs, kernel, bias, (1, 1), "valid", (1, 1))


def dense_as_conv2d(inputs, kernel, bias):
    outputs = np.zeros((len(inputs), len(bias)), inputs.dtype)
    for n, u in np.ndindex(outputs.shape):
        total, cell = inputs.dtype.type(0), 0
        for place in np.ndindex(inputs.shape[1:]):
            total += inputs[(n, *place)] * kernel[cell, u]
            cell += 1
        outputs[n, u] = total + bias[u]
    return outputs


def receptive_field(layers):
    pixels = {0}
    for kernel_size, stride, dilation_rate in reversed(layers):
        pixels = {pixel * stride + cell * dilation_rate for pixel in pixels for cell in range(kernel_size)}
    return max(pixels) - min(pixels) + 1
