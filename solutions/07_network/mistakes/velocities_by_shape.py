"""one velocity for all parameters of the same shape.

A dictionary with shapes as keys has one entry for two biases of equal length. Keep a list of velocities, one for each
parameter, in their order.
"""

import numpy as np
from network import SGD as RightSGD


class SGD(RightSGD):
    def __init__(self, model, learning_rate, momentum=0.0):
        super().__init__(model, learning_rate, momentum)
        by_shape = {}
        self.velocities = [by_shape.setdefault(each.shape, np.zeros_like(each)) for each in model.parameters()]
