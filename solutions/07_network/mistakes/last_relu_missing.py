"""a block without the ReLU after its last convolution.

Put a ReLU after each convolution, even the last.
"""

from network import Branches, Sequential
from network import mlpconv as right_mlpconv


def mlpconv(kernels, biases):
    return Sequential(right_mlpconv(kernels, biases).layers[:-1])


def inception(kernels, biases):
    parts = slice(0, 1), slice(1, 3), slice(3, 5)
    return Branches([mlpconv(kernels[part], biases[part]) for part in parts])
