"""one ReLU object used in several places.

An object remembers one forward, so the second use overwrites the mask of the first. Build a new one for each place.
"""

from network import Conv2D, ReLU, Sequential


def mlpconv(kernels, biases):
    layers, shared = [], ReLU()
    for kernel, bias in zip(kernels, biases, strict=True):
        layers += [Conv2D(kernel, bias, "same"), shared]
    return Sequential(layers)
