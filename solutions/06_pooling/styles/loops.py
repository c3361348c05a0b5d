"""One number after another; pixels outside are left out, not invented."""

import numpy as np


def spans(size, cells, stride, padding):
    """The pixels of each window along one axis."""
    if padding == "valid":
        return [range(start, start + cells) for start in range(0, size - cells + 1, stride)]
    out = (size + stride - 1) // stride
    before = max((out - 1) * stride + cells - size, 0) // 2
    starts = [i * stride - before for i in range(out)]
    return [range(max(start, 0), min(start + cells, size)) for start in starts]


def windows(inputs, pool_size, strides, padding):
    """(out_row, out_column) -> the pixels of that window, row by row."""
    rows, columns = (spans(inputs.shape[axis + 1], pool_size[axis], strides[axis], padding) for axis in (0, 1))
    return {(i, j): [(a, b) for a in r for b in c] for i, r in enumerate(rows) for j, c in enumerate(columns)}


def pooled(inputs, pixels_of, choose):
    size = tuple(last + 1 for last in max(pixels_of))
    outputs = np.empty((len(inputs), *size, inputs.shape[3]), inputs.dtype)
    for n, i, j, c in np.ndindex(outputs.shape):
        outputs[n, i, j, c] = choose([inputs[n, a, b, c] for a, b in pixels_of[i, j]])
    return outputs


def max_pool2d(inputs, pool_size, strides, padding):
    return pooled(inputs, windows(inputs, pool_size, strides, padding), max)


def max_pool2d_backward(grad_outputs, inputs, pool_size, strides, padding):
    grad_inputs, pixels_of = np.zeros_like(inputs), windows(inputs, pool_size, strides, padding)
    for n, i, j, c in np.ndindex(grad_outputs.shape):
        row, column = max(pixels_of[i, j], key=lambda pixel: inputs[n, pixel[0], pixel[1], c])  # the first of several
        grad_inputs[n, row, column, c] += grad_outputs[n, i, j, c]
    return grad_inputs


def mean(values):
    """A running mean moves towards each new value: it divides before it adds, and rounds on the way."""
    middle = values[0]
    for seen, value in enumerate(values[1:], start=2):
        middle = middle + (value - middle) / seen
    return middle


def average_pool2d(inputs, pool_size, strides, padding):
    return pooled(inputs, windows(inputs, pool_size, strides, padding), mean)


def average_pool2d_backward(grad_outputs, inputs, pool_size, strides, padding):
    grad_inputs, pixels_of = np.zeros_like(inputs), windows(inputs, pool_size, strides, padding)
    for n, i, j, c in np.ndindex(grad_outputs.shape):
        for row, column in pixels_of[i, j]:
            grad_inputs[n, row, column, c] += grad_outputs[n, i, j, c] / len(pixels_of[i, j])
    return grad_inputs


def global_average_pool2d(inputs):
    outputs = np.empty((inputs.shape[0], inputs.shape[3]), inputs.dtype)
    for n, c in np.ndindex(outputs.shape):
        outputs[n, c] = mean(inputs[n, :, :, c].ravel())
    return outputs


def global_average_pool2d_backward(grad_outputs, inputs):
    grad_inputs = np.empty_like(inputs)
    for n, i, j, c in np.ndindex(inputs.shape):
        grad_inputs[n, i, j, c] = grad_outputs[n, c] / inputs[0, :, :, 0].size
    return grad_inputs
