"""One number after another, with the functions of math, with the formulas of the papers."""

import math

import numpy as np

SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772


def each(formula, *arrays):
    outputs = np.empty_like(arrays[0])
    for place in np.ndindex(outputs.shape):
        outputs[place] = formula(*(float(array[place]) for array in arrays))
    return outputs


def logistic(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def relu(inputs):
    return each(lambda x: x if x > 0 else 0.0, inputs)


def relu_backward(grad_outputs, inputs):
    return each(lambda g, x: g if x > 0 else 0.0, grad_outputs, inputs)


def leaky_relu(inputs, negative_slope):
    return each(lambda x: x if x > 0 else negative_slope * x, inputs)


def leaky_relu_backward(grad_outputs, inputs, negative_slope):
    return each(lambda g, x: g if x > 0 else negative_slope * g, grad_outputs, inputs)


def prelu(inputs, alpha):
    outputs = inputs.copy()
    for place in np.ndindex(inputs.shape):
        if inputs[place] < 0:
            outputs[place] = alpha[place[-1]] * inputs[place]
    return outputs


def prelu_backward(grad_outputs, inputs, alpha):
    grad_inputs, grad_alpha = grad_outputs.copy(), np.zeros_like(alpha)
    for place in np.ndindex(inputs.shape):
        if inputs[place] <= 0:
            grad_inputs[place] *= alpha[place[-1]]
            grad_alpha[place[-1]] += grad_outputs[place] * inputs[place]
    return grad_inputs, grad_alpha


def elu(inputs, alpha):
    return each(lambda x: x if x > 0 else alpha * (math.exp(x) - 1), inputs)


def elu_backward(grad_outputs, inputs, alpha):
    return each(lambda g, x: g if x > 0 else g * alpha * math.exp(x), grad_outputs, inputs)


def selu(inputs):
    return each(lambda x: SCALE * x if x > 0 else SCALE * ALPHA * (math.exp(x) - 1), inputs)


def selu_backward(grad_outputs, inputs):
    return each(lambda g, x: g * SCALE if x > 0 else g * SCALE * ALPHA * math.exp(x), grad_outputs, inputs)


def sigmoid(inputs):
    return each(logistic, inputs)


def sigmoid_backward(grad_outputs, inputs):
    return each(lambda g, x: g * logistic(x) * (1 - logistic(x)), grad_outputs, inputs)


def tanh(inputs):
    return each(math.tanh, inputs)


def tanh_backward(grad_outputs, inputs):
    return each(lambda g, x: g * (1 - math.tanh(x) ** 2), grad_outputs, inputs)


def swish(inputs):
    return each(lambda x: x * logistic(x), inputs)


def swish_backward(grad_outputs, inputs):
    return each(lambda g, x: g * (logistic(x) + x * logistic(x) * (1 - logistic(x))), grad_outputs, inputs)


def maxout(inputs, pieces):
    outputs = np.empty((*inputs.shape[:-1], inputs.shape[-1] // pieces), inputs.dtype)
    for *place, unit in np.ndindex(outputs.shape):
        outputs[(*place, unit)] = max(inputs[(*place, unit * pieces + piece)] for piece in range(pieces))
    return outputs


def maxout_backward(grad_outputs, inputs, pieces):
    grad_inputs = np.zeros_like(inputs)
    for *place, unit in np.ndindex(grad_outputs.shape):
        group = range(unit * pieces, (unit + 1) * pieces)
        best = max(group, key=lambda feature: inputs[(*place, feature)])  # the first of several
        grad_inputs[(*place, best)] = grad_outputs[(*place, unit)]
    return grad_inputs


def row_softmax(row):
    powers = [math.exp(x - max(row)) for x in row]
    return [power / sum(powers) for power in powers]


def softmax(logits):
    outputs = np.empty_like(logits)
    for place in np.ndindex(logits.shape[:-1]):
        outputs[place] = row_softmax(logits[place].tolist())
    return outputs


def softmax_backward(grad_outputs, logits):
    grad_logits = np.zeros_like(logits)
    classes = range(logits.shape[-1])
    for place in np.ndindex(logits.shape[:-1]):
        p, g = row_softmax(logits[place].tolist()), grad_outputs[place].tolist()
        for k in classes:  # the whole Jacobian of a row
            grad_logits[place][k] = sum(g[m] * p[m] * ((m == k) - p[k]) for m in classes)
    return grad_logits


def cross_entropy(logits, labels):
    outputs = []
    for row, label in zip(logits.tolist(), labels.tolist()):
        log_sum = max(row) + math.log(sum(math.exp(x - max(row)) for x in row))
        outputs.append(sum(y * (log_sum - x) for x, y in zip(row, label)))
    return np.array(outputs, logits.dtype)


def cross_entropy_backward(grad_outputs, logits, labels):
    grad_logits = np.empty_like(logits)
    for n, row in enumerate(logits.tolist()):
        grad_logits[n] = [g * float(grad_outputs[n]) for g in np.array(row_softmax(row)) - labels[n]]
    return grad_logits
