"""the gradient of the inputs from the last branch alone.

The inputs go into every branch, so add up the gradients of all branches.
"""

import numpy as np
from network import Branches as RightBranches


class Branches(RightBranches):
    def backward(self, grad_outputs):
        pieces = np.split(grad_outputs, self.ends[:-1], axis=-1)
        return [branch.backward(piece) for branch, piece in zip(self.branches, pieces, strict=True)][-1]
