"""the gradient times the output.

Where the input is positive the slope is 1, not the output. Keep a mask of True and False.
"""

from network import ReLU as RightReLU


class ReLU(RightReLU):
    def forward(self, inputs):
        self.outputs = super().forward(inputs)
        return self.outputs

    def backward(self, grad_outputs):
        return grad_outputs * self.outputs
