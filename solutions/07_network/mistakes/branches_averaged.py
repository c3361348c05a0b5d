"""the gradient of the inputs averaged over the branches.

An array used several times gets the sum of its gradients, not the mean.
"""

from network import Branches as RightBranches


class Branches(RightBranches):
    def backward(self, grad_outputs):
        return super().backward(grad_outputs) / len(self.branches)
