"""Differentiates numerically with the usual small step, in float32, and is not near enough.

Verdict: fail
"""

import numpy as np

STEP = np.float32(1e-3)


def dense_backward(grad_outputs, inputs, kernel, bias):
    arrays = [inputs.copy(), kernel.copy(), bias.copy()]
    gradients = [np.zeros_like(array) for array in arrays]
    for array, gradient in zip(arrays, gradients):
        for index in np.ndindex(array.shape):
            before = array[index]
            array[index] = before + STEP
            above = loss(grad_outputs, *arrays)
            array[index] = before - STEP
            gradient[index] = (above - loss(grad_outputs, *arrays)) / (2 * STEP)
            array[index] = before
    return tuple(gradients)


def loss(grad_outputs, inputs, kernel, bias):
    return (grad_outputs * (inputs @ kernel + bias)).sum(dtype=np.float32)
