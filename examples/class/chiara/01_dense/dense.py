"""Chiara, exercise 1. Everything in float64, to be on the safe side."""

from math import prod

import numpy as np


def dense(inputs, kernel, bias):
    return np.einsum("...f,fu->...u", inputs.astype(np.float64), kernel.astype(np.float64)) + bias


def dense_backward(grad_outputs, inputs, kernel, bias):
    g = np.asarray(grad_outputs, np.float64)
    grad_inputs = np.einsum("...u,fu->...f", g, kernel)
    grad_kernel = np.einsum("nf,nu->fu", inputs.reshape(-1, kernel.shape[0]), g.reshape(-1, kernel.shape[1]))
    return [grad_inputs, grad_kernel, g.sum(axis=tuple(range(g.ndim - 1)))]


def count_dense_parameters(input_shape, units):
    return np.int64(prod(input_shape) * units + units)
