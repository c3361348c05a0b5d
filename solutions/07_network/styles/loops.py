"""One number after another, with nothing kept but the inputs."""

import math

import numpy as np


class Dense:
    def __init__(self, kernel, bias):
        self.kernel = np.array(kernel)
        self.bias = np.array(bias)

    def forward(self, inputs):
        self.seen = inputs
        outputs = np.zeros((len(inputs), len(self.bias)), inputs.dtype)
        for row in range(len(inputs)):
            for unit in range(len(self.bias)):
                outputs[row, unit] = self.bias[unit]
                for feature in range(inputs.shape[1]):
                    outputs[row, unit] += inputs[row, feature] * self.kernel[feature, unit]
        return outputs

    def backward(self, grad_outputs):
        grad_inputs = np.zeros_like(self.seen)
        self.grad_kernel, self.grad_bias = np.zeros_like(self.kernel), np.zeros_like(self.bias)
        for row, unit in np.ndindex(grad_outputs.shape):
            self.grad_bias[unit] += grad_outputs[row, unit]
            for feature in range(self.seen.shape[1]):
                self.grad_kernel[feature, unit] += self.seen[row, feature] * grad_outputs[row, unit]
                grad_inputs[row, feature] += self.kernel[feature, unit] * grad_outputs[row, unit]
        return grad_inputs

    def parameters(self):
        return [self.kernel, self.bias]

    def gradients(self):
        return [self.grad_kernel, self.grad_bias]


