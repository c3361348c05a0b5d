"""One number after another."""

import numpy as np


def dense(inputs, kernel, bias):
    rows = inputs.reshape(-1, inputs.shape[-1])
    outputs = np.empty((len(rows), len(bias)), inputs.dtype)
    for r in range(len(rows)):
        for u in range(len(bias)):
            total = bias[u]
            for f in range(len(kernel)):
                total = total + rows[r, f] * kernel[f, u]
            outputs[r, u] = total
    return outputs.reshape(*inputs.shape[:-1], len(bias))


def dense_backward(grad_outputs, inputs, kernel, bias):
    features, units = kernel.shape
    rows, errors = inputs.reshape(-1, features), grad_outputs.reshape(-1, units)
    grad_rows, grad_kernel, grad_bias = np.zeros_like(rows), np.zeros_like(kernel), np.zeros_like(bias)
    for r in range(len(rows)):
        for u in range(units):
            grad_bias[u] += errors[r, u]
            for f in range(features):
                grad_rows[r, f] += errors[r, u] * kernel[f, u]
                grad_kernel[f, u] += errors[r, u] * rows[r, f]
    return grad_rows.reshape(inputs.shape), grad_kernel, grad_bias


def count_dense_parameters(input_shape, units):
    if not input_shape:
        return 2 * units
    return units * input_shape[0] * int(np.prod(input_shape[1:])) + units
