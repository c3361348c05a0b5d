"""convolutions in a row, with a ReLU after only the last.

Without a ReLU in between, two convolutions act as one: put one after each.
"""

from network import Branches, Conv2D, ReLU, Sequential


def mlpconv(kernels, biases):
    convolutions = [Conv2D(kernel, bias, "same") for kernel, bias in zip(kernels, biases, strict=True)]
    return Sequential([*convolutions, ReLU()])


def inception(kernels, biases):
    parts = slice(0, 1), slice(1, 3), slice(3, 5)
    return Branches([mlpconv(kernels[part], biases[part]) for part in parts])
