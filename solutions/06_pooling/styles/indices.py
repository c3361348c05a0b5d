"""All windows at once through indices; averages as matrices along the height and along the width."""

import numpy as np


def plan(size, cells, stride, padding):
    """(out, cell) -> pixel of the image, negative or too large where there is none."""
    out = (size - 1) // stride + 1 if padding == "same" else (size - cells) // stride + 1
    before = max((out - 1) * stride + cells - size, 0) // 2
    return np.arange(out)[:, None] * stride + np.arange(cells) - before


def windows(inputs, pool_size, strides, padding):
    """Windows laid out as batch out_height out_width channels cells, -inf outside; and the pixel of each cell."""
    (height, width), (rows, columns) = (
        inputs.shape[1:3],
        (plan(*axis, padding) for axis in zip(inputs.shape[1:3], pool_size, strides)),
    )
    rows, columns = np.broadcast_arrays(rows[:, None, :, None], columns[None, :, None, :])
    rows, columns = (pixels.reshape(*pixels.shape[:2], -1) for pixels in (rows, columns))  # out_height out_width cells
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    rows, columns = np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)
    values = np.where(inside[..., None], inputs[:, rows, columns], -np.inf)
    return np.moveaxis(values, 3, 4), rows, columns


def max_pool2d(inputs, pool_size, strides, padding):
    return windows(inputs, pool_size, strides, padding)[0].max(axis=-1).astype(inputs.dtype)


def max_pool2d_backward(grad_outputs, inputs, pool_size, strides, padding):
    values, rows, columns = windows(inputs, pool_size, strides, padding)
    best = values.argmax(axis=-1)
    n, i, j, c = np.indices(best.shape)
    grad_inputs = np.zeros_like(inputs)
    np.add.at(grad_inputs, (n, rows[i, j, best], columns[i, j, best], c), grad_outputs)
    return grad_inputs


def means(size, cells, stride, padding, dtype):
    """The matrix out x pixels of averages along one axis."""
    hits = (plan(size, cells, stride, padding)[:, :, None] == np.arange(size)).any(axis=1)
    return (hits / hits.sum(axis=1, keepdims=True)).astype(dtype)


def matrices(inputs, pool_size, strides, padding):
    return [means(*axis, padding, inputs.dtype) for axis in zip(inputs.shape[1:3], pool_size, strides)]


def average_pool2d(inputs, pool_size, strides, padding):
    return np.einsum("nhwc,ih,jw->nijc", inputs, *matrices(inputs, pool_size, strides, padding))


def average_pool2d_backward(grad_outputs, inputs, pool_size, strides, padding):
    return np.einsum("nijc,ih,jw->nhwc", grad_outputs, *matrices(inputs, pool_size, strides, padding))


def global_average_pool2d(inputs):
    return np.einsum("nhwc->nc", inputs) / np.prod(inputs.shape[1:3]).astype(inputs.dtype)


def global_average_pool2d_backward(grad_outputs, inputs):
    height, width = inputs.shape[1:3]
    return grad_outputs[:, None, None] * np.full((1, height, width, 1), 1 / (height * width), inputs.dtype)