class Conv2D:
    def __init__(self, kernel, bias, padding="valid"):
        self.kernel = np.array(kernel)
        self.bias = np.array(bias)
        self.padding = padding

    def places(self, height, width):
        """Every output with each pixel that it sees: (row, column), (cell), (pixel)."""
        rows, columns = self.kernel.shape[:2]
        top, left = ((rows - 1) // 2, (columns - 1) // 2) if self.padding == "same" else (0, 0)
        out_height, out_width = (height, width) if self.padding == "same" else (height - rows + 1, width - columns + 1)
        for row, column, i, j in np.ndindex(out_height, out_width, rows, columns):
            y, x = row + i - top, column + j - left
            if 0 <= y < height and 0 <= x < width:
                yield (row, column), (i, j), (y, x)

    def forward(self, inputs):
        self.seen = inputs
        _, height, width, _ = inputs.shape
        rows, columns = self.kernel.shape[:2]
        if self.padding != "same":
            height, width = height - rows + 1, width - columns + 1
        outputs = np.zeros((len(inputs), height, width, len(self.bias)), inputs.dtype)
        for (row, column), cell, (y, x) in self.places(*inputs.shape[1:3]):
            outputs[:, row, column] += inputs[:, y, x] @ self.kernel[cell]
        return outputs + self.bias

    def backward(self, grad_outputs):
        grad_inputs = np.zeros_like(self.seen)
        self.grad_kernel = np.zeros_like(self.kernel)
        self.grad_bias = grad_outputs.sum(axis=0).sum(axis=0).sum(axis=0)
        for (row, column), cell, (y, x) in self.places(*self.seen.shape[1:3]):
            grad_inputs[:, y, x] += grad_outputs[:, row, column] @ self.kernel[cell].T
            self.grad_kernel[cell] += self.seen[:, y, x].T @ grad_outputs[:, row, column]
        return grad_inputs

    def parameters(self):
        return [self.kernel, self.bias]

    def gradients(self):
        return [self.grad_kernel, self.grad_bias]


class Nothing:
    """Nothing to learn."""

    def parameters(self):
        return []

    def gradients(self):
        return []


class ReLU(Nothing):
    def forward(self, inputs):
        self.seen = inputs
        return np.array([max(number, 0) for number in inputs.ravel()], inputs.dtype).reshape(inputs.shape)

    def backward(self, grad_outputs):
        grad_inputs = grad_outputs.copy()
        for place in np.ndindex(self.seen.shape):
            if self.seen[place] <= 0:
                grad_inputs[place] = 0
        return grad_inputs


class Flatten(Nothing):
    def forward(self, inputs):
        self.sizes = inputs.shape[1:]
        return np.stack([image.ravel() for image in inputs])

    def backward(self, grad_outputs):
        return np.stack([row.reshape(self.sizes) for row in grad_outputs])


class MaxPool2D(Nothing):
    def __init__(self, pool_size):
        self.height, self.width = pool_size

    def forward(self, inputs):
        self.shape, self.dtype = inputs.shape, inputs.dtype
        batch, height, width, channels = inputs.shape
        outputs = np.zeros((batch, height // self.height, width // self.width, channels), inputs.dtype)
        self.winners = {}
        for place in np.ndindex(outputs.shape):
            image, row, column, channel = place
            best = None
            for i in range(row * self.height, (row + 1) * self.height):
                for j in range(column * self.width, (column + 1) * self.width):
                    if best is None or inputs[image, i, j, channel] > inputs[best]:
                        best = (image, i, j, channel)
            outputs[place], self.winners[place] = inputs[best], best
        return outputs

    def backward(self, grad_outputs):
        grad_inputs = np.zeros(self.shape, self.dtype)
        for place, winner in self.winners.items():
            grad_inputs[winner] = grad_outputs[place]
        return grad_inputs


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        self.rows = []
        losses = []
        for row, label in zip(logits, labels):
            top = max(row)
            powers = [math.exp(number - top) for number in row]
            self.rows.append([power / sum(powers) for power in powers])
            losses.append(math.log(sum(powers)) + top - sum(a * b for a, b in zip(row, label)))
        self.labels = labels
        return sum(losses) / len(losses)

    def backward(self):
        grad = np.zeros_like(self.labels)
        for i, row in enumerate(self.rows):
            for j, probability in enumerate(row):
                grad[i, j] = (probability - self.labels[i, j]) / len(self.rows)
        return grad


class Sequential:
    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, inputs):
        for layer in self.layers:
            inputs = layer.forward(inputs)
        return inputs

    def backward(self, grad_outputs):
        for number in range(len(self.layers) - 1, -1, -1):
            grad_outputs = self.layers[number].backward(grad_outputs)
        return grad_outputs

    def parameters(self):
        found = []
        for layer in self.layers:
            found += layer.parameters()
        return found

    def gradients(self):
        found = []
        for layer in self.layers:
            found += layer.gradients()
        return found


class Branches(Sequential):
    def forward(self, inputs):
        outputs, self.sizes = [], []
        for branch in self.layers:
            outputs.append(branch.forward(inputs))
            self.sizes.append(outputs[-1].shape[-1])
        return np.concatenate(outputs, -1)

    def backward(self, grad_outputs):
        start, total = 0, 0
        for branch, size in zip(self.layers, self.sizes):
            total = total + branch.backward(np.array(grad_outputs[..., start : start + size]))
            start += size
        return total


class SGD:
    def __init__(self, model, learning_rate, momentum=0.0):
        self.model, self.rate, self.momentum = model, learning_rate, momentum
        self.moves = [0 * parameter for parameter in model.parameters()]

    def step(self):
        gradients = self.model.gradients()
        for number, parameter in enumerate(self.model.parameters()):
            self.moves[number] = self.momentum * self.moves[number] - self.rate * gradients[number]
            for place in np.ndindex(parameter.shape):
                parameter[place] += self.moves[number][place]


def mlpconv(kernels, biases):
    layers = []
    for number in range(len(kernels)):
        layers.append(Conv2D(kernels[number], biases[number], "same"))
        layers.append(ReLU())
    return Sequential(layers)


def inception(kernels, biases):
    first, second, third = [], [], []
    for number, branch in enumerate((first, second, second, third, third)):
        branch.append(Conv2D(kernels[number], biases[number], padding="same"))
        branch.append(ReLU())
    return Branches([Sequential(first), Sequential(second), Sequential(third)])


def train(model, loss, optimiser, images, labels, batch_size):
    losses, start = [], 0
    while start < len(images):
        stop = min(start + batch_size, len(images))
        logits = model.forward(images[start:stop])
        losses.append(loss.forward(logits, labels[start:stop]))
        model.backward(loss.backward())
        optimiser.step()
        start = stop
    return losses
