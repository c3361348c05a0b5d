"""One window after another, cut out by slices that end where the image ends; ties share equally."""

import numpy as np


def cut(size, cells, stride, padding):
    out = -(-size // stride) if padding == "same" else 1 + (size - cells) // stride
    missing = max((out - 1) * stride + cells - size, 0) if padding == "same" else 0
    starts = [i * stride - missing // 2 for i in range(out)]
    return [slice(max(0, start), start + cells) for start in starts]


def windows(shape, pool_size, strides, padding):
    rows, columns = (cut(*axis, padding) for axis in zip(shape[1:3], pool_size, strides))
    return [[np.s_[:, row, column] for column in columns] for row in rows]


def pooled(inputs, places, reduce):
    return np.stack(
        [np.stack([reduce(inputs[place], axis=(1, 2)) for place in line], axis=1) for line in places], axis=1
    )


def max_pool2d(inputs, pool_size, strides, padding):
    return pooled(inputs, windows(inputs.shape, pool_size, strides, padding), np.max)


def max_pool2d_backward(grad_outputs, inputs, pool_size, strides, padding):
    grad_inputs = np.zeros_like(inputs)
    for i, line in enumerate(windows(inputs.shape, pool_size, strides, padding)):
        for j, place in enumerate(line):
            largest = inputs[place] == inputs[place].max(axis=(1, 2), keepdims=True)
            share = largest / largest.sum(axis=(1, 2), keepdims=True)
            grad_inputs[place] += share.astype(inputs.dtype) * grad_outputs[:, i : i + 1, j : j + 1]
    return grad_inputs


def average_pool2d(inputs, pool_size, strides, padding):
    return pooled(inputs, windows(inputs.shape, pool_size, strides, padding), np.mean)


def average_pool2d_backward(grad_outputs, inputs, pool_size, strides, padding):
    grad_inputs = np.zeros_like(inputs)
    for i, line in enumerate(windows(inputs.shape, pool_size, strides, padding)):
        for j, place in enumerate(line):
            window = grad_inputs[place]
            window += grad_outputs[:, i, None, j, None] / (window.shape[1] * window.shape[2])
    return grad_inputs


def global_average_pool2d(inputs):
    pixels = inputs.reshape(len(inputs), -1, inputs.shape[3])
    return pixels.sum(axis=1) / pixels.shape[1]


def global_average_pool2d_backward(grad_outputs, inputs):
    pixels = inputs.shape[1] * inputs.shape[2]
    return np.repeat(grad_outputs / pixels, pixels, axis=0).reshape(inputs.shape)
