"""How the classes of network.py are used in each task.

`code` holds what you wrote: `code.Dense` is your class. `history` is what an object has been through before.
"""

import numpy as np

# -- layers to build stacks of, so that each of your classes is judged by itself ------------------------------------


class Mix:
    """Multiply the last axis by a kernel (channels filters) and add a bias, which is 0 at first; both are learned."""

    def __init__(self, kernel):
        self.kernel = kernel.copy()
        self.bias = np.zeros_like(kernel[0])

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.kernel + self.bias

    def backward(self, grad_outputs):
        channels, filters = self.kernel.shape
        rows = grad_outputs.reshape(-1, filters)
        self.grad_kernel = self.inputs.reshape(-1, channels).T @ rows
        self.grad_bias = rows.sum(axis=0)
        return grad_outputs @ self.kernel.T

    def parameters(self):
        return [self.kernel, self.bias]

    def gradients(self):
        return [self.grad_kernel, self.grad_bias]


class Square:
    """Square every number; nothing is learned."""

    def forward(self, inputs):
        self.inputs = inputs
        return inputs * inputs

    def backward(self, grad_outputs):
        return 2 * self.inputs * grad_outputs

    def parameters(self):
        return []

    def gradients(self):
        return []


class Same:
    """Hand on what comes, as a shortcut around other layers does."""

    def forward(self, inputs):
        return inputs

    def backward(self, grad_outputs):
        return grad_outputs

    def parameters(self):
        return []

    def gradients(self):
        return []


class Weights:
    """A model whose gradients are given from outside."""

    def __init__(self, *arrays):
        self.arrays = [array.copy() for array in arrays]
        self.given = []

    def parameters(self):
        return list(self.arrays)

    def gradients(self):
        return list(self.given)


# -- what objects go through -----------------------------------------------------------------------------------------


def passes(layer, other, inputs, grad_outputs, history):
    if history == "a second batch":
        first = inputs[:1].repeat(2, axis=1) if inputs.ndim == 4 else inputs[:1]  # images of another size
        outputs = layer.forward(first + 1)
        layer.backward(outputs + 1)
        inputs, grad_outputs = refilled(layer, inputs, grad_outputs)
    if history == "a training step":
        for number, parameter in enumerate(layer.parameters(), start=1):
            parameter += number  # a different number for each, so that their order shows
    outputs = layer.forward(inputs)
    if history == "two objects":
        other.forward(inputs[:1] + 1)
    grad_inputs = layer.backward(grad_outputs)
    if history == "two objects":
        other.backward(grad_outputs[:1] + 1)
    if history == "earlier results":
        layer.forward(inputs + 1)
        layer.backward(grad_outputs + 1)
    return outputs, grad_inputs


def refilled(layer, inputs, grad_outputs):
    """Put both into arrays that held an earlier batch, as programs do that reuse a buffer."""
    batch, errors = inputs + 1, grad_outputs + 1
    layer.forward(batch)
    layer.backward(errors)
    layer.forward(batch)  # as a program does that measures something: no backward belongs to it
    batch[...], errors[...] = inputs, grad_outputs
    return batch, errors


def flat(arrays):
    return np.concatenate([array.ravel() for array in arrays])


# -- the tasks -------------------------------------------------------------------------------------------------------


def dense(code, inputs, grad_outputs, kernel, bias, history="new"):
    given = kernel.copy(), bias.copy()
    layer, other = code.Dense(*given), code.Dense(kernel + 1, bias - 1)
    if history == "arrays changed later":
        given[0][...], given[1][...] = 0, 0
    outputs, grad_inputs = passes(layer, other, inputs, grad_outputs, history)
    if history == "a training step":
        return outputs, grad_inputs, *layer.gradients()
    return outputs, grad_inputs, layer.grad_kernel, layer.grad_bias


def conv2d(code, inputs, grad_outputs, kernel, bias, padding=None, history="new"):
    given = kernel.copy(), bias.copy()
    options = [padding] if padding else []
    layer, other = code.Conv2D(*given, *options), code.Conv2D(kernel + 1, bias - 1, *options)
    if history == "arrays changed later":
        given[0][...], given[1][...] = 0, 0
    outputs, grad_inputs = passes(layer, other, inputs, grad_outputs, history)
    if history == "a training step":
        return outputs, grad_inputs, *layer.gradients()
    return outputs, grad_inputs, layer.grad_kernel, layer.grad_bias


def relu_and_flatten(code, inputs, grad_outputs, layer, history="new"):
    build = getattr(code, layer)
    if layer == "Flatten":
        grad_outputs = 3 * grad_outputs.reshape(len(inputs), -1)
    return passes(build(), build(), inputs, grad_outputs, history)


