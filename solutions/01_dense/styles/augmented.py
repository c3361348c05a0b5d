"""The bias as one more row of the kernel, einsum, and lists instead of tuples."""

import math

import numpy as np


def with_one(inputs):
    return np.concatenate([inputs, np.ones_like(inputs[..., :1])], axis=-1)


def dense(inputs, kernel, bias):
    return np.einsum("...f,fu->...u", with_one(inputs), np.vstack([kernel, bias]))


def dense_backward(grad_outputs, inputs, kernel, bias):
    both = np.einsum("nf,nu->fu", with_one(inputs).reshape(-1, len(kernel) + 1), grad_outputs.reshape(-1, len(bias)))
    return [np.tensordot(grad_outputs, kernel, axes=(-1, 1)), both[:-1], both[-1]]


def count_dense_parameters(input_shape, units):
    return np.int64((math.prod(input_shape) + 1) * units)
