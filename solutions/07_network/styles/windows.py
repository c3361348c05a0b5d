"""All windows at once, by strides and einsum; what backward needs is kept as a function."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Module:
    weights: tuple = ()
    grads: tuple = ()

    def forward(self, inputs):
        outputs, self.back = self.run(inputs)
        return outputs

    def backward(self, grad_outputs):
        grad_inputs, *self.grads = self.back(grad_outputs)
        return grad_inputs

    def parameters(self):
        return list(self.weights)

    def gradients(self):
        return list(self.grads)


class Learned(Module):
    def __init__(self, kernel, bias):
        self.weights = (kernel + 0, bias + 0)

    @property
    def kernel(self):
        return self.weights[0]

    @property
    def bias(self):
        return self.weights[1]

    @property
    def grad_kernel(self):
        return self.grads[0]

    @property
    def grad_bias(self):
        return self.grads[1]


class Dense(Learned):
    def run(self, inputs):
        def back(errors):
            return (
                np.einsum("bu,fu->bf", errors, self.kernel),
                np.einsum("bf,bu->fu", inputs, errors),
                np.einsum("bu->u", errors),
            )

        return np.einsum("bf,fu->bu", inputs, self.kernel) + self.bias, back


class Conv2D(Learned):
    def __init__(self, kernel, bias, padding="valid"):
        super().__init__(kernel, bias)
        self.same = padding == "same"

    def run(self, inputs):
        size = self.kernel.shape[:2]
        before = [(s - 1) // 2 if self.same else 0 for s in size]
        after = [s // 2 if self.same else 0 for s in size]
        padded = np.pad(inputs, ((0, 0), (before[0], after[0]), (before[1], after[1]), (0, 0)))
        windows = sliding_window_view(padded, size, (1, 2))  # b h w c i j

        def back(errors):
            full = np.pad(errors, ((0, 0), *((s - 1, s - 1) for s in size), (0, 0)))
            meets = sliding_window_view(full, size, (1, 2))
            grad_padded = np.einsum("bhwfij,ijcf->bhwc", meets, self.kernel[::-1, ::-1], optimize=True)
            _, height, width, _ = inputs.shape
            return (
                grad_padded[:, before[0] : before[0] + height, before[1] : before[1] + width],
                np.einsum("bhwcij,bhwf->ijcf", windows, errors, optimize=True),
                errors.sum((0, 1, 2)),
            )

        return np.einsum("bhwcij,ijcf->bhwf", windows, self.kernel, optimize=True) + self.bias, back


class ReLU(Module):
    def run(self, inputs):
        return np.maximum(inputs, 0), lambda errors: (np.where(inputs > 0, errors, np.zeros_like(errors)),)


class Flatten(Module):
    def run(self, inputs):
        return inputs.reshape(inputs.shape[0], -1).copy(), lambda errors: (errors.reshape(inputs.shape).copy(),)


class MaxPool2D(Module):
    def __init__(self, pool_size):
        self.pool_size = pool_size

    def run(self, inputs):
        (i, j), (b, h, w, c) = self.pool_size, inputs.shape
        rows, columns = h // i, w // j
        whole = inputs[:, : rows * i, : columns * j].reshape(b, rows, i, columns, j, c)
        outputs = whole.max((2, 4), keepdims=True)

        def back(errors):
            ties = (whole == outputs).astype(inputs.dtype)
            shares = ties / ties.sum((2, 4), keepdims=True) * errors[:, :, None, :, None]
            grad = np.zeros_like(inputs)
            grad[:, : rows * i, : columns * j] = shares.reshape(b, rows * i, columns * j, c)
            return (grad,)

        return outputs.reshape(b, rows, columns, c), back


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        low = logits - logits.max(-1)[:, None]
        log_probabilities = low - np.log(np.exp(low).sum(-1))[:, None]
        self.grad = (np.exp(log_probabilities) - labels) / logits.shape[0]
        return float(-(labels * log_probabilities).sum() / logits.shape[0])

    def backward(self):
        return self.grad.copy()


class Group(Module):
    def __init__(self, members):
        self.members = members

    def parameters(self):
        return [each for member in self.members for each in member.parameters()]

    def gradients(self):
        return [each for member in self.members for each in member.gradients()]


class Sequential(Group):
    def forward(self, inputs):
        for member in self.members:
            inputs = member.forward(inputs)
        return inputs

    def backward(self, errors):
        for member in reversed(self.members):
            errors = member.backward(errors)
        return errors


class Branches(Group):
    def forward(self, inputs):
        outputs = [member.forward(inputs) for member in self.members]
        sizes = [output.shape[-1] for output in outputs]
        self.slices = [slice(sum(sizes[:n]), sum(sizes[: n + 1])) for n in range(len(sizes))]
        return np.concatenate(outputs, axis=len(inputs.shape) - 1)

    def backward(self, errors):
        return np.sum([m.backward(errors[..., s]) for m, s in zip(self.members, self.slices)], axis=0)


class SGD:
    def __init__(self, model, learning_rate, momentum=0.0):
        self.model, self.rate, self.momentum = model, learning_rate, momentum
        self.velocity = None

    def step(self):
        """The rate stays outside of the velocity, which is the same as long as the rate is."""
        gradients = self.model.gradients()
        if self.velocity is None:
            self.velocity = [gradient.copy() for gradient in gradients]
        else:
            self.velocity = [self.momentum * v + g for v, g in zip(self.velocity, gradients)]
        for parameter, velocity in zip(self.model.parameters(), self.velocity):
            np.subtract(parameter, self.rate * velocity, out=parameter)


def mlpconv(kernels, biases):
    return Sequential([layer for pair in zip(kernels, biases) for layer in (Conv2D(*pair, "same"), ReLU())])


def inception(kernels, biases):
    return Branches([mlpconv(kernels[a:b], biases[a:b]) for a, b in ((0, 1), (1, 3), (3, 5))])


def train(model, loss, optimiser, images, labels, batch_size):
    def batches():
        for at in range(-(-len(images) // batch_size)):
            yield images[at * batch_size :][:batch_size], labels[at * batch_size :][:batch_size]

    losses = []
    for image_batch, label_batch in batches():
        losses.append(loss.forward(model.forward(image_batch), label_batch))
        model.backward(loss.backward())
        optimiser.step()
    return tuple(losses)
