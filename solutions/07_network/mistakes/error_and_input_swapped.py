"""the kernel's gradient with inputs and errors swapped.

Row by row, it is input times error: `inputs.T @ grad_outputs` has the shape of the kernel.
"""

from network import Dense as RightDense

# docs/mistakes.md: F2


class Dense(RightDense):
    def backward(self, grad_outputs):
        grad_inputs = super().backward(grad_outputs)
        self.grad_kernel = grad_outputs.T @ self.inputs
        return grad_inputs
