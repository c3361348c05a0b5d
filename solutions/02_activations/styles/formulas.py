"""Other formulas for the same functions: absolute values, tanh, logaddexp, Jacobians, equal shares among ties."""

import numpy as np

SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772


def relu(inputs):
    return (inputs + np.abs(inputs)) / 2


def relu_backward(grad_outputs, inputs):
    return np.heaviside(inputs, np.zeros_like(inputs)) * grad_outputs


def leaky_relu(inputs, negative_slope):
    return np.maximum(inputs, 0) + negative_slope * np.minimum(inputs, 0)


def leaky_relu_backward(grad_outputs, inputs, negative_slope):
    above = (inputs > 0).astype(inputs.dtype)
    return grad_outputs * (above + negative_slope * (1 - above))


def prelu(inputs, alpha):
    return np.clip(inputs, 0, None) + np.einsum("...c,c->...c", np.clip(inputs, None, 0), alpha)


def prelu_backward(grad_outputs, inputs, alpha):
    axes = tuple(range(inputs.ndim - 1))
    grad_alpha = (grad_outputs * np.clip(inputs, None, 0)).sum(axis=axes)
    return grad_outputs * np.where(inputs > 0, np.ones_like(alpha), alpha), grad_alpha


def elu(inputs, alpha):
    return np.maximum(inputs, 0) + alpha * np.expm1(-np.maximum(-inputs, 0))


def elu_backward(grad_outputs, inputs, alpha):
    return grad_outputs * ((inputs > 0) + alpha * (inputs <= 0) * np.exp(np.minimum(inputs, 0)))


def selu(inputs):
    return SCALE * (np.maximum(inputs, 0) + ALPHA * np.expm1(np.minimum(inputs, 0)))


def selu_backward(grad_outputs, inputs):
    return np.choose(inputs > 0, [SCALE * ALPHA * np.exp(np.minimum(inputs, 0)), SCALE]) * grad_outputs


def sigmoid(inputs):
    return (1 + np.tanh(inputs / 2)) / 2


def sigmoid_backward(grad_outputs, inputs):
    return grad_outputs * sigmoid(inputs) * sigmoid(-inputs)


def tanh(inputs):
    lacking = np.expm1(-2 * np.abs(inputs))  # exp(-2|x|) - 1
    return np.copysign(lacking / (lacking + 2), inputs)


def tanh_backward(grad_outputs, inputs):
    return grad_outputs / np.cosh(np.clip(inputs, -40, 40)) ** 2


def swish(inputs):
    return inputs * np.exp(-np.logaddexp(0, -inputs))


def swish_backward(grad_outputs, inputs):
    gate = sigmoid(inputs)
    return grad_outputs * gate + grad_outputs * inputs * gate * sigmoid(-inputs)


def maxout(inputs, pieces):
    return np.sort(inputs.reshape(*inputs.shape[:-1], -1, pieces), axis=-1)[..., -1]


def maxout_backward(grad_outputs, inputs, pieces):
    groups = inputs.reshape(*inputs.shape[:-1], -1, pieces)
    wins = groups == groups.max(axis=-1, keepdims=True)
    shares = grad_outputs[..., None] * wins / wins.sum(axis=-1, keepdims=True)
    return shares.reshape(inputs.shape)


def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)


def softmax(logits):
    return np.exp(log_softmax(logits))


def softmax_backward(grad_outputs, logits):
    outputs = softmax(logits)
    jacobian = outputs[..., None] * np.eye(outputs.shape[-1], dtype=outputs.dtype) - np.einsum(
        "...i,...j->...ij", outputs, outputs
    )
    return np.einsum("...i,...ij->...j", grad_outputs, jacobian)


def cross_entropy(logits, labels):
    return -np.einsum("nc,nc->n", labels, log_softmax(logits))


def cross_entropy_backward(grad_outputs, logits, labels):
    return np.diag(grad_outputs) @ (softmax(logits) - labels)
