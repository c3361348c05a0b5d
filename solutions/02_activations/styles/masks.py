"""Assignments under a mask, in the dtype of the inputs; gradients from the outputs where these are enough."""

import numpy as np

SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772


def relu(inputs):
    outputs = inputs.copy()
    outputs[inputs < 0] = 0
    return outputs


def relu_backward(grad_outputs, inputs):
    grad_inputs = np.zeros_like(inputs)
    grad_inputs[inputs > 0] = grad_outputs[inputs > 0]
    return grad_inputs


def leaky_relu(inputs, negative_slope):
    outputs = inputs.copy()
    outputs[inputs < 0] *= negative_slope
    return outputs


def leaky_relu_backward(grad_outputs, inputs, negative_slope):
    grad_inputs = grad_outputs.copy()
    grad_inputs[inputs <= 0] *= negative_slope
    return grad_inputs


def prelu(inputs, alpha):
    outputs = inputs.copy()
    for channel, slope in enumerate(alpha):
        column = outputs[..., channel]
        column[column < 0] *= slope
    return outputs


def prelu_backward(grad_outputs, inputs, alpha):
    below = ~(inputs > 0)
    grad_inputs = grad_outputs.copy()
    grad_inputs[below] = (grad_outputs * alpha)[below]
    products = grad_outputs * inputs * below
    while products.ndim > 1:
        products = products.sum(axis=0)
    return grad_inputs, products


def elu(inputs, alpha):
    outputs = inputs.copy()
    below = inputs < 0
    outputs[below] = alpha * (np.exp(inputs[below]) - 1)
    return outputs


def elu_backward(grad_outputs, inputs, alpha):
    slopes = np.ones_like(inputs)
    below = inputs <= 0
    slopes[below] = elu(inputs, alpha)[below] + alpha
    return grad_outputs * slopes


def selu(inputs):
    return SCALE * elu(inputs, ALPHA)


def selu_backward(grad_outputs, inputs):
    return SCALE * elu_backward(grad_outputs, inputs, ALPHA)


def sigmoid(inputs):
    outputs = np.empty_like(inputs)
    above = inputs >= 0
    outputs[above] = 1 / (1 + np.exp(-inputs[above]))
    powers = np.exp(inputs[~above])
    outputs[~above] = powers / (1 + powers)
    return outputs


def sigmoid_backward(grad_outputs, inputs):
    outputs = sigmoid(inputs)
    return grad_outputs * outputs * (1 - outputs)


def tanh(inputs):
    return 2 * sigmoid(2 * inputs) - 1


def tanh_backward(grad_outputs, inputs):
    return grad_outputs * (1 - tanh(inputs) ** 2)


def swish(inputs):
    return inputs * sigmoid(inputs)


def swish_backward(grad_outputs, inputs):
    outputs, gate = swish(inputs), sigmoid(inputs)
    return grad_outputs * (outputs + gate * (1 - outputs))


def maxout(inputs, pieces):
    outputs = inputs[..., ::pieces]
    for piece in range(1, pieces):
        outputs = np.maximum(outputs, inputs[..., piece::pieces])
    return outputs


def maxout_backward(grad_outputs, inputs, pieces):
    grad_inputs, taken = np.zeros_like(inputs), np.zeros(grad_outputs.shape, bool)
    largest = maxout(inputs, pieces)
    for piece in range(pieces):
        wins = (inputs[..., piece::pieces] == largest) & ~taken
        grad_inputs[..., piece::pieces][wins] = grad_outputs[wins]
        taken |= wins
    return grad_inputs


def softmax(logits):
    powers = np.exp(logits - np.max(logits, axis=-1)[..., None])
    return powers / np.sum(powers, axis=-1)[..., None]


def softmax_backward(grad_outputs, logits):
    outputs = softmax(logits)
    weighted = grad_outputs * outputs
    return weighted - outputs * weighted.sum(axis=-1, keepdims=True)


def cross_entropy(logits, labels):
    largest = logits.max(axis=1)
    log_sum = largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))
    return -(labels * (logits - log_sum[:, None])).sum(axis=1)


def cross_entropy_backward(grad_outputs, logits, labels):
    return ((softmax(logits) - labels).T * grad_outputs).T
