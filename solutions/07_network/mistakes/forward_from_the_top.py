"""data passed through the layers from last to first.

The first layer of the list gets the inputs.
"""

from network import Sequential as RightSequential


class Sequential(RightSequential):
    def forward(self, inputs):
        for layer in self.layers[::-1]:
            inputs = layer.forward(inputs)
        return inputs
