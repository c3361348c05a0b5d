"""Every layer with weights is one matrix product: images become rows of windows, and back."""

import numpy as np


def windows(images, kernel_size, top_left, out_size):
    """Rows of windows: batch out_height out_width cells."""
    height, width = kernel_size
    room = np.zeros((len(images), out_size[0] + height - 1, out_size[1] + width - 1, images.shape[3]), images.dtype)
    y, x = top_left
    room[:, y : y + images.shape[1], x : x + images.shape[2]] = images
    cuts = [room[:, i : i + out_size[0], j : j + out_size[1]] for i in range(height) for j in range(width)]
    return np.concatenate(cuts, axis=3)


class Affine:
    """What Dense and Conv2D have in common."""

    def __init__(self, kernel, bias):
        self.kernel, self.bias = kernel.astype(kernel.dtype), bias.astype(bias.dtype)
        self.grad_kernel = self.grad_bias = None

    def product(self, rows):
        self.rows = rows
        return rows.dot(self.kernel.reshape(rows.shape[-1], -1)) + self.bias[None]

    def product_back(self, errors):
        self.grad_kernel = np.dot(self.rows.T, errors).reshape(self.kernel.shape)
        self.grad_bias = np.ones(len(errors), errors.dtype) @ errors
        return np.dot(errors, self.kernel.reshape(self.rows.shape[-1], -1).T)

    def parameters(self):
        return self.kernel, self.bias

    def gradients(self):
        return self.grad_kernel, self.grad_bias


class Dense(Affine):
    forward = Affine.product
    backward = Affine.product_back


class Conv2D(Affine):
    def __init__(self, kernel, bias, padding="valid"):
        super().__init__(kernel, bias)
        self.padding = padding

    def forward(self, inputs):
        self.shape = inputs.shape
        cells, (height, width) = self.kernel.shape[:2], inputs.shape[1:3]
        if self.padding == "valid":
            self.start, self.size = (0, 0), (height - cells[0] + 1, width - cells[1] + 1)
        else:
            self.start, self.size = tuple((cell - 1) // 2 for cell in cells), (height, width)
        columns = windows(inputs, cells, self.start, self.size)
        outputs = self.product(columns.reshape(-1, columns.shape[3]))
        return outputs.reshape(len(inputs), *self.size, -1)

    def backward(self, errors):
        (batch, height, width, channels), (rows, columns) = self.shape, self.kernel.shape[:2]
        back = self.product_back(errors.reshape(-1, errors.shape[3]))
        back = back.reshape(batch, *self.size, rows, columns, channels)
        room = np.zeros((batch, self.size[0] + rows - 1, self.size[1] + columns - 1, channels), errors.dtype)
        for i in range(rows):
            for j in range(columns):
                room[:, i : i + self.size[0], j : j + self.size[1]] += back[:, :, :, i, j]
        y, x = self.start
        return room[:, y : y + height, x : x + width].copy()


class ReLU:
    parameters = gradients = list

    def forward(self, inputs):
        self.slope = np.sign(inputs).clip(0)
        return self.slope * inputs

    def backward(self, errors):
        return self.slope * errors


class Flatten:
    parameters = gradients = list

    def forward(self, inputs):
        self.shape = inputs.shape
        return inputs.reshape(inputs.shape[0], inputs[0].size)

    def backward(self, errors):
        return errors.reshape(self.shape)


class MaxPool2D:
    parameters = gradients = list

    def __init__(self, pool_size):
        self.pool_size = pool_size

    def forward(self, inputs):
        height, width = self.pool_size
        out = inputs.shape[1] // height, inputs.shape[2] // width
        cells = [
            inputs[:, i : out[0] * height : height, j : out[1] * width : width]
            for i in range(height)
            for j in range(width)
        ]
        stacked = np.stack(cells)  # cells batch out_height out_width channels
        self.shape, self.winner = inputs.shape, stacked.argmax(axis=0)
        return stacked.max(axis=0)

    def backward(self, errors):
        height, width = self.pool_size
        grad = np.zeros(self.shape, errors.dtype)
        for cell in range(height * width):
            i, j = divmod(cell, width)
            here = grad[:, i : errors.shape[1] * height : height, j : errors.shape[2] * width : width]
            here += np.where(self.winner == cell, errors, 0)
        return grad


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        self.labels = labels
        powers = np.exp(logits - np.max(logits, axis=1).reshape(-1, 1))
        self.probabilities = powers / np.sum(powers, axis=1).reshape(-1, 1)
        own = (labels * logits).sum(1) - logits.max(1)  # the logit of the right class
        return np.mean(np.log(powers.sum(1)) - own)

    def backward(self):
        return (1 / len(self.labels)) * (self.probabilities - self.labels)


class Sequential:
    def __init__(self, layers):
        self.first, self.rest = layers[0], (Sequential(layers[1:]) if layers[1:] else None)

    def forward(self, inputs):
        outputs = self.first.forward(inputs)
        return self.rest.forward(outputs) if self.rest else outputs

    def backward(self, errors):
        return self.first.backward(self.rest.backward(errors) if self.rest else errors)

    def parameters(self):
        return [*self.first.parameters(), *(self.rest.parameters() if self.rest else [])]

    def gradients(self):
        return [*self.first.gradients(), *(self.rest.gradients() if self.rest else [])]


class Branches:
    def __init__(self, branches):
        self.branches = tuple(branches)

    def forward(self, inputs):
        outputs = [branch.forward(inputs) for branch in self.branches]
        self.owner = np.repeat(range(len(outputs)), [output.shape[-1] for output in outputs])
        return np.concatenate(outputs, axis=inputs.ndim - 1)

    def backward(self, errors):
        parts = [branch.backward(errors[..., self.owner == n]) for n, branch in enumerate(self.branches)]
        grad = parts[0].copy()
        for part in parts[1:]:
            grad += part
        return grad

    def parameters(self):
        return [each for branch in self.branches for each in branch.parameters()]

    def gradients(self):
        return [each for branch in self.branches for each in branch.gradients()]


class SGD:
    def __init__(self, model, learning_rate, momentum=0.0):
        self.model, self.rate, self.momentum, self.last = model, learning_rate, momentum, {}

    def step(self):
        pairs = zip(self.model.parameters(), self.model.gradients())
        for number, (parameter, gradient) in enumerate(pairs):
            move = self.momentum * self.last.get(number, 0) - self.rate * gradient
            parameter[...] = parameter + move
            self.last[number] = move


def mlpconv(kernels, biases):
    layers = []
    while len(layers) < 2 * len(kernels):
        n = len(layers) // 2
        layers.extend((Conv2D(kernels[n], biases[n], padding="same"), ReLU()))
    return Sequential(layers)


def inception(kernels, biases):
    def step(n):
        return [Conv2D(kernels[n], biases[n], "same"), ReLU()]

    return Branches([Sequential(step(0)), Sequential(step(1) + step(2)), Sequential(step(3) + step(4))])


def train(model, loss, optimiser, images, labels, batch_size):
    def one(batch):
        value = loss.forward(model.forward(images[batch]), labels[batch])
        model.backward(loss.backward())
        optimiser.step()
        return value

    order = np.arange(len(images))
    return [one(order[start : start + batch_size]) for start in range(0, len(order), batch_size)]
