"""a block that does not pad.

All its convolutions are "same", so maps keep their size and can be joined.
"""

from network import Branches, Conv2D, ReLU, Sequential


def mlpconv(kernels, biases):
    layers = []
    for kernel, bias in zip(kernels, biases, strict=True):
        layers += [Conv2D(kernel, bias), ReLU()]
    return Sequential(layers)


def inception(kernels, biases):
    parts = slice(0, 1), slice(1, 3), slice(3, 5)
    return Branches([mlpconv(kernels[part], biases[part]) for part in parts])