def max_pool2d(code, inputs, grad_outputs, pool_size, history="new"):
    layer, other = code.MaxPool2D(pool_size), code.MaxPool2D(pool_size)
    return passes(layer, other, inputs, grad_outputs, history)


def softmax_cross_entropy(code, logits, labels, history="new"):
    loss, other = code.SoftmaxCrossEntropy(), code.SoftmaxCrossEntropy()
    if history == "a second batch":
        loss.forward(2 * logits[:1], labels[:1])
        loss.backward()
        batch = 2 * logits
        loss.forward(batch, labels)
        batch[...] = logits
        logits = batch
    value = loss.forward(logits, labels)
    if history == "two objects":
        other.forward(2 * logits[:1], labels[:1])
    grad_logits = loss.backward()
    if history == "earlier results":
        loss.forward(2 * logits, labels)
        loss.backward()
    return value, grad_logits


def sequential(code, inputs, grad_outputs, kernel, second, history="new"):
    layers = [Mix(kernel), Square(), Mix(second)]
    if history == "a stack in a stack":
        layers = [code.Sequential(layers[:2]), code.Sequential(layers[2:])]
    model, other = code.Sequential(layers), code.Sequential([Mix(1 - kernel), Square(), Mix(1 - second)])
    outputs, grad_inputs = passes(model, other, inputs, grad_outputs, history)
    return outputs, grad_inputs, flat(model.parameters()), flat(model.gradients())


def branches(code, inputs, grad_outputs, kernel, second, history="new"):
    layers = [Mix(kernel), Square(), Mix(second)]
    if history == "branches in a branch":
        layers = [code.Branches([Same(), layers[0]]), layers[2]]
    model, other = code.Branches(layers), code.Branches([Square(), Mix(kernel), Mix(second)])
    outputs, grad_inputs = passes(model, other, inputs, grad_outputs, history)
    return outputs, grad_inputs, flat(model.parameters()), flat(model.gradients())


def sgd(code, kernel, bias, grad_kernel, grad_bias, learning_rate, momentum=None, history="new"):
    model, other = Weights(kernel, bias, bias), Weights(kernel + 1, bias, bias - 1)  # two of them are of equal shape
    options = {} if momentum is None else {"momentum": momentum}
    optimiser, beside = code.SGD(model, learning_rate, **options), code.SGD(other, learning_rate, **options)
    kernels, biases = [], []
    for gradients in zip(grad_kernel, grad_bias, strict=True):
        model.given = [gradients[0], gradients[1] / 2, gradients[1]]
        other.given = [2 * gradient for gradient in model.given]
        if history == "two optimisers":
            beside.step()
        optimiser.step()
        kernels.append(model.arrays[0].copy())
        biases.append(model.arrays[2].copy())
    return np.stack(kernels), np.stack(biases)


def mlpconv(code, inputs, grad_outputs, kernel, bias, second, second_bias, third, third_bias, history="new"):
    weights = [kernel, second, third], [bias, second_bias, third_bias]
    if history == "two kernels":
        weights = [each[:2] for each in weights]
    model, other = code.mlpconv(*weights), code.mlpconv(*weights)
    outputs, grad_inputs = passes(model, other, inputs, grad_outputs, history)
    return outputs, grad_inputs, flat(model.parameters()), flat(model.gradients())


def inception(code, inputs, grad_outputs, single, thin_3, wide_3, thin_5, wide_5, biases, history="new"):
    kernels = [single, thin_3, wide_3, thin_5, wide_5]
    ends = np.cumsum([kernel.shape[-1] for kernel in kernels])
    each_bias = np.split(biases, ends[:-1])
    model, other = code.inception(kernels, each_bias), code.inception(kernels, each_bias)
    outputs, grad_inputs = passes(model, other, inputs, grad_outputs, history)
    return outputs, grad_inputs, flat(model.parameters()), flat(model.gradients())


def training(code, images, labels, kernel, bias, weights, offsets, batch_size, learning_rate, momentum):
    first, last = code.Conv2D(kernel, bias), code.Dense(weights, offsets)
    model = code.Sequential([first, code.ReLU(), code.MaxPool2D((2, 2)), code.Flatten(), last])
    loss, optimiser = code.SoftmaxCrossEntropy(), code.SGD(model, learning_rate, momentum)
    losses = code.train(model, loss, optimiser, images, labels, batch_size)
    return losses, first.kernel, first.bias, last.kernel, last.bias
