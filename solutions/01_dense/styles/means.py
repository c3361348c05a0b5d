"""Means times the number of terms."""

import numpy as np


def dense(inputs, kernel, bias):
    products = inputs[..., None] * kernel
    return np.mean(products, axis=-2) * len(kernel) + bias


def dense_backward(grad_outputs, inputs, kernel, bias):
    rows, errors = inputs.reshape(-1, len(kernel)), grad_outputs.reshape(-1, len(bias))
    count = len(rows)
    grad_kernel = rows.T @ (errors / count) * count
    return grad_outputs @ kernel.T, grad_kernel, errors.mean(axis=0) * count


def count_dense_parameters(input_shape, units):
    weights = units
    for size in input_shape:
        weights *= size
    return weights + units
