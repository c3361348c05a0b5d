"""the gradients of whichever layer ran `backward` last.

They are stored on the class, so all its objects share them. Store them on the object: `self.grad_kernel`.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense


class Dense(RightDense):
    def backward(self, grad_outputs):
        grad_inputs = super().backward(grad_outputs)
        Dense.grad_kernel, Dense.grad_bias = self.grad_kernel, self.grad_bias
        del self.grad_kernel, self.grad_bias
        return grad_inputs


class Conv2D(RightConv2D):
    def backward(self, grad_outputs):
        grad_inputs = super().backward(grad_outputs)
        Conv2D.grad_kernel, Conv2D.grad_bias = self.grad_kernel, self.grad_bias
        del self.grad_kernel, self.grad_bias
        return grad_inputs
