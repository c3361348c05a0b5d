"""a gradient set to 0 where it is itself negative.

Whether it passes depends on the sign of the input: remember it in `forward`.
"""

from network import ReLU as RightReLU

# docs/mistakes.md: A5


class ReLU(RightReLU):
    def backward(self, grad_outputs):
        return grad_outputs * (grad_outputs > 0)
